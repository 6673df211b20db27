import { moneyText } from '../../../words/index.ts';
import type { NodeId } from '../../../words/index.ts';
import { costItemNames } from '../plan.ts';
import type { CostItems, RouteContext, RoutePlan, RouteQuestion } from '../question.ts';
import { routeOrder } from '../route-order.ts';
import { explainDecision } from './explain.ts';
import type { Explanation } from './explain.ts';
import type { Sentence } from './wording.ts';

/** Why not these nodes: what a plan with them alone would cost, item by item, or why there is none. */
export type Versus =
  | {
      readonly outcome: 'dearer' | 'equal';
      readonly nodeIds: readonly NodeId[];
      readonly chosen: RoutePlan;
      readonly other: RoutePlan;
      /** Other minus chosen, per item; they add up to `differenceMinor`. */
      readonly items: Readonly<Record<keyof CostItems, number>>;
      /** Never negative when the choice was exact. */
      readonly differenceMinor: number;
      readonly text: Sentence;
    }
  | {
      readonly outcome: 'not-possible';
      readonly nodeIds: readonly NodeId[];
      readonly refused: Explanation;
      readonly text: Sentence;
    };

/**
 * Answers "why A and not B?" by forcing B: the same question is asked again with only these nodes allowed.
 *
 * @param chosen the plan that was decided
 */
export function versus(
  question: RouteQuestion,
  asked: { readonly chosen: RoutePlan; readonly nodeIds: readonly NodeId[] },
  context: RouteContext,
): Versus {
  const { chosen, nodeIds } = asked;
  const forced = { ...question, onlyNodeIds: nodeIds };
  const answer = routeOrder(forced, context);
  if (!answer.ok) {
    const refused = explainDecision({ question: forced, answer }, context);
    return { outcome: 'not-possible', nodeIds, refused, text: whyNot(nodeIds, refused) };
  }
  const other = answer.value.plan;
  const items = {} as Record<keyof CostItems, number>;
  for (const name of costItemNames) items[name] = other.costItems[name] - chosen.costItems[name];
  const differenceMinor = other.totalMinor - chosen.totalMinor;
  return {
    outcome: differenceMinor === 0 ? 'equal' : 'dearer',
    nodeIds,
    chosen,
    other,
    items,
    differenceMinor,
    text: dearerText(nodeIds, { items, differenceMinor }, context),
  };
}

function whyNot(nodeIds: readonly NodeId[], refused: Explanation): Sentence {
  const reasons = refused.eliminated
    .flatMap(({ nodes }) => nodes)
    .filter(({ nodeId }) => nodeIds.includes(nodeId));
  const en = reasons.map(({ nodeId, text }) => `${nodeId} ${text.en}`).join('; ');
  const zh = reasons.map(({ nodeId, text }) => `${nodeId} ${text.zh}`).join('；');
  return {
    en: `Not possible with ${nodeIds.join(', ')} alone: ${en || refused.text.en}`,
    zh: `仅用 ${nodeIds.join('、')} 不可行：${zh || refused.text.zh}`,
  };
}

function dearerText(
  nodeIds: readonly NodeId[],
  difference: {
    readonly items: Readonly<Record<keyof CostItems, number>>;
    readonly differenceMinor: number;
  },
  { network }: RouteContext,
): Sentence {
  const { currency } = network.document;
  const money = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const [first, second] = [...costItemNames].sort(
    (a, b) => Math.abs(difference.items[b]) - Math.abs(difference.items[a]),
  );
  const most = [first, second]
    .flatMap((name) => (name && difference.items[name] !== 0 ? [name] : []))
    .map((name) => `${name.replace('Minor', '')} ${money(difference.items[name])}`);
  const total = money(difference.differenceMinor);
  return {
    en: `With ${nodeIds.join(', ')} it would cost ${total} more: ${most.join(', ')}.`,
    zh: `改用 ${nodeIds.join('、')} 会贵 ${total}：${most.join('，')}。`,
  };
}

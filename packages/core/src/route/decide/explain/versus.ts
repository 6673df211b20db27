import { moneyText } from '../../../words/index.ts';
import type { NodeId } from '../../../words/index.ts';
import { costItemNames } from '../plan.ts';
import type { CostItems, RouteContext, RoutePlan, RouteQuestion } from '../question.ts';
import { routeOrder } from '../route-order.ts';
import { explainDecision, nameOf } from './explain.ts';
import type { Explanation } from './explain.ts';
import { costItemWords } from './wording.ts';
import type { Sentence } from './wording.ts';

/** Why not these nodes: what a plan with them alone would cost, item by item, or why there is none. */
export type Versus =
  | {
      /** `cheaper`: only where the strategy's priorities, a limit or an unproven optimum put the choice first. */
      readonly outcome: 'dearer' | 'equal' | 'cheaper';
      readonly nodeIds: readonly NodeId[];
      readonly chosen: RoutePlan;
      readonly other: RoutePlan;
      /** Other minus chosen, per item; they add up to `differenceMinor`. */
      readonly items: Readonly<Record<keyof CostItems, number>>;
      /** Never negative when the choice was the exact cheapest. */
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
    return { outcome: 'not-possible', nodeIds, refused, text: whyNot(nodeIds, refused, context) };
  }
  const other = answer.value.plan;
  const items = {} as Record<keyof CostItems, number>;
  for (const name of costItemNames)
    items[name] = (other.costItems[name] ?? 0) - (chosen.costItems[name] ?? 0);
  const differenceMinor = other.totalMinor - chosen.totalMinor;
  return {
    outcome: differenceMinor === 0 ? 'equal' : differenceMinor > 0 ? 'dearer' : 'cheaper',
    nodeIds,
    chosen,
    other,
    items,
    differenceMinor,
    text: comparedText({ chosen, other, items, differenceMinor }, context),
  };
}

function whyNot(nodeIds: readonly NodeId[], refused: Explanation, context: RouteContext): Sentence {
  const reasons = refused.eliminated
    .flatMap(({ nodes }) => nodes)
    .filter(({ nodeId }) => nodeIds.includes(nodeId));
  const name = (nodeId: NodeId): string => nameOf(context, nodeId);
  const en = reasons.map(({ nodeId, text }) => `${name(nodeId)} ${text.en}`).join('; ');
  const zh = reasons.map(({ nodeId, text }) => `${name(nodeId)} ${text.zh}`).join('；');
  return {
    en: `Not possible with ${nodeIds.map(name).join(' and ')} alone: ${en || refused.text.en}`,
    zh: `仅用 ${nodeIds.map(name).join('、')} 不可行：${zh || refused.text.zh}`,
  };
}

type Compared = Pick<
  Extract<Versus, { readonly chosen: RoutePlan }>,
  'chosen' | 'other' | 'items' | 'differenceMinor'
>;

function comparedText(compared: Compared, context: RouteContext): Sentence {
  const { chosen, other, items, differenceMinor } = compared;
  const { currency } = context.network.document;
  const money = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const names = nodesIn(other).map((nodeId) => nameOf(context, nodeId));
  const [en, zh] = [names.join(' and '), names.join('、')];
  if (nodesIn(chosen).join() === nodesIn(other).join() && differenceMinor === 0)
    return { en: `${en}: that is the choice itself.`, zh: `${zh} 就是所选方案。` };
  const most = costItemNames
    .filter((name) => items[name] !== 0)
    .sort((a, b) => Math.abs(items[b]) - Math.abs(items[a]))
    .slice(0, 2);
  const told = (language: keyof Sentence): string =>
    most
      .map((name) => `${costItemWords[name][language]} ${money(items[name])}`)
      .join(language === 'en' ? ', ' : '，');
  if (differenceMinor === 0)
    return {
      en: `With ${en} it would cost the same; a tie-breaker decided.`,
      zh: `改用 ${zh} 成本相同，由平局规则决定。`,
    };
  const by = money(Math.abs(differenceMinor));
  return differenceMinor > 0
    ? {
        en: `With ${en} it would cost ${by} more: ${told('en')}.`,
        zh: `改用 ${zh} 会贵 ${by}：${told('zh')}。`,
      }
    : {
        en: `With ${en} it would cost ${by} less (${told('en')}), yet the strategy puts the choice first.`,
        zh: `改用 ${zh} 会便宜 ${by}（${told('zh')}），但按策略所选方案在先。`,
      };
}

const nodesIn = ({ parcels }: RoutePlan): readonly NodeId[] =>
  [...new Set(parcels.map(({ nodeId }) => nodeId))].sort();

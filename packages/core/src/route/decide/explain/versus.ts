import { moneyText } from '../../../words/index.ts';
import type { NodeId } from '../../../words/index.ts';
import { costItemNames } from '../plan.ts';
import type { CostItems, RouteContext, RoutePlan, RouteQuestion } from '../question.ts';
import { routeOrder } from '../route-order.ts';
import { explainDecision } from './explain.ts';
import type { Explanation } from './explain.ts';
import { forceText } from './force.ts';
import type { Forced } from './force.ts';
import { joined, nameOf } from './names.ts';
import { costItemWords } from './wording.ts';
import type { Sentence } from './wording.ts';

/** Why not otherwise: what a plan under the force would cost, item by item, or why there is none. */
export type Versus =
  | {
      /** `cheaper`: only where the strategy's priorities, a limit or an unproven optimum put the choice first. */
      readonly outcome: 'dearer' | 'equal' | 'cheaper';
      /** The nodes that were forced; empty where something else was. */
      readonly nodeIds: readonly NodeId[];
      readonly forced: Forced;
      readonly chosen: RoutePlan;
      readonly other: RoutePlan;
      /** Other minus chosen, per item; they add up to `differenceMinor`. */
      readonly items: Readonly<Record<keyof CostItems, number>>;
      /** Never negative when the choice was the exact cheapest within limits that the other plan keeps too. */
      readonly differenceMinor: number;
      /** Fallback of the strategy that the other plan needs; 0 = none. */
      readonly fallbackStep: number;
      readonly text: Sentence;
    }
  | {
      readonly outcome: 'not-possible';
      readonly nodeIds: readonly NodeId[];
      readonly forced: Forced;
      readonly refused: Explanation;
      readonly text: Sentence;
    };

/**
 * Answers "why A and not B?" by forcing B: the same question is asked again with only these nodes, these services, this
 * division, this day, or this many parcels allowed. Nothing is added to what the question knew, so that a forced plan is
 * never cheaper than an exact choice within the same limits.
 *
 * @param asked.chosen the plan that was decided
 */
export function versus(
  question: RouteQuestion,
  asked: { readonly chosen: RoutePlan; readonly forced: Forced },
  context: RouteContext,
): Versus {
  const { chosen, forced } = asked;
  const nodeIds = forced.nodeIds ?? [];
  const again = forcedQuestion(question, forced, context);
  const answer = routeOrder(again, context);
  if (!answer.ok) {
    const refused = explainDecision({ question: again, answer }, context);
    const text = whyNot(forced, refused, context);
    return { outcome: 'not-possible', nodeIds, forced, refused, text };
  }
  const { plan: other, trace } = answer.value;
  const items = {} as Record<keyof CostItems, number>;
  for (const name of costItemNames)
    items[name] = (other.costItems[name] ?? 0) - (chosen.costItems[name] ?? 0);
  const differenceMinor = other.totalMinor - chosen.totalMinor;
  return {
    outcome: differenceMinor === 0 ? 'equal' : differenceMinor > 0 ? 'dearer' : 'cheaper',
    nodeIds,
    forced,
    chosen,
    other,
    items,
    differenceMinor,
    fallbackStep: trace.fallbackStep,
    text: comparedText({ chosen, other, items, differenceMinor }, context),
  };
}

/** The question with the force upon it. */
function forcedQuestion(
  question: RouteQuestion,
  { nodeIds, itemsFrom, ...rest }: Forced,
  context: RouteContext,
): RouteQuestion {
  return {
    ...question,
    ...(nodeIds && { onlyNodeIds: nodeIds }),
    ...(Object.keys(rest).length > 0 && { forced: rest }),
    ...(itemsFrom && { slice: sliceFrom(question, itemsFrom, context) }),
  };
}

/** What the board would say if the items lay at their forced nodes alone. */
function sliceFrom(
  { slice, lines }: RouteQuestion,
  itemsFrom: NonNullable<Forced['itemsFrom']>,
  { network }: RouteContext,
): RouteQuestion['slice'] {
  const atpUnits = slice.atpUnits.slice();
  for (const { itemId, nodeId } of itemsFrom) {
    const kept = network.nodeIxOf(nodeId);
    lines.forEach((line, column) => {
      if (line.itemId !== itemId) return;
      for (let nodeIx = 0; nodeIx < slice.nodeState.length; nodeIx++)
        if (nodeIx !== kept) atpUnits[nodeIx * lines.length + column] = 0;
    });
  }
  return { ...slice, atpUnits };
}

function whyNot(forced: Forced, refused: Explanation, context: RouteContext): Sentence {
  const reasons = refused.eliminated
    .flatMap(({ nodes }) => nodes)
    .filter(({ nodeId }) => forced.nodeIds?.includes(nodeId) === true);
  const name = (nodeId: NodeId): string => nameOf(context, nodeId);
  const en = reasons.map(({ nodeId, text }) => `${name(nodeId)} ${text.en}`).join('; ');
  const zh = reasons.map(({ nodeId, text }) => `${name(nodeId)} ${text.zh}`).join('；');
  const force = forceText(forced, context);
  return {
    en: `Not possible ${force.en}: ${en || refused.text.en}`,
    zh: `${force.zh} 不可行：${zh || refused.text.zh}`,
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
  const { en, zh } = joined(nodesIn(other).map((nodeId) => nameOf(context, nodeId)));
  if (isSamePlan(chosen, other))
    return { en: `${en}: that is the choice itself.`, zh: `${zh} 就是所选方案。` };
  const others = withServices(compared, { en, zh });
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
      en: `With ${others.en} it would cost the same; a tie-breaker decided.`,
      zh: `改用 ${others.zh} 成本相同，由平局规则决定。`,
    };
  const by = money(Math.abs(differenceMinor));
  return differenceMinor > 0
    ? {
        en: `With ${others.en} it would cost ${by} more: ${told('en')}.`,
        zh: `改用 ${others.zh} 会贵 ${by}：${told('zh')}。`,
      }
    : {
        en: `With ${others.en} it would cost ${by} less (${told('en')}), yet the strategy puts the choice first.`,
        zh: `改用 ${others.zh} 会便宜 ${by}（${told('zh')}），但按策略所选方案在先。`,
      };
}

/** The nodes of the other plan; with their services where the nodes alone do not tell the two plans apart. */
function withServices({ chosen, other }: Compared, nodes: Sentence): Sentence {
  if (nodesIn(chosen).join() !== nodesIn(other).join()) return nodes;
  const services = [...new Set(other.parcels.map(({ serviceId }) => serviceId))].sort();
  const count = other.parcels.length;
  return {
    en: `${nodes.en} by ${services.join(' and ')}, in ${String(count)} ${count === 1 ? 'parcel' : 'parcels'},`,
    zh: `${nodes.zh}、承运服务 ${services.join('、')}、${String(count)} 个包裹`,
  };
}

const isSamePlan = (a: RoutePlan, b: RoutePlan): boolean =>
  JSON.stringify(a.parcels) === JSON.stringify(b.parcels);

const nodesIn = ({ parcels }: RoutePlan): readonly NodeId[] =>
  [...new Set(parcels.map(({ nodeId }) => nodeId))].sort();

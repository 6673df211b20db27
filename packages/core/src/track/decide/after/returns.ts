import {
  custodyStage,
  explainReturnRoute,
  refundStage,
  unitsOfReturn,
} from '../../../aftercare/decide/index.ts';
import type {
  Condition,
  GoodsBack,
  RefundStage,
  ReturnCause,
  ReturnFile,
  ReturnLine,
} from '../../../aftercare/decide/index.ts';
import { standingFacts } from '../../../facts/decide/index.ts';
import type { Sentence } from '../../../route/decide/index.ts';
import type { ItemId } from '../../../words/index.ts';
import { countLabel, labelWith } from '../labels.ts';
import type { Basis, Told } from '../told.ts';
import type { TrackedMatter, TrackedOrder } from '../tracked-order.ts';
import { awaitedLabels, returnLabels } from './labels.ts';
import type { AwaitedStep, Awaiting, ReturnWord } from './labels.ts';
import { moneyBack, standingRefunds, toldRefund } from './refund-progress.ts';
import type { MoneyBack } from './refund-progress.ts';

/** What must happen before a matter goes on, and who has to do it. */
export interface Awaited {
  readonly from: Awaiting;
  readonly step: AwaitedStep;
  readonly label: Sentence;
  /** Until when it counts (customer), or when it is expected (carrier). */
  readonly untilAt: number | undefined;
}

/** Units of a line of the order. */
export interface AfterLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly name: string;
  readonly units: number;
}

/** A return as anybody with the link sees it: no amounts, nobody's words, and no place but a counter to bring it to. */
export interface BasicReturn {
  readonly returnId: string;
  readonly status: Told<ReturnWord>;
  readonly cause: ReturnCause;
  readonly method: 'bring' | 'send';
  /** Where to bring the goods, by name; undefined for a parcel. */
  readonly counter: string | undefined;
  /** Until when the goods must be handed in; undefined once they were, and when nobody has to. */
  readonly handInUntilAt: number | undefined;
  readonly lines: readonly AfterLine[];
  readonly awaits: readonly Awaited[];
  readonly refund: Told<RefundStage>;
  /** The exchange that it belongs to. */
  readonly exchangeId: string | undefined;
}

/** A return as its customer sees it. */
export interface AdvancedReturn extends BasicReturn {
  readonly lines: readonly (AfterLine & {
    readonly reason: string;
    readonly condition: Condition;
  })[];
  /** Units by facts: handed in, come back, and inspected so far. */
  readonly handedInUnits: number;
  readonly receivedUnits: number;
  readonly inspectedUnits: number;
  readonly money: MoneyBack;
  /** Why no (more) money goes back, in the words of whoever decided it. */
  readonly refundDenied: string | undefined;
}

/** A return as staff see it: where its goods go and lie, why there, and what was found. */
export interface HighReturn extends AdvancedReturn {
  readonly plannedNode: string | undefined;
  readonly back: readonly (GoodsBack & { readonly node: string })[];
  /** The choice of the node, in sentences with its costs. */
  readonly route: readonly Sentence[];
  readonly refunds: readonly {
    readonly refundId: string;
    readonly because: string;
    readonly reference: string | undefined;
  }[];
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** What is awaited, as a statement for people. */
export const awaited = (from: Awaiting, step: AwaitedStep, untilAt?: number): Awaited => ({
  from,
  step,
  label: awaitedLabels[step],
  untilAt,
});

/** A line with its name. */
export const afterLine = (
  { itemNames }: TrackedOrder,
  { lineNo, itemId, units }: Pick<ReturnLine, 'lineNo' | 'itemId' | 'units'>,
): AfterLine => ({ lineNo, itemId, name: itemNames.get(itemId) ?? itemId, units });

/** A node's name for people. */
const nameOf = ({ nodes }: TrackedOrder, nodeId: string | undefined): string | undefined =>
  nodeId && (nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId);

/** A return, cut down to the basic tier; every field is named. */
export function basicReturn(tracked: TrackedOrder, matter: TrackedMatter<ReturnFile>): BasicReturn {
  const { caseId, file, openedAt } = matter;
  const refunds = standingRefunds(tracked.aftercare?.refunds ?? [], caseId);
  const status = toldReturn(tracked, matter);
  const waits = status.status === 'awaited' && file.cause === 'customer';
  return {
    returnId: caseId,
    status,
    cause: file.cause,
    method: file.method,
    counter: file.method === 'bring' ? nameOf(tracked, file.plannedNodeId) : undefined,
    handInUntilAt: waits ? file.validUntilAt : undefined,
    lines: file.lines.map((line) => afterLine(tracked, line)),
    awaits: [
      ...goodsAwaited(file, status.status),
      ...moneyAwaited(status.status, refundStage(file, refunds)),
    ],
    refund: toldRefund(refundStage(file, refunds), refunds, {
      caseId,
      at: file.refundDeniedAt ?? openedAt,
    }),
    exchangeId: file.exchangeId,
  };
}

/** A return, cut down to the advanced tier. */
export function advancedReturn(
  tracked: TrackedOrder,
  matter: TrackedMatter<ReturnFile>,
): AdvancedReturn {
  const { caseId, file } = matter;
  const { back, handedIn } = file.custody;
  const receivedUnits = sum(back.map((one) => one.receivedUnits));
  return {
    ...basicReturn(tracked, matter),
    lines: file.lines.map((line) => ({
      ...afterLine(tracked, line),
      reason: line.reason,
      condition: line.condition,
    })),
    handedInUnits: sum(handedIn.map(({ units }) => units)),
    receivedUnits,
    inspectedUnits: receivedUnits - sum(back.map((one) => one.uninspectedUnits)),
    money: moneyBack(
      standingRefunds(tracked.aftercare?.refunds ?? [], caseId),
      tracked.order.currency,
    ),
    refundDenied: file.refundDenied,
  };
}

/** A return with all that staff may see. */
export function highReturn(tracked: TrackedOrder, matter: TrackedMatter<ReturnFile>): HighReturn {
  const { caseId, file } = matter;
  const { route } = file;
  return {
    ...advancedReturn(tracked, matter),
    plannedNode: nameOf(tracked, file.plannedNodeId),
    back: file.custody.back.map((one) => ({ ...one, node: nameOf(tracked, one.nodeId) ?? '' })),
    route: route
      ? explainReturnRoute(route, {
          currency: tracked.aftercare?.costCurrency ?? tracked.order.currency,
          nameOf: (nodeId) => nameOf(tracked, nodeId) ?? nodeId,
        })
      : [],
    refunds: standingRefunds(tracked.aftercare?.refunds ?? [], caseId).map(
      ({ refundId, because, reference }) => ({ refundId, because, reference }),
    ),
  };
}

/** Where the goods are, by the facts about them that stand; without one, what was decided. */
function toldReturn(
  { facts }: TrackedOrder,
  { caseId, state, file, openedAt }: TrackedMatter<ReturnFile>,
): Told<ReturnWord> {
  const stage = custodyStage(file);
  const isOver = stage === 'awaited' && (state === 'cancelled' || state === 'expired');
  const word: ReturnWord = isOver ? state : stage;
  const own = standingFacts(facts).filter(({ hash }) => file.factHashes.includes(hash));
  const grounds: Basis =
    own.length > 0
      ? {
          basis: own.map(({ hash }) => hash),
          asOf: Math.max(...own.map(({ at }) => at)),
          kind: 'fact',
        }
      : { basis: [caseId], asOf: isOver ? (file.endedAt ?? openedAt) : openedAt, kind: 'decision' };
  return { status: word, label: returnLabel(file, word), ...grounds };
}

/** While goods are still missing, how many of them came. */
function returnLabel(file: ReturnFile, word: ReturnWord): Sentence {
  const { agreed, received } = unitsOfReturn(file);
  return word === 'received' && received < agreed
    ? labelWith(returnLabels.received, countLabel(received, agreed))
    : returnLabels[word];
}

function goodsAwaited(file: ReturnFile, word: ReturnWord): readonly Awaited[] {
  const { custody } = file;
  const { agreed, handedIn } = unitsOfReturn(file);
  const left = sum(custody.handedIn.map(({ units }) => units));
  const arrived = sum(custody.back.map(({ receivedUnits }) => receivedUnits));
  const isOver = word === 'cancelled' || word === 'expired';
  const more: Awaited[] = [];
  if (!isOver && file.cause === 'customer' && handedIn < agreed)
    more.push(awaited('customer', 'hand_in', file.validUntilAt));
  if (left > arrived) more.push(awaited('carrier', 'transport', file.expectedAt));
  if (custody.back.some(({ uninspectedUnits }) => uninspectedUnits > 0))
    more.push(awaited('merchant', 'inspection'));
  return more;
}

function moneyAwaited(word: ReturnWord, stage: RefundStage): readonly Awaited[] {
  if (stage === 'approved' || stage === 'partly_issued')
    return [awaited('merchant', 'refund_payment')];
  return word === 'settled' && stage === 'requested'
    ? [awaited('merchant', 'refund_decision')]
    : [];
}

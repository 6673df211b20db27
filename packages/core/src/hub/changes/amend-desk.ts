import type { OrderId } from '../../words/index.ts';
import type { DeliveryPromise } from '../../promise/index.ts';
import { isActive, reworkOf } from '../../release/index.ts';
import type { Rework } from '../../release/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { changeOf, fulfilmentsNow, unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder, openExceptions, resolveExceptions } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { endChoice, openChoiceOf } from './open-choice.ts';
import { amend } from './amend.ts';
import type { AmendAsk, AmendedWork } from './amend.ts';

/** How to amend: for good, or only to see what it would mean. */
export interface AmendHow {
  readonly dryRun: boolean;
  /** Refused as stale when the order is at another version. */
  readonly expectedVersion?: number;
}

/** An order before and after an amendment: amounts in minor units of the order's currency, costs in the network's. */
export interface Amendment {
  /** Whether it was committed. */
  readonly committed: boolean;
  readonly record: OrderRecord;
  readonly works: readonly AmendedWork[];
  /** What people must do again because they had begun; its costs are not in `after`. */
  readonly rework: readonly Rework[];
  readonly before: AmendedFigures;
  readonly after: AmendedFigures;
}

/** What an order costs, weighs on the climate, promises and charges. */
export interface AmendedFigures {
  /** Of all parcels that are planned or under way. */
  readonly costMinor: number;
  readonly carbonGrams: number;
  readonly promise: DeliveryPromise | undefined;
  /** What the customer pays for goods and shipping, without tax; cancelled units excluded. */
  readonly priceMinor: number;
  readonly taxMinor: number;
}

/** Amends an order as its customer (or staff) asks, or shows what that would mean. */
export async function amendOrderOf(
  parts: HubParts,
  id: OrderId,
  ask: AmendAsk & AmendHow,
): Promise<HubOutcome<Amendment>> {
  const [exceptions, choice] = await Promise.all([
    openExceptions(parts, id),
    openChoiceOf(parts, id),
  ]);
  let works: readonly AmendedWork[] = [];
  const decide = (change: OrderChange): HubRefusal | undefined => {
    const { version } = change.before.record;
    if (ask.expectedVersion !== undefined && ask.expectedVersion !== version)
      return { reason: 'stale', what: 'order', id, version };
    const waiting = unassignedUnits(change.record, change.before.fulfilments);
    const board = ownedBoard(parts.pathBoard, choice?.held ?? []);
    const amended = amend(change, ask, { board, waiting });
    if ('refusal' in amended) return amended.refusal;
    if (unassignedUnits(change.record, worksOf(change)).length === 0)
      resolveExceptions(change, exceptions, 'amended');
    endChoice(change, choice, 'amended');
    works = amended.works;
    return undefined;
  };
  const outcome = ask.dryRun
    ? await tryChange(parts, id, decide)
    : await changeOrder(parts, id, decide);
  if (!outcome.ok) return outcome;
  const change = outcome.value;
  if (!change) return { ok: false, refusal: { reason: 'contended', attempts: 1 } };
  return {
    ok: true,
    value: {
      committed: !ask.dryRun,
      record: change.unit.ordersChanged[0]?.record ?? change.record,
      works,
      rework: reworkAfter(parts, change, works),
      before: figuresOf(change.before.record, change.before.fulfilments),
      after: figuresOf(change.record, worksOf(change)),
    },
  };
}

const worksOf = (change: OrderChange): ReturnType<typeof fulfilmentsNow> => [
  ...fulfilmentsNow(change),
  ...change.unit.fulfilmentsAdded,
];

function reworkAfter(
  parts: HubParts,
  change: OrderChange,
  works: readonly AmendedWork[],
): readonly Rework[] {
  const { network } = parts.board;
  return change.before.fulfilments.flatMap((before) => {
    const rates = network.nodes[network.nodeIxOf(before.nodeId) ?? -1];
    const became = works.find(({ fulfilmentId }) => fulfilmentId === before.fulfilmentId)?.becomes;
    const work = change.fulfilments.get(before.fulfilmentId) ?? before;
    return rates ? reworkOf(before, { work, isRelabelled: became === 'relabelled' }, rates) : [];
  });
}

async function tryChange(
  parts: HubParts,
  id: OrderId,
  decide: (change: OrderChange) => HubRefusal | undefined,
): Promise<HubOutcome<OrderChange>> {
  const state = await parts.states.load(id);
  if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
  const change = changeOf(state, parts.env.now(), parts.rules);
  const refusal = decide(change);
  return refusal ? { ok: false, refusal } : { ok: true, value: change };
}

function figuresOf(record: OrderRecord, works: ReturnType<typeof fulfilmentsNow>): AmendedFigures {
  const counted = works.filter(
    ({ state }) => isActive(state) || state === 'shipped' || state === 'delivered',
  );
  const { order, cancelledUnits } = record;
  const paid = (amountMinor: number, lineNo: number, units: number): number =>
    Math.round((amountMinor * (units - (cancelledUnits[lineNo] ?? 0))) / units);
  return {
    costMinor: counted.reduce((sum, { costMinor }) => sum + costMinor, 0),
    carbonGrams: counted.reduce((sum, { carbonGrams }) => sum + carbonGrams, 0),
    promise: record.promise,
    priceMinor: order.lines.reduce(
      (sum, line) => sum + paid(line.priceMinor, line.lineNo, line.quantityUnits),
      order.shippingPriceMinor,
    ),
    taxMinor: order.lines.reduce(
      (sum, line) => sum + paid(line.taxMinor, line.lineNo, line.quantityUnits),
      0,
    ),
  };
}

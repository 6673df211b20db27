import type { OrderId } from '../../words/index.ts';
import type { DeliveryPromise } from '../../promise/index.ts';
import { isActive } from '../../release/index.ts';
import { changeOf, fulfilmentsNow, unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder, openExceptions, resolveExceptions } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
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
  const exceptions = await openExceptions(parts, id);
  let works: readonly AmendedWork[] = [];
  const decide = (change: OrderChange): HubRefusal | undefined => {
    const { version } = change.before.record;
    if (ask.expectedVersion !== undefined && ask.expectedVersion !== version)
      return { reason: 'stale', what: 'order', id, version };
    const waiting = unassignedUnits(change.record, change.before.fulfilments);
    const amended = amend(change, ask, { board: parts.pathBoard, waiting });
    if ('refusal' in amended) return amended.refusal;
    if (unassignedUnits(change.record, worksOf(change)).length === 0)
      resolveExceptions(change, exceptions, 'amended');
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
      record: change.record,
      works,
      before: figuresOf(change.before.record, change.before.fulfilments),
      after: figuresOf(change.record, worksOf(change)),
    },
  };
}

const worksOf = (change: OrderChange): ReturnType<typeof fulfilmentsNow> => [
  ...fulfilmentsNow(change),
  ...change.unit.fulfilmentsAdded,
];

async function tryChange(
  parts: HubParts,
  id: OrderId,
  decide: (change: OrderChange) => HubRefusal | undefined,
): Promise<HubOutcome<OrderChange>> {
  const state = await parts.states.load(id);
  if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
  const change = changeOf(state, parts.env.now());
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

import { reservationId } from '../../words/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { isQuota, netMove } from '../../stock/index.ts';
import type { StockMove } from '../../stock/index.ts';
import { tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';
import type { Booked, Contents } from './arriving.ts';

/** Units of one item and lot (or of a quota) that are booked off for a work. */
interface Out {
  readonly itemId: StockMove['itemId'];
  readonly lot: string;
  onHandUnits: number;
  reservedUnits: number;
}

/**
 * The parcel did not leave after all: what was booked off with it is on hand and held for the order again, lot by lot
 * as the log has it, quotas with it; and the work is ready at its node. Of several parcels of one item the lots that
 * were booked off last come back first.
 */
export function stayed(
  change: OrderChange,
  work: Fulfilment,
  told: {
    readonly parcelUri: string;
    readonly contents: Contents;
    readonly fact: StoredFact;
    readonly booked: Booked;
  },
): void {
  const out = bookedOff([...told.booked, ...change.unit.events], work);
  const inside = told.contents.get(told.parcelUri);
  const back = [...new Set(work.lines.map(({ itemId }) => itemId))].flatMap((itemId) =>
    comesBack(
      out.filter((one) => one.itemId === itemId),
      inside ? (inside.get(itemId) ?? 0) : Infinity,
    ),
  );
  for (const one of back) holdAgain(change, work, one);
  tell(change.unit, {
    type: 'stock.stayed',
    id: `${work.fulfilmentId}.stayed.${told.fact.hash.slice(-20)}.${told.parcelUri.slice(-24)}`,
    orderId: work.orderId,
    subject: subjectOf(work),
    causationId: told.fact.hash,
    stockMoves: back.map(({ itemId, lot, onHandUnits, reservedUnits }) => ({
      nodeId: work.nodeId,
      itemId,
      lot,
      onHandUnits,
      reservedUnits,
      safetyUnits: 0,
      guard: 'physical' as const,
    })),
    body: { fulfilmentId: work.fulfilmentId, nodeId: work.nodeId, parcelUri: told.parcelUri },
  });
  const dueAt = watchAt('ready', work.expected);
  tellState(
    change,
    { ...work, state: 'ready', dueAt, version: work.version + 1 },
    'node.work_moved',
  );
}

const subjectOf = ({ fulfilmentId }: Fulfilment): string => `fulfilment/${fulfilmentId}`;

const bookings = new Set(
  ['stock.shipped', 'stock.stayed'].map((type) => `dev.ordermesh.${type}.v1`),
);

/** What left with parcels of the work and did not come back yet, in the order in which it was booked off. */
function bookedOff(events: Booked, work: Fulfilment): readonly Out[] {
  const out = new Map<string, Out>();
  for (const { type, subject, stockMoves } of events) {
    if (!bookings.has(type) || subject !== subjectOf(work)) continue;
    for (const { itemId, lot, onHandUnits, reservedUnits } of stockMoves.map(netMove)) {
      const key = `${itemId}\n${lot}`;
      const one = out.get(key) ?? { itemId, lot, onHandUnits: 0, reservedUnits: 0 };
      one.onHandUnits -= onHandUnits;
      one.reservedUnits -= reservedUnits;
      out.set(key, one);
    }
  }
  return [...out.values()];
}

/** Up to so many units of goods, and of each quota as many as it had of them. */
function comesBack(out: readonly Out[], unitsMax: number): readonly Out[] {
  const goods = out.filter((one) => !isQuota(one)).reverse();
  let left = Math.min(
    unitsMax,
    goods.reduce((sum, one) => sum + one.onHandUnits, 0),
  );
  const quotaUnits = left;
  const back = goods.map((one) => {
    const taken = part(one, left);
    left -= taken.onHandUnits;
    return taken;
  });
  const quotas = out.filter((one) => isQuota(one)).map((one) => part(one, quotaUnits));
  return [...back, ...quotas].filter(({ onHandUnits }) => onHandUnits > 0);
}

const part = (one: Out, unitsMax: number): Out => {
  const onHandUnits = Math.max(0, Math.min(one.onHandUnits, unitsMax));
  return {
    ...one,
    onHandUnits,
    reservedUnits: Math.max(0, Math.min(one.reservedUnits, onHandUnits)),
  };
};

/** Holds what came back for the lines from which it was taken: an ended reservation stays ended. */
function holdAgain(change: OrderChange, work: Fulfilment, back: Out): void {
  const own = [...change.reservations.values()].filter(
    ({ fulfilmentId, itemId, lot }) =>
      fulfilmentId === work.fulfilmentId && itemId === back.itemId && lot === back.lot,
  );
  const first = new Map(
    own.map((held) => [held.lineNo, held]).reverse() as [number, Reservation][],
  );
  let left = back.reservedUnits;
  for (const ended of [...first.values()].reverse()) {
    const units = Math.min(left, first.size === 1 ? left : roomOf(change, work, ended));
    if (units <= 0) continue;
    left -= units;
    // The order never forgets a reservation, so that their number is never the same twice.
    const count = String(change.reservations.size);
    const again: Reservation = {
      ...ended,
      reservationId: reservationId(`${ended.reservationId}.back${count}`),
      units,
      state: 'live',
    };
    change.unit.reservationsAdded.push(again);
    change.reservations.set(again.reservationId, again);
  }
}

/** Units of the line that nothing holds now. */
function roomOf(change: OrderChange, { lines, fulfilmentId }: Fulfilment, of: Reservation): number {
  const line = lines.find(({ lineNo }) => lineNo === of.lineNo);
  const held = [...change.reservations.values()].filter(
    (one) =>
      one.fulfilmentId === fulfilmentId &&
      one.lineNo === of.lineNo &&
      one.state === 'live' &&
      (isQuota(of) ? one.lot === of.lot : !isQuota(one)),
  );
  return (line?.quantityUnits ?? 0) - held.reduce((sum, { units }) => sum + units, 0);
}

import { reservationId } from '../../words/index.ts';
import { provesDeparture } from '../../execute/index.ts';
import { traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';
import type { Contents } from './goods-left.ts';

/**
 * The fact that took a parcel off its node, as things stand: its last departure, unless the shipping was voided after
 * it. Undefined: the parcel is (again) at its node.
 *
 * @param standing facts that hold, sorted by when they happened
 */
export function departureOf(
  parcelUri: string,
  standing: readonly StoredFact[],
): StoredFact | undefined {
  let left: StoredFact | undefined;
  for (const fact of standing) {
    const isVoid = fact.kind === 'shipping_voided';
    if (!isVoid && !provesDeparture(fact.kind)) continue;
    if (traceKeysOf(fact.epcis).includes(parcelUri)) left = isVoid ? undefined : fact;
  }
  return left;
}

/** Whether a fact can change what stands: it voids a shipping, or withdraws another fact. */
export const mayUndo = (fact: StoredFact): boolean =>
  fact.kind === 'shipping_voided' || fact.hasErrorDeclaration;

/**
 * The parcel did not leave after all: what was booked off with it is on hand and held for the order again, and the work
 * is ready at its node.
 */
export function stayed(
  change: OrderChange,
  work: Fulfilment,
  told: { readonly parcelUri: string; readonly contents: Contents; readonly fact: StoredFact },
): void {
  const inside = told.contents.get(told.parcelUri);
  const back = work.lines.flatMap((line) => heldAgain(change, work, { line, inside }));
  change.unit.reservationsAdded.push(...back);
  for (const held of back) change.reservations.set(held.reservationId, held);
  tell(change.unit, {
    type: 'stock.stayed',
    id: `${work.fulfilmentId}.stayed.${told.fact.hash.slice(-20)}.${told.parcelUri.slice(-24)}`,
    orderId: work.orderId,
    subject: `fulfilment/${work.fulfilmentId}`,
    causationId: told.fact.hash,
    stockMoves: back.map(({ nodeId, itemId, lot, units }) => ({
      nodeId,
      itemId,
      lot,
      onHandUnits: units,
      reservedUnits: units,
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

/** Units of a line that were booked off with the parcel, held anew: an ended reservation stays ended. */
function heldAgain(
  change: OrderChange,
  work: Fulfilment,
  {
    line,
    inside,
  }: {
    readonly line: Fulfilment['lines'][number];
    readonly inside: ReadonlyMap<string, number> | undefined;
  },
): readonly Reservation[] {
  const own = [...change.reservations.values()].filter(
    (held) => held.fulfilmentId === work.fulfilmentId && held.lineNo === line.lineNo,
  );
  const ended = own.find(({ state }) => state === 'consumed') ?? own[0];
  const liveUnits = own.reduce((sum, held) => sum + (held.state === 'live' ? held.units : 0), 0);
  const goneUnits = line.quantityUnits - liveUnits;
  const units = Math.min(goneUnits, inside ? (inside.get(line.itemId) ?? 0) : goneUnits);
  if (!ended || units <= 0) return [];
  return [
    {
      ...ended,
      reservationId: reservationId(`${ended.reservationId}.back${String(own.length)}`),
      units,
      state: 'live',
    },
  ];
}

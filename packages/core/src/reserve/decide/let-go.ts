import { isQuota } from '../../stock/decide/index.ts';
import type { StockMove } from '../../stock/decide/index.ts';
import type { Reservation } from './reservation.ts';

/** A reservation as it becomes, with what it held before (the store's guard). */
export interface ReservationChange {
  readonly record: Reservation;
  readonly unitsBefore: number;
}

/** What to write when units stop being held. */
export interface LetGo {
  readonly changes: readonly ReservationChange[];
  readonly stockMoves: readonly StockMove[];
  /** Units actually let go; less than asked when less was held. */
  readonly units: number;
}

/**
 * Ends the holding of up to `units` of goods over the given reservations, in their order. What the goods use of
 * quotas follows: never more than goods are left; units of the open pool go first, a customer's own quota last.
 *
 * `released`: the goods stay and are free again, and the quota keeps them again. `consumed`: the goods have left the
 * node, on hand falls with the reservation, and the quota is used up for good.
 */
export function letGo(
  reservations: readonly Reservation[],
  units: number,
  end: 'released' | 'consumed',
): LetGo {
  const quotas = reservations.filter(isQuota);
  const goods = quotas.length === 0 ? reservations : reservations.filter((one) => !isQuota(one));
  const ended = endSome(goods, units, end);
  if (quotas.length === 0) return ended;
  const parts = [ended];
  for (const group of linesOf(quotas)) {
    const [first] = group;
    if (!first) continue;
    const goodsUnits = unitsNow(
      goods.filter((one) => isSameLine(one, first)),
      ended.changes,
    );
    const excessUnits = unitsNow(group, []) - goodsUnits;
    const byDepth = [...group].sort((a, b) => a.lot.length - b.lot.length);
    const freed = endSome(byDepth, excessUnits, end);
    parts.push(freed);
    if (end === 'released' && freed.units > 0)
      parts.push({ changes: [], units: 0, stockMoves: [keptAgain(first, freed.units)] });
  }
  return {
    changes: parts.flatMap(({ changes }) => changes),
    stockMoves: parts.flatMap(({ stockMoves }) => stockMoves),
    units: ended.units,
  };
}

function endSome(
  reservations: readonly Reservation[],
  units: number,
  end: 'released' | 'consumed',
): LetGo {
  const changes: ReservationChange[] = [];
  const stockMoves: StockMove[] = [];
  let openUnits = units;
  for (const held of reservations) {
    if (openUnits <= 0) break;
    if (held.state !== 'live') continue;
    const taken = Math.min(openUnits, held.units);
    const left = held.units - taken;
    changes.push({
      record: { ...held, units: left, state: left === 0 ? end : 'live' },
      unitsBefore: held.units,
    });
    stockMoves.push({
      nodeId: held.nodeId,
      itemId: held.itemId,
      lot: held.lot,
      onHandUnits: end === 'consumed' ? -taken : 0,
      reservedUnits: -taken,
      safetyUnits: 0,
      guard: end === 'consumed' && !isQuota(held) ? 'leaving' : 'physical',
    });
    openUnits -= taken;
  }
  return { changes, stockMoves, units: Math.max(0, units) - Math.max(0, openUnits) };
}

const isSameLine = (a: Reservation, b: Reservation): boolean =>
  a.lineNo === b.lineNo &&
  a.fulfilmentId === b.fulfilmentId &&
  a.nodeId === b.nodeId &&
  a.itemId === b.itemId &&
  a.cartId === b.cartId;

function linesOf(quotas: readonly Reservation[]): readonly (readonly Reservation[])[] {
  const groups: Reservation[][] = [];
  for (const one of quotas) {
    const known = groups.find(([first]) => first !== undefined && isSameLine(first, one));
    if (known) known.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Live units after the changes. */
function unitsNow(
  reservations: readonly Reservation[],
  changes: readonly ReservationChange[],
): number {
  const changed = new Map(changes.map(({ record }) => [record.reservationId, record.units]));
  return reservations.reduce(
    (sum, one) => sum + (one.state === 'live' ? (changed.get(one.reservationId) ?? one.units) : 0),
    0,
  );
}

/** Units of a quota that nobody uses any more are kept from strangers again. */
const keptAgain = (quota: Reservation, units: number): StockMove => ({
  nodeId: quota.nodeId,
  itemId: quota.itemId,
  lot: '',
  onHandUnits: 0,
  reservedUnits: 0,
  safetyUnits: units,
  guard: 'physical',
});

/** Ends the holding of everything that is live. */
export const letGoAll = (
  reservations: readonly Reservation[],
  end: 'released' | 'consumed',
): LetGo => letGo(reservations, Number.MAX_SAFE_INTEGER, end);

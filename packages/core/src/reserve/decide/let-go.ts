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
 * Ends the holding of up to `units` over the given reservations, in their order.
 *
 * `released`: the goods stay and are free again. `consumed`: the goods have left the node, on hand falls with the
 * reservation.
 */
export function letGo(
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
      guard: 'physical',
    });
    openUnits -= taken;
  }
  return { changes, stockMoves, units: units - openUnits };
}

/** Ends the holding of everything that is live. */
export const letGoAll = (
  reservations: readonly Reservation[],
  end: 'released' | 'consumed',
): LetGo => letGo(reservations, Number.MAX_SAFE_INTEGER, end);

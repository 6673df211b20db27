import { accept, refuse } from '../../words/index.ts';
import type { Outcome } from '../../words/index.ts';
import type { StockMove, StockPosition } from './position.ts';

/** The three counts of a position. */
export type StockCounts = Pick<StockPosition, 'onHandUnits' | 'reservedUnits' | 'safetyUnits'>;

/** What a move would need and what there is, in units. */
export interface InsufficientStock {
  readonly reason: 'insufficient-stock';
  /** Available to promise before the move. */
  readonly availableUnits: number;
  /** Newly reserved (or taken) by the move. */
  readonly neededUnits: number;
}

/**
 * A position's counts after a move, under its guard; the one definition for memory store and boards (SQL
 * stores say the same in their `where`). `physical` books the fact and stops at zero; `available` refuses a
 * move that reserves, takes or keeps back more than is available to promise.
 */
export function movedCounts(
  counts: StockCounts,
  move: StockMove,
): Outcome<StockCounts, InsufficientStock> {
  const onHandUnits = counts.onHandUnits + move.onHandUnits;
  const reservedUnits = counts.reservedUnits + move.reservedUnits;
  const safetyUnits = Math.max(0, counts.safetyUnits + move.safetyUnits);
  const moved = { onHandUnits, reservedUnits, safetyUnits };
  if (move.guard !== 'available')
    return accept({
      onHandUnits: Math.max(0, onHandUnits),
      reservedUnits: Math.max(0, reservedUnits),
      safetyUnits,
    });
  const before = counts.onHandUnits - counts.reservedUnits - counts.safetyUnits;
  const after = onHandUnits - reservedUnits - safetyUnits;
  if (onHandUnits < 0 || reservedUnits < 0 || (after < before && after < (move.keepUnits ?? 0)))
    return refuse({
      reason: 'insufficient-stock',
      availableUnits: Math.max(0, before),
      neededUnits: before - after,
    });
  return accept(moved);
}

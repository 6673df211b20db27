import type { InboundSupply, StockPosition } from './position.ts';

type Counts = Pick<StockPosition, 'onHandUnits' | 'reservedUnits' | 'safetyUnits'>;

/**
 * Available to promise (ATP): what may still be sold from this position now. The one definition for
 * router, API, screens and twin; do not recompute it elsewhere.
 *
 * @returns units, integer, never below zero
 */
export function availableToPromise(position: Counts): number {
  return Math.max(0, position.onHandUnits - position.reservedUnits - position.safetyUnits);
}

/**
 * ATP at a later moment: today's plus what arrives until then, after today's shortage (reservations
 * above what is on hand) has been served first.
 *
 * @param inbound supplies of the same node and item, in any order
 * @returns units, integer, never below zero
 */
export function availableToPromiseAt(
  position: Counts,
  inbound: readonly InboundSupply[],
  at: number,
): number {
  const arriving = inbound.reduce((sum, s) => (s.expectedAt <= at ? sum + s.units : sum), 0);
  return availableToPromise({ ...position, onHandUnits: position.onHandUnits + arriving });
}

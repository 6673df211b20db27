import type { InboundSupply, StockPosition } from './position.ts';

type Counts = Pick<StockPosition, 'onHandUnits' | 'reservedUnits' | 'safetyUnits'>;

/** What the rules of allocation say about one asker at one place; made by `claimAt`, nowhere else. */
export interface StockClaim {
  /** Fenced units that are kept for this asker and not used yet. */
  readonly ownUnits: number;
  /** Units of the open pool that the asker's channel must leave. */
  readonly bufferUnits: number;
  /** Whether the asker may also buy from the open pool. */
  readonly isPoolOpen: boolean;
}

/**
 * Available to promise (ATP): what may still be sold from this position now. The one definition for
 * router, API, cart, screens and twin; do not recompute it elsewhere.
 *
 * Fenced units are part of `safetyUnits` until somebody inside the fence buys them: a stranger sees what is left when
 * all fences are kept, an asker with a claim sees his own fenced units on top. When the goods do not cover all fences,
 * the other fences come first.
 *
 * @param claim what the rules say about the asker; undefined = a stranger without buffer
 * @returns units, integer, never below zero
 */
export function availableToPromise(position: Counts, claim?: StockClaim): number {
  const freeUnits = position.onHandUnits - position.reservedUnits - position.safetyUnits;
  if (claim === undefined) return Math.max(0, freeUnits);
  const poolUnits = freeUnits > 0 ? Math.max(0, freeUnits - claim.bufferUnits) : freeUnits;
  const units = Math.max(0, claim.ownUnits + poolUnits);
  return claim.isPoolOpen ? units : Math.min(units, claim.ownUnits);
}

/**
 * ATP at a later moment: today's plus what arrives until then, after today's shortage (reservations
 * above what is on hand) has been served first.
 *
 * @param inbound supplies of the same node and item, in any order, and by when they must have arrived
 * @returns units, integer, never below zero
 */
export function availableToPromiseAt(
  position: Counts,
  inbound: { readonly supplies: readonly InboundSupply[]; readonly at: number },
  claim?: StockClaim,
): number {
  const arriving = inbound.supplies.reduce(
    (sum, supply) => (supply.expectedAt <= inbound.at ? sum + supply.units : sum),
    0,
  );
  return availableToPromise({ ...position, onHandUnits: position.onHandUnits + arriving }, claim);
}

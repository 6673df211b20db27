/** What is known about the stock of one item at one node when nobody forecasts its demand. */
export interface Depletion {
  /** Units at the last renewal. */
  readonly startUnits: number;
  readonly leftUnits: number;
  /** The most that one unit can save: what leaving a unit unfilled costs less the cheapest way to send it. */
  readonly worthMinor: number;
}

/**
 * Price of a unit where there is no forecast: nothing while the shelf is full, and steeply more as it empties, so that
 * no order of arrivals is served much worse than the best one in hindsight.
 *
 * @returns minor units, 0 … `worthMinor`
 * @see Andrews, Farias, Khojandi & Yan (2019), Primal-Dual Algorithms for Order Fulfillment at Urban Outfitters
 */
export function depletionPrice({ startUnits, leftUnits, worthMinor }: Depletion): number {
  if (startUnits <= 0) return 0;
  const gone = Math.min(1, Math.max(0, 1 - leftUnits / startUnits));
  return worthMinor * (Math.expm1(gone) / Math.expm1(1));
}

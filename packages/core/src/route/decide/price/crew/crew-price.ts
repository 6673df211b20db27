/** The price of a courier's minute doubles with every so many minutes that orders wait for the crew. */
const doublesEveryMinutes = 15;

/**
 * What a minute of a courier's time costs an order: its worth where nobody waits, and the more, the longer orders wait
 * there. An order for the busiest crew makes all behind it wait, so a long way from a full node is dear even when
 * this order alone would be there soon.
 *
 * @param baseMilli worth of a minute where nobody waits, thousandths of a minor unit
 * @param waitMinutes how long an order waits until the crew has time for it, ≥ 0
 * @returns thousandths of a minor unit, an integer ≥ 0
 */
export const crewPriceMilli = (baseMilli: number, waitMinutes: number): number =>
  Math.round(baseMilli * (1 + Math.max(0, waitMinutes) / doublesEveryMinutes));

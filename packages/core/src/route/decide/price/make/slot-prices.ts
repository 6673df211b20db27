/** One slot of a node as the orders to come will find it, the first one first. */
export interface SlotOutlook {
  /** Places that are free. */
  readonly freeOrders: number;
  /** Orders that are expected from now until the slot ends, beyond those it and the slots before it have. */
  readonly expectedOrders: number;
  /** What an order costs more that must start in the next slot instead. */
  readonly delayMinor: number;
}

/**
 * Shadow prices of places in the slots of one node: what it costs later, on average, that a place is taken now.
 *
 * Orders take the first slot with room, so that a place in a slot is missed when more orders come until its end than
 * there are places until then. Then one order waits for the next slot, where it may push another one on, or goes to
 * another node, whichever is cheaper. So the price is 0 where there is slack, rises with the load, never exceeds the
 * way to another node, and needs no solver.
 *
 * @param elsewhereMinor what an order costs more from the next best node; Infinity where there is none
 * @returns minor units per slot, fractions included
 * @see Littlewood (1972), Forecasting and control of passenger bookings: a place is worth its chance to be missed
 */
export function slotPrices(slots: readonly SlotOutlook[], elsewhereMinor: number): Float64Array {
  const missed = missedChances(slots);
  const prices = new Float64Array(slots.length);
  // Beyond the last slot that is looked at, orders go elsewhere; where they cannot, they wait as before.
  const lastDelay = slots.at(-1)?.delayMinor ?? 0;
  let next = elsewhereMinor === Infinity ? lastDelay : elsewhereMinor;
  for (let at = slots.length - 1; at >= 0; at--) {
    const wait = (slots[at] as SlotOutlook).delayMinor + next;
    next = (missed[at] as number) * Math.min(elsewhereMinor, wait);
    prices[at] = next;
  }
  return prices;
}

/** Per slot the chance that more orders come until its end than there are places until then. */
function missedChances(slots: readonly SlotOutlook[]): readonly number[] {
  let free = 0;
  return slots.map(({ freeOrders, expectedOrders }) => {
    free += Math.max(0, freeOrders);
    return chanceOfAtLeast(free, expectedOrders);
  });
}

/** The chance that `count` or more come when `mean` are expected, by Poisson's distribution. */
export function chanceOfAtLeast(count: number, mean: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  // Beyond ten standard deviations nothing is left to count.
  const spread = 10 * Math.sqrt(mean) + 10;
  if (count > mean + spread) return 0;
  if (count < mean - spread) return 1;
  let below = 0;
  let logFactorial = 0;
  for (let orders = 0; orders < count; orders++) {
    if (orders > 1) logFactorial += Math.log(orders);
    below += Math.exp(orders * Math.log(mean) - mean - logFactorial);
  }
  return Math.max(0, Math.min(1, 1 - below));
}

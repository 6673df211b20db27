/** Spans that habits are counted over, minutes, ascending. */
export const habitMinutes = [15, 30, 60, 120, 240, 480, 1440] as const;

/** How often orders were followed by another one of the same customer, by span of `habitMinutes`. */
export interface Habit {
  /** Orders of which the whole span has been seen. */
  readonly orders: readonly number[];
  /** Of those, orders that were followed within the span. */
  readonly followed: readonly number[];
}

/** Nothing is known. */
export const noHabit: Habit = {
  orders: habitMinutes.map(() => 0),
  followed: habitMinutes.map(() => 0),
};

const minuteMs = 60_000;

/**
 * The habit of one customer. An order counts for a span only when all of the span is over, so that a customer who has
 * just ordered is not taken for one who orders once.
 *
 * @param orderedAt when the customer ordered, epoch ms, ascending
 * @param until to when one has looked, epoch ms
 */
export function habitOf(orderedAt: readonly number[], until: number): Habit {
  const count = (isCounted: (gapMs: number, spanMs: number) => boolean): readonly number[] =>
    habitMinutes.map((minutes) => {
      const spanMs = minutes * minuteMs;
      return orderedAt.filter(
        (at, ix) => until - at >= spanMs && isCounted((orderedAt[ix + 1] ?? Infinity) - at, spanMs),
      ).length;
    });
  return {
    orders: count(() => true),
    followed: count((gapMs, spanMs) => gapMs <= spanMs),
  };
}

/** Two habits counted together: many customers of a tier are one habit. */
export const habitsTogether = (one: Habit, other: Habit): Habit => ({
  orders: one.orders.map((count, ix) => count + (other.orders[ix] ?? 0)),
  followed: one.followed.map((count, ix) => count + (other.followed[ix] ?? 0)),
});

/** A customer's own orders outweigh those of the tier from so many orders on. */
const evidenceOrders = 10;

/**
 * The chance of a further order within a span: the customer's own share, drawn towards that of the tier as if the tier
 * had been seen in ten orders of the customer. The tier's share is taken one standard deviation low (of a Poisson count):
 * where further orders are rare, the spans that look best are those that happened to look best.
 *
 * @param spanIx index in `habitMinutes`
 * @returns 0 … 1; 0 when nobody of the tier has been seen
 */
export function followChance(own: Habit, tier: Habit, spanIx: number): number {
  const all = tier.orders[spanIx] ?? 0;
  const followed = tier.followed[spanIx] ?? 0;
  const usual = all === 0 ? 0 : Math.max(0, followed - Math.sqrt(followed)) / all;
  const orders = own.orders[spanIx] ?? 0;
  return ((own.followed[spanIx] ?? 0) + evidenceOrders * usual) / (orders + evidenceOrders);
}

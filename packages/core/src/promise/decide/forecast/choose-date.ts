import { chanceWithin } from '../../../models/decide/index.ts';

/** What a promise costs, in one currency: every hour that it is later than it could be, and breaking it. */
export interface PromiseCosts {
  /** Per hour from now to the promised moment: what a customer would pay to have it sooner, or sales lost by waiting. */
  readonly perLeadHourMinor: number;
  /** Per broken promise. */
  readonly lateMinor: number;
}

/** When goods arrive, as a curve of quantiles from now. */
export interface ArrivalCurve {
  /** Ascending probabilities. */
  readonly levels: readonly number[];
  /** Hours from now, ascending, as long as `levels`. */
  readonly hours: ArrayLike<number>;
}

/**
 * The moment to promise: where cost of lead and expected cost of being late together are least; the earliest among
 * equals. Unlike one confidence for all, it promises a wide lane with less confidence and a sure one with more, and so
 * keeps more promises for the same mean lead.
 *
 * @param endHours moments that can be promised, hours from now, ascending; at least one
 * @returns index into `endHours`
 */
export function chooseEnd(
  { levels, hours }: ArrivalCurve,
  endHours: readonly number[],
  { perLeadHourMinor, lateMinor }: PromiseCosts,
): number {
  let [chosen, least] = [0, Number.POSITIVE_INFINITY];
  endHours.forEach((end, at) => {
    const cost = perLeadHourMinor * end + lateMinor * (1 - chanceWithin(levels, hours, end));
    if (cost >= least) return;
    [chosen, least] = [at, cost];
  });
  return chosen;
}

/** One order that is promised: its curve and the moments that can be promised. */
export interface PromiseChoice {
  readonly curve: ArrivalCurve;
  readonly endHours: readonly number[];
}

/**
 * What breaking a promise must cost so that, over these orders, the given share of promises is expected to break: for
 * those who know their share and not their cost. By bisection, to a thousandth of the cost.
 *
 * @returns minor units, for the given cost of lead
 */
export function lateCostFor(
  orders: readonly PromiseChoice[],
  lateShare: number,
  perLeadHourMinor: number,
): number {
  const lateShareAt = (lateMinor: number): number =>
    orders.reduce((sum, { curve, endHours }) => {
      const end = endHours[chooseEnd(curve, endHours, { perLeadHourMinor, lateMinor })] ?? 0;
      return sum + 1 - chanceWithin(curve.levels, curve.hours, end);
    }, 0) / Math.max(1, orders.length);
  let [low, high] = [perLeadHourMinor, perLeadHourMinor * 2 ** 20];
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if (lateShareAt(middle) > lateShare) low = middle;
    else high = middle;
  }
  return high;
}

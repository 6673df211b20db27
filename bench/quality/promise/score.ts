import { dayMs, hourMs } from '@ordermesh/core/words';

import { daysOf } from './walk-forward.ts';
import type { Forecast } from './walk-forward.ts';

/** Pinball loss of predictions at a level, mean over orders, days. */
export function pinball(
  forecasts: readonly Forecast[],
  days: readonly number[],
  level: number,
): number {
  const sum = forecasts.reduce((total, { order }, at) => {
    const over = daysOf(order) - (days[at] ?? 0);
    return total + Math.max(level * over, (level - 1) * over);
  }, 0);
  return sum / forecasts.length;
}

/** Share of orders that came within what was said. */
export const coverage = (forecasts: readonly Forecast[], days: readonly number[]): number =>
  forecasts.filter(({ order }, at) => daysOf(order) <= (days[at] ?? 0)).length / forecasts.length;

/** Half width of the 95 % interval of a share. */
export const shareInterval = (share: number, count: number): number =>
  1.96 * Math.sqrt((share * (1 - share)) / count);

/** Coverage month by month of placing, with the number of orders. */
export function coverageByMonth(
  forecasts: readonly Forecast[],
  days: readonly number[],
): readonly { readonly month: string; readonly share: number; readonly orders: number }[] {
  const months = [...new Set(forecasts.map((one) => monthOf(one)))];
  return months.map((month) => {
    const of = forecasts.flatMap((one, at) => (monthOf(one) === month ? [at] : []));
    const within = of.filter((at) => {
      const one = forecasts[at];
      return one !== undefined && daysOf(one.order) <= (days[at] ?? 0);
    });
    return { month, share: within.length / of.length, orders: of.length };
  });
}

/** The month in which an order was placed, e.g. `2018-03`. */
export const monthOf = ({ order }: Forecast): string =>
  new Date(order.placedAt - brasiliaMs).toISOString().slice(0, 7);

/** The records are wall time of Brasília, read as UTC−3. */
const brasiliaMs = 3 * hourMs;

/** Midnight of the day of a moment. */
export const dayOf = (at: number): number =>
  Math.floor((at - brasiliaMs) / dayMs) * dayMs + brasiliaMs;

/** How many calendar days after the order's day a moment is. */
export const calendarDays = ({ order }: Forecast, at: number): number =>
  Math.round((dayOf(at) - dayOf(order.placedAt)) / dayMs);

/** What promised dates came to: share of orders after their date, and mean days promised. */
export interface DateScore {
  readonly lateShare: number;
  readonly meanDays: number;
}

/** Scores dates, told as calendar days after the order's day; a parcel on the promised day is in time. */
export function scoreDates(forecasts: readonly Forecast[], promised: readonly number[]): DateScore {
  const late = forecasts.filter(
    (one, at) => calendarDays(one, one.order.deliveredAt ?? Infinity) > (promised[at] ?? 0),
  );
  return {
    lateShare: late.length / forecasts.length,
    meanDays: promised.reduce((sum, one) => sum + one, 0) / promised.length,
  };
}

/** The dates of predicted days. */
export const datesOf = (
  forecasts: readonly Forecast[],
  days: readonly number[],
): readonly number[] =>
  forecasts.map((one, at) => calendarDays(one, one.order.placedAt + (days[at] ?? 0) * dayMs));

/** The score of the smallest factor on the days that is late no more often than wanted: tuned afterwards, to compare. */
export function matchedLateness(
  forecasts: readonly Forecast[],
  days: readonly number[],
  lateShare: number,
): DateScore {
  const scoreOf = (factor: number): DateScore =>
    scoreDates(
      forecasts,
      datesOf(
        forecasts,
        days.map((one) => one * factor),
      ),
    );
  let [low, high] = [0.3, 4];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (scoreOf(middle).lateShare > lateShare) low = middle;
    else high = middle;
  }
  return scoreOf(high);
}

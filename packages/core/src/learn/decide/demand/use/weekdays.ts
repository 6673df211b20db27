import { weekdayOf } from '../../../../words/index.ts';

/** Whole weeks that are looked at, and the fewest that say anything. */
const weeksBack = 8;
const weeksMin = 3;
/** So many lines in these weeks make their days count by half. */
const leanLines = 200;

/**
 * How much more is asked for on each weekday than on an average day, from all goods together: the median over the last
 * whole weeks, so that one unusual week changes little, leaning to 1 where little was asked for.
 *
 * @param linesOn lines of orders on a day (days since 1970)
 * @param today the first day that is not looked at
 * @returns seven factors, Monday first, 1 on average; all 1 before three whole weeks are known
 */
export function weekdayFactors(linesOn: (day: number) => number, today: number): readonly number[] {
  const monday = today - weekdayOf(today);
  const weeks = Array.from({ length: weeksBack }, (_, back) =>
    Array.from({ length: 7 }, (__, weekday) => linesOn(monday - 7 * (back + 1) + weekday)),
  ).filter((week) => sumOf(week) > 0);
  if (weeks.length < weeksMin) return usual;
  const trust = 1 / (1 + leanLines / sumOf(weeks.map(sumOf)));
  const medians = usual.map((_, weekday) =>
    medianOf(weeks.map((week) => (7 * (week[weekday] ?? 0)) / sumOf(week))),
  );
  const mean = sumOf(medians) / 7;
  return mean > 0 ? medians.map((one) => 1 + trust * (one / mean - 1)) : usual;
}

const usual: readonly number[] = [1, 1, 1, 1, 1, 1, 1];

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const above = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? 0)) / 2;
}

import { weekdayOf } from '../../../../words/index.ts';
import type { DemandMover } from '../../../../stock/decide/index.ts';

/** The days that signals lie on: whole weeks of the past, and after them the weeks that are forecast. */
export interface SignalTime {
  /** Monday of the first week of the past, days since 1970. */
  readonly firstDay: number;
  readonly weeksPast: number;
  readonly weeksAhead: number;
  /** How much more is asked for on each weekday, Monday first, 1 on average: partly covered weeks count by it. */
  readonly weekdays: readonly number[];
}

/** Something that multiplies days. */
export interface Move {
  readonly says: Omit<DemandMover, 'percent'>;
  /** `day` counts from the first one. */
  readonly factorOn: (day: number) => number;
}

/** All days, those ahead too. */
export const daysOf = ({ weeksPast, weeksAhead }: SignalTime): number =>
  7 * (weeksPast + weeksAhead);

/** How much a day counts in its week; `day` counts from the first one. */
export const weightOn = ({ firstDay, weekdays }: SignalTime, day: number): number =>
  weekdays[weekdayOf(firstDay + day)] ?? 1;

/** Mean over days from one until before another, each counted by its weekday. */
export function meanOver(
  time: SignalTime,
  days: { readonly from: number; readonly until: number },
  valueOn: (day: number) => number,
): number {
  let [sum, all] = [0, 0];
  for (let day = days.from; day < days.until; day += 1) {
    const weight = weightOn(time, day);
    sum += weight * valueOn(day);
    all += weight;
  }
  return all > 0 ? sum / all : 0;
}

/** Weeks that are held out together when an effect is tried: neighbours are alike. */
const weeksPerBlock = 4;
/** What was learned without a fold of blocks is tried on it. */
export const folds = 5;

export const blockOf = (week: number): number => Math.floor(week / weeksPerBlock);
export const foldOf = (week: number): number => blockOf(week) % folds;

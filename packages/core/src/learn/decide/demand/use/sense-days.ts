import type { DemandShift } from '../../../../stock/decide/index.ts';
import { shiftFactor, watchDay } from './sense.ts';
import type { DemandWatch } from './sense.ts';

/** What is known of a series when the next days are looked at. */
export interface SensedSeries {
  readonly watch: DemandWatch;
  /** What was sensed before and has not faded. */
  readonly shift: DemandShift | undefined;
}

/** A day that is over: what came, and what the forecast said without any shift. */
export interface EndedDay {
  readonly day: number;
  readonly cameUnits: number;
  readonly forecastUnits: number;
}

/** A shift that leaves the forecast within so many percent counts no more. */
const fadedPercent = 2;

/**
 * Looks at days that have ended, in order. What is expected of a day is its forecast with the shift that is known, so
 * that a lasting uplift is sensed once, and sensed again only when it has faded while customers still come.
 *
 * @param falseAlarmDays mean days between false alarms of one series
 * @returns what is known now, and whether something was sensed that was not known
 */
export function senseDays(
  before: SensedSeries,
  days: readonly EndedDay[],
  limits: { readonly falseAlarmDays: number },
): SensedSeries & { readonly isNew: boolean } {
  let { watch, shift } = before;
  let isNew = false;
  for (const { day, cameUnits, forecastUnits } of days) {
    const lift = liftAt(shift, day);
    const looked = watchDay(watch, { day, cameUnits, expectedUnits: forecastUnits * lift }, limits);
    ({ watch } = looked);
    if (looked.shift === undefined) continue;
    shift = onTop(looked.shift, lift);
    isNew = true;
  }
  return { watch, shift, isNew };
}

/** What a shift multiplies the forecast of a day by; 1 without one. */
const liftAt = (shift: DemandShift | undefined, day: number): number =>
  shift === undefined ? 1 : shiftFactor(shift, { fromDay: day, untilDay: day + 1 });

/** The newest shift was measured against the forecast with the older one: together they are one against the forecast. */
function onTop(shift: DemandShift, lift: number): DemandShift | undefined {
  const percent = Math.round(Math.min(1000, Math.max(10, shift.percent * lift)));
  if (Math.abs(percent - 100) <= fadedPercent) return undefined;
  return {
    ...shift,
    percent,
    direction: percent > 100 ? 'more' : 'less',
    expectedUnits: shift.expectedUnits / lift,
  };
}

/**
 * A shift when a new forecast counts: what the new one has learned of it already is taken out, so that it is not
 * counted twice, and the rest goes on fading.
 *
 * @param units expected per day by the forecast before and by the new one, both without shifts
 * @returns undefined when it has faded, or the new forecast says it itself
 */
export function carriedShift(
  shift: DemandShift,
  units: { readonly before: number; readonly now: number },
  day: number,
): DemandShift | undefined {
  const lift = liftAt(shift, day);
  const ratio = units.now > 0 ? (units.before * lift) / units.now : 1;
  // A new forecast never makes a shift larger than it was.
  const left = shift.direction === 'more' ? Math.min(ratio, lift) : Math.max(ratio, lift);
  const percent = Math.round(left * 100);
  const isLeft = shift.direction === 'more' ? left > 1 : left < 1;
  if (!isLeft || Math.abs(percent - 100) <= fadedPercent) return undefined;
  return { ...shift, percent, untilDay: day };
}

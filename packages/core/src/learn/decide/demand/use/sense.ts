import type { DemandShift } from '../../../../stock/decide/index.ts';

/** What one day brought of an item, against what was expected. */
export interface WatchedDay {
  /** Days since 1970. */
  readonly day: number;
  readonly cameUnits: number;
  readonly expectedUnits: number;
}

/** What is known of an item from one day to the next; plain JSON. */
export interface DemandWatch {
  readonly up: Evidence;
  readonly down: Evidence;
  /** Sums over watched days, for the dispersion. */
  readonly squares: number;
  readonly expected: number;
}

/** How strongly the days since one speak for another level: the log of how much more likely they are under it. */
export interface Evidence {
  readonly score: number;
  readonly sinceDay: number;
  readonly cameUnits: number;
  readonly expectedUnits: number;
  /** Squared misses of its days: they count for the dispersion once the evidence has come to nothing. */
  readonly squares: number;
}

const nothing: Evidence = { score: 0, sinceDay: 0, cameUnits: 0, expectedUnits: 0, squares: 0 };
/** Before the first day. */
export const unwatched: DemandWatch = { up: nothing, down: nothing, squares: 0, expected: 0 };

/** The levels that the test tells from the forecast: half as much again, and two thirds. */
const levels = { up: 1.5, down: 2 / 3 } as const;

/**
 * A sequential test (CUSUM of the log likelihood ratio) of whether an item still sells as forecast. Where it does, it
 * is at least `falseAlarmDays` days on average before it says otherwise, whatever happens in between.
 *
 * @param falseAlarmDays mean days between false alarms of one item; with n items there is one every `falseAlarmDays / n`
 * @see Lorden 1971, Procedures for reacting to a change in distribution: the mean time is at least e to the limit
 */
export function watchDay(
  watch: DemandWatch,
  day: WatchedDay,
  { falseAlarmDays }: { readonly falseAlarmDays: number },
): { readonly watch: DemandWatch; readonly shift: DemandShift | undefined } {
  const dispersion = dispersionOf(watch);
  const up = weighed(watch.up, day, { level: levels.up, dispersion });
  const down = weighed(watch.down, day, { level: levels.down, dispersion });
  // Two tests run: each may give half of the alarms.
  const limit = Math.log(2 * falseAlarmDays);
  const shift = [
    { direction: 'more', evidence: up } as const,
    { direction: 'less', evidence: down } as const,
  ].find(({ evidence }) => evidence.score >= limit);
  if (shift)
    return {
      watch: { ...watch, up: nothing, down: nothing },
      shift: shiftOf(shift, day, dispersion),
    };
  return { watch: { up, down, ...learnt(watch, day, { up, down }) }, shift: undefined };
}

/**
 * What the dispersion is known from. Days that speak for another level are held back until that has come to nothing:
 * else a shift would widen what counts as usual while it is being sensed.
 */
function learnt(
  watch: DemandWatch,
  day: WatchedDay,
  now: { readonly up: Evidence; readonly down: Evidence },
): Pick<DemandWatch, 'squares' | 'expected'> {
  const ended = [watch.up, watch.down].filter(
    (was, at) => was.score > 0 && (at === 0 ? now.up : now.down).score === 0,
  );
  const isHeldBack = now.up.score > 0 || now.down.score > 0;
  const own = isHeldBack
    ? { squares: 0, expectedUnits: 0 }
    : { squares: missOf(day) ** 2, expectedUnits: day.expectedUnits };
  const sum = (of: 'squares' | 'expectedUnits'): number =>
    ended.reduce((total, one) => total + one[of], own[of]);
  return {
    squares: watch.squares * forget + sum('squares'),
    expected: watch.expected * forget + sum('expectedUnits'),
  };
}

const missOf = ({ cameUnits, expectedUnits }: WatchedDay): number => cameUnits - expectedUnits;

/** Share of what a day taught about the dispersion that is left a day later. */
const forget = 0.99;
/** Expected units that count for the usual dispersion before days teach better. */
const usual = { dispersion: 2, units: 40 } as const;

/** Variance over mean of a day, at least 1. */
function dispersionOf({ squares, expected }: DemandWatch): number {
  return Math.max(1, (squares + usual.dispersion * usual.units) / (expected + usual.units));
}

function weighed(
  was: Evidence,
  day: WatchedDay,
  { level, dispersion }: { readonly level: number; readonly dispersion: number },
): Evidence {
  const score = was.score + logRatio(day, level, dispersion);
  if (score <= 0) return nothing;
  const begun = was.score > 0 ? was : { ...nothing, sinceDay: day.day };
  return {
    score,
    sinceDay: begun.sinceDay,
    cameUnits: begun.cameUnits + day.cameUnits,
    expectedUnits: begun.expectedUnits + day.expectedUnits,
    squares: begun.squares + missOf(day) ** 2,
  };
}

/** Of a negative binomial with a multiple of the mean and the same size, against the one that was forecast. */
function logRatio(
  { cameUnits, expectedUnits }: WatchedDay,
  level: number,
  dispersion: number,
): number {
  if (expectedUnits <= 0) return 0;
  const size = expectedUnits / Math.max(dispersion - 1, 1e-6);
  const wider = Math.log((size + expectedUnits) / (size + level * expectedUnits));
  return cameUnits * (Math.log(level) + wider) + size * wider;
}

function shiftOf(
  {
    direction,
    evidence,
  }: { readonly direction: DemandShift['direction']; readonly evidence: Evidence },
  { day }: WatchedDay,
  dispersion: number,
): DemandShift {
  const { sinceDay, cameUnits, expectedUnits } = evidence;
  // As if the forecast had been met by one usual burst more: a few units say little of how much.
  const ratio = (cameUnits + dispersion) / (expectedUnits + dispersion);
  const percent = Math.round(Math.min(10, Math.max(0.1, ratio)) * 100);
  return { direction, sinceDay, untilDay: day, cameUnits, expectedUnits, percent };
}

/** Days after which half of a sensed shift is left, unless newer demand says otherwise. */
const shiftHalfLifeDays = 14;

/**
 * By what a forecast is multiplied over some days when a shift was sensed: the shift fades day by day.
 *
 * @param days first day and the day after the last
 */
export function shiftFactor(
  { percent, untilDay }: Pick<DemandShift, 'percent' | 'untilDay'>,
  days: { readonly fromDay: number; readonly untilDay: number },
): number {
  let sum = 0;
  for (let day = days.fromDay; day < days.untilDay; day += 1) {
    const age = Math.max(0, day - untilDay);
    sum += 0.5 ** (age / shiftHalfLifeDays);
  }
  const left = sum / Math.max(1, days.untilDay - days.fromDay);
  return 1 + (percent / 100 - 1) * left;
}

import type { LearnedEffect } from '../../../../../stock/decide/index.ts';
import { Proof, trialsMax } from '../proof.ts';
import { ShrunkEffects, spanOf } from '../shrunk.ts';
import { blockOf, foldOf } from '../signal-time.ts';
import type { SignalTime } from '../signal-time.ts';
import type { HolidaysOf, NamedDay } from './placed-holidays.ts';
import { usualLines } from './usual-lines.ts';
import type { ZoneLines } from './usual-lines.ts';

/** What was learned of holidays. */
export interface HolidayEffect {
  /** What a day multiplies the demand of its zone with; 1 = nothing is proven. */
  readonly factor: (day: NamedDay) => number;
  readonly learned: readonly LearnedEffect[];
}

/**
 * Learns what holidays do, the days before and after them too: what was asked for on a day, over what the same weekdays
 * of the weeks around it brought in the zone, so that nothing has to be without the holiday. Pooled over all goods and
 * zones by kind; each name leans to its kind, few occasions lean to 1. It counts for the kinds, and the sides of them,
 * where it made the quantiles of held-out days better.
 */
export function holidayEffect(
  zoneLines: readonly ZoneLines[],
  holidaysOf: HolidaysOf,
  time: SignalTime,
): HolidayEffect {
  const days = zoneLines.flatMap((one) => daysFrom(one, holidaysOf(one.zone), time));
  const effects = new ShrunkEffects(1, lean);
  for (const { named, fold, cameLines, usual } of days)
    effects.add({
      levels: levelsOf(named),
      fold,
      precision: usual,
      value: cameLines / usual,
      occasion: `${named.name} ${String(named.began)}`,
    });
  const bySort = groupedBy(days, ({ named }) => sortOf(named));
  const proven = new Set(
    [...bySort].flatMap(([sort, some]) => (isProven(some, effects) ? [sort] : [])),
  );
  return {
    factor: (named) => (proven.has(sortOf(named)) ? held(effects.effectOf(levelsOf(named))) : 1),
    learned: learnedOf(days, effects, {
      time,
      proven,
      dispersion: dispersionOf(zoneLines, holidaysOf),
    }),
  };
}

/** Twenty lines, or two occasions, make what they show count by half. */
const lean = { precision: 20, occasions: 2 };

/** Less than a tenth is told as a tenth, so that what came on a day when all was closed is not blown up. */
const held = (factor: number): number => Math.min(10, Math.max(0.1, factor));

const sortOf = ({ kind, side }: NamedDay): string => JSON.stringify([side, kind]);
const nameOf = ({ kind, side, name }: NamedDay): string => JSON.stringify([side, kind, name]);
const levelsOf = (named: NamedDay): readonly string[] => [sortOf(named), nameOf(named)];

/** A day of a zone that has passed, and is a holiday or near one. */
interface PastDay {
  readonly day: number;
  readonly named: NamedDay;
  /** All days of a holiday are held out together. */
  readonly fold: number;
  readonly block: number;
  readonly cameLines: number;
  readonly usual: number;
  readonly dispersion: number;
}

function daysFrom(
  { lines }: ZoneLines,
  named: readonly (NamedDay | undefined)[],
  { weeksPast }: SignalTime,
): readonly PastDay[] {
  const { linesOn, dispersion } = usualLines(lines, (day) => named[day] !== undefined);
  return named.slice(0, Math.min(lines.length, 7 * weeksPast)).flatMap((one, day) => {
    const usual = one && linesOn(day);
    if (one === undefined || usual === undefined || usual <= 0) return [];
    const week = Math.max(0, Math.floor(one.began / 7));
    const [fold, block] = [foldOf(week), blockOf(week)];
    return [{ day, named: one, fold, block, cameLines: lines[day] ?? 0, usual, dispersion }];
  });
}

function isProven(days: readonly PastDay[], effects: ShrunkEffects): boolean {
  const proof = new Proof();
  const stride = Math.max(1, Math.ceil(days.length / trialsMax));
  days.forEach(({ named, fold, block, cameLines, usual, dispersion }, ix) => {
    if (ix % stride !== 0) return;
    const movedUnits = usual * held(effects.effectOf(levelsOf(named), fold));
    proof.try({ block, cameUnits: cameLines, usualUnits: usual, movedUnits, dispersion });
  });
  return proof.holds();
}

interface Telling {
  readonly time: SignalTime;
  readonly proven: ReadonlySet<string>;
  readonly dispersion: number;
}

/** Variance over mean of usual days of all zones together: what sways all of them at once does not average out. */
function dispersionOf(zoneLines: readonly ZoneLines[], holidaysOf: HolidaysOf): number {
  const all = new Float64Array(Math.max(0, ...zoneLines.map(({ lines }) => lines.length)));
  const named = new Set<number>();
  for (const { zone, lines } of zoneLines) {
    for (let day = 0; day < lines.length; day += 1) all[day] = (all[day] ?? 0) + (lines[day] ?? 0);
    holidaysOf(zone).forEach((one, day) => one && named.add(day));
  }
  return usualLines(all, (day) => named.has(day)).dispersion;
}

/** Name by name, those of most occasions first. */
function learnedOf(
  days: readonly PastDay[],
  effects: ShrunkEffects,
  { time, proven, dispersion }: Telling,
): readonly LearnedEffect[] {
  const told = [...groupedBy(days, ({ named }) => nameOf(named)).values()].flatMap(
    (some): readonly LearnedEffect[] => {
      const [first] = some;
      if (first === undefined) return [];
      const { name, kind, side } = first.named;
      const on = some.map(({ day }) => day);
      const levels = levelsOf(first.named);
      // Few occasions may agree by chance: an effect is no surer than days as others are alike.
      const least = Math.sqrt(dispersion / some.reduce((sum, { usual }) => sum + usual, 0));
      return [
        {
          ...{ signal: 'holiday', of: name, ...(kind !== '' && { kind }), side },
          ...spanOf(effects.effectOf(levels), Math.max(least, effects.errorOf(levels)), held),
          occasions: new Set(some.map(({ named }) => named.began)).size,
          sinceDay: time.firstDay + on.reduce((a, b) => Math.min(a, b)),
          untilDay: time.firstDay + on.reduce((a, b) => Math.max(a, b)),
          counts: proven.has(sortOf(first.named)),
        },
      ];
    },
  );
  return told.sort((a, b) => b.occasions - a.occasions);
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

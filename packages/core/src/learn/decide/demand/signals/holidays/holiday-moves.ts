import type { LearnedEffect } from '../../../../../stock/decide/index.ts';
import type { Move, SignalTime } from '../signal-time.ts';
import { holidayEffect } from './holiday-effect.ts';
import type { HolidayEffect } from './holiday-effect.ts';
import type { Holiday } from './holiday.ts';
import { placedHolidays } from './placed-holidays.ts';
import type { NamedDay } from './placed-holidays.ts';
import type { ZoneLines } from './usual-lines.ts';

/** What holidays do to the days of zones, and what was learned of them. */
export interface HolidayMoves {
  /** One per name that moves the zone at all. */
  readonly movesIn: (zone: string) => readonly Move[];
  readonly learned: readonly LearnedEffect[];
}

/** Learns what holidays do, and says what they do to each zone. */
export function holidayMoves(
  holidays: readonly Holiday[],
  zoneLines: readonly ZoneLines[],
  time: SignalTime,
): HolidayMoves {
  if (holidays.length === 0) return { movesIn: () => [], learned: [] };
  const holidaysOf = placedHolidays(holidays, time);
  const effect = holidayEffect(zoneLines, holidaysOf, time);
  const known = new Map<string, readonly Move[]>();
  const movesIn = (zone: string): readonly Move[] => {
    const moves = known.get(zone) ?? movesOf(holidaysOf(zone), effect);
    known.set(zone, moves);
    return moves;
  };
  return { movesIn, learned: effect.learned };
}

function movesOf(
  days: readonly (NamedDay | undefined)[],
  { factor }: HolidayEffect,
): readonly Move[] {
  const byName = new Map<string, Float64Array>();
  days.forEach((named, day) => {
    const own = named === undefined ? 1 : factor(named);
    if (named === undefined || own === 1) return;
    const factors = byName.get(named.name) ?? new Float64Array(days.length).fill(1);
    factors[day] = own;
    byName.set(named.name, factors);
  });
  return [...byName].map(([holiday, factors]) => ({
    says: { signal: 'holiday', holiday },
    factorOn: (day) => factors[day] ?? 1,
  }));
}

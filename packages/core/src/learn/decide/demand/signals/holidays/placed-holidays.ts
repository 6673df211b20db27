import { epochDayOf } from '../../../../../words/index.ts';
import type { LearnedEffect } from '../../../../../stock/decide/index.ts';
import { daysOf } from '../signal-time.ts';
import type { SignalTime } from '../signal-time.ts';
import type { Holiday } from './holiday.ts';

/** Where a day lies to a holiday. */
export type HolidaySide = NonNullable<LearnedEffect['side']>;

/** A day that is a holiday, or near one. */
export interface NamedDay {
  readonly name: string;
  readonly kind: string;
  readonly side: HolidaySide;
  /** First day of the holiday, from the first day that is looked at; below 0 = before it. */
  readonly began: number;
}

/** What each day of a zone is, from the first that is looked at; undefined = a day as others. */
export type HolidaysOf = (zone: string) => readonly (NamedDay | undefined)[];

/** So many days before and after a holiday are looked at, too: what is not bought on it is bought around it. */
const daysAround = 3;

/** Lays holidays on the days of zones. */
export function placedHolidays(holidays: readonly Holiday[], time: SignalTime): HolidaysOf {
  const told = new Map<string, Holiday[]>();
  for (const one of holidays) {
    const rows = told.get(one.zone) ?? [];
    rows.push(one);
    told.set(one.zone, rows);
  }
  const known = new Map<string, readonly (NamedDay | undefined)[]>();
  return (zone) => {
    const before = known.get(zone);
    if (before !== undefined) return before;
    const country = zone.slice(0, 2);
    const rows = [
      ...(told.get(country) ?? []),
      ...(zone === country ? [] : (told.get(zone) ?? [])),
    ];
    const days = namedDays(rows, time);
    known.set(zone, days);
    return days;
  };
}

/** @param rows of which a later one replaces an earlier one of the same day */
function namedDays(rows: readonly Holiday[], time: SignalTime): readonly (NamedDay | undefined)[] {
  const byDay = new Map<number, Holiday>();
  for (const row of rows) {
    const day = (epochDayOf(row.day) ?? Number.NaN) - time.firstDay;
    if (row.cancelled === true) byDay.delete(day);
    else byDay.set(day, row);
  }
  const beganOn = (day: number, { name, kind }: Holiday): number => {
    let first = day;
    for (;;) {
      const earlier = byDay.get(first - 1);
      if (earlier?.name !== name || earlier.kind !== kind) return first;
      first -= 1;
    }
  };
  return Array.from({ length: daysOf(time) }, (_, day) => {
    const found = nearest(day, (at) => byDay.has(at));
    const holiday = found && byDay.get(found.day);
    if (found === undefined || holiday === undefined) return undefined;
    const { name, kind = '' } = holiday;
    return { name, kind, side: found.side, began: beganOn(found.day, holiday) };
  });
}

function nearest(
  day: number,
  isHoliday: (day: number) => boolean,
): { readonly day: number; readonly side: HolidaySide } | undefined {
  if (isHoliday(day)) return { day, side: 'on' };
  for (let away = 1; away <= daysAround; away += 1) {
    if (isHoliday(day - away)) return { day: day - away, side: 'after' };
    if (isHoliday(day + away)) return { day: day + away, side: 'before' };
  }
  return undefined;
}

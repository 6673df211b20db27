import { dateText, epochDayOf, weekdayOf } from '../../words/index.ts';
import type { WorkingCalendar } from './profile.ts';

/** Hours of one day: half-open spans of minutes of the day by the wall clock, ascending; `[]` = closed. */
export type DayHours = WorkingCalendar['weekly'][number];

/** What a calendar says of one local day, and why. */
export interface CalendarDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly spans: DayHours;
  /** What decided: the weekday, a date closed by hand, the list of holidays, or hours set for this date. */
  readonly because: 'weekday' | 'closed' | 'holiday' | 'special';
  /** Name of the holiday, or the note beside the special hours. */
  readonly name?: string;
}

/**
 * Reads a calendar day by day. Hours set for a date count first (a shop may open on a holiday), then dates closed by
 * hand, then public holidays, then the weekday.
 *
 * @returns a function of days since 1970-01-01 of the local calendar; some nanoseconds per day
 */
export function calendarDays(calendar: WorkingCalendar): (epochDay: number) => CalendarDay {
  const special = new Map(calendar.specialDates?.map((one) => [epochDayOf(one.date), one]));
  const closed = new Set(calendar.closedDates.map(epochDayOf));
  const holidays = new Map(
    calendar.holidayDates?.map(({ date, name }) => [epochDayOf(date), name]),
  );
  return (day) => {
    const date = dateText(day);
    const set = special.get(day);
    if (set) return { date, spans: set.spans, because: 'special', ...named(set.note) };
    if (closed.has(day)) return { date, spans: [], because: 'closed' };
    const holiday = holidays.get(day);
    if (holiday !== undefined) return { date, spans: [], because: 'holiday', name: holiday };
    return { date, spans: calendar.weekly[weekdayOf(day)] ?? [], because: 'weekday' };
  };
}

const named = (name: string | undefined): { readonly name?: string } =>
  name === undefined ? {} : { name };

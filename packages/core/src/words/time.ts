/** One minute in milliseconds. */
export const minuteMs = 60_000;
/** One hour in milliseconds. */
export const hourMs = 3_600_000;
/** One day of 24 hours in milliseconds; a local day may be longer or shorter. */
export const dayMs = 86_400_000;

/** A local calendar moment. `weekday` counts from Monday = 0. */
export interface LocalTime {
  /** Days since 1970-01-01 of the local calendar. */
  readonly epochDay: number;
  /** 0 … 1439, whole minutes since local midnight by the wall clock. */
  readonly minuteOfDay: number;
  /** Monday = 0 … Sunday = 6. */
  readonly weekday: number;
}

/** Weekday of a calendar day, Monday = 0; 1970-01-01 was a Thursday. */
export const weekdayOf = (epochDay: number): number => (((epochDay + 3) % 7) + 7) % 7;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Days since 1970-01-01 of a date `YYYY-MM-DD`.
 *
 * @returns undefined when the text is no date of the Gregorian calendar, e.g. `2026-02-30`
 */
export function epochDayOf(date: string): number | undefined {
  const found = datePattern.exec(date);
  if (!found) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // The engine rolls 30 February over to March, and years below 100 to the twentieth century.
  const exists =
    midnight.getUTCFullYear() === year &&
    midnight.getUTCMonth() === month - 1 &&
    midnight.getUTCDate() === day;
  return exists ? midnight.getTime() / dayMs : undefined;
}

/** Writes days since 1970-01-01 as `YYYY-MM-DD`. */
export const dateText = (epochDay: number): string =>
  new Date(epochDay * dayMs).toISOString().slice(0, 10);

/** Writes an instant as RFC 3339 in UTC with milliseconds, e.g. `2026-11-25T00:00:00.000Z`. */
export const instantText = (at: number): string => new Date(at).toISOString();

const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads an RFC 3339 instant. The offset is required, because an instant without one means something else
 * to every reader; `T` and `Z` are upper case; second 60 is not read; fractions beyond milliseconds are cut.
 *
 * @returns epoch ms UTC, or undefined when the text is no such instant
 * @see RFC 3339 section 5.6
 */
export function instantOf(text: string): number | undefined {
  const found = instantPattern.exec(text);
  if (!found) return undefined;
  const epochDay = epochDayOf(found[1] ?? '');
  if (epochDay === undefined) return undefined;
  const seconds = (Number(found[2]) * 60 + Number(found[3])) * 60 + Number(found[4]);
  const millis = Number((found[5] ?? '0').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = found[6] ? Number(found[7]) * 60 + Number(found[8]) : 0;
  const eastward = found[6] === '-' ? -offsetMinutes : offsetMinutes;
  return epochDay * dayMs + seconds * 1000 + millis - eastward * minuteMs;
}

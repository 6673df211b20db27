const shape =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?([Zz]|([+-])(\d{2}):(\d{2}))$/;
const dayMs = 86_400_000;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an instant with its offset and rounds it to milliseconds, half to even.
 *
 * @returns epoch ms UTC; undefined when the text is not a time with an offset
 * @see RFC 3339 §5.6; CBV 2.0 §8.9.2 asks for millisecond precision; the rounding is that of the reference
 *   implementation of the Event Hash ID, so that hashes agree
 */
export function instantOf(text: string): number | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const part = (at: number): number => Number(match[at]);
  const days = dayNumber(part(1), part(2), part(3));
  const isClock = part(4) <= 24 && part(5) <= 59 && part(6) <= 60;
  if (days === undefined || !isClock) return undefined;
  const clockMs = ((part(4) * 60 + part(5)) * 60 + part(6)) * 1000;
  return days * dayMs + clockMs + fractionMs(match[7] ?? '') - offsetMs(match);
}

function offsetMs(match: RegExpExecArray): number {
  const [sign, hours, minutes] = [match[9], match[10], match[11]];
  if (sign === undefined) return 0;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
}

function fractionMs(fraction: string): number {
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const whole = Math.floor(micros / 1000);
  const rest = micros - whole * 1000;
  if (rest === 500) return whole + (whole % 2);
  return rest > 500 ? whole + 1 : whole;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days since 1970-01-01 of the Gregorian calendar; undefined when the day does not exist. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const length = (monthDays[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
  if (day < 1 || day > length) return undefined;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** Writes an instant as `2026-10-06T01:00:00.000Z`. @param at epoch ms UTC, integer, years 0000–9999 */
export function instantText(at: number): string {
  const days = Math.floor(at / dayMs);
  const ms = at - days * dayMs;
  const { year, month, day } = calendarDay(days);
  const clock = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  const time = clock.map((part) => digits(part, 2)).join(':');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${time}.${digits(ms % 1000, 3)}Z`;
}

function calendarDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

import type { WorkingCalendar } from '@ordermesh/core/network';

/** A lane of a carrier as people write it: how far, how long, for how much. */
export interface Lane {
  readonly kmMax: number;
  /** Nine parcels of ten are there within so many hours from collection. */
  readonly hours: number;
  /** Price of a parcel as written, e.g. `4.90`. */
  readonly price: string;
}

/** `15:30` as a minute of the day; up to `24:00`. @returns undefined when it is none */
export function clockOf(text: string): number | undefined {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return hour === '' || Number(minute) > 59 || at > 1_440 ? undefined : at;
}

/** A minute of the day as `15:30`. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** `31.23,121.47`: latitude and longitude in degrees. @returns undefined when it is none */
export function coordinatesOf(
  text: string,
): { readonly latitude: number; readonly longitude: number } | undefined {
  const [, north, east] =
    /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (north === undefined || east === undefined) return undefined;
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
    ? { latitude, longitude }
    : undefined;
}

const dayNames: readonly (readonly string[])[] = [
  ['mon', '周一', '一'],
  ['tue', '周二', '二'],
  ['wed', '周三', '三'],
  ['thu', '周四', '四'],
  ['fri', '周五', '五'],
  ['sat', '周六', '六'],
  ['sun', '周日', '日'],
];

const dayIx = (name: string): number =>
  dayNames.findIndex((names) => names.includes(name.trim().toLowerCase()));

/**
 * `Mon-Sat 09:00-20:00; Sun 10:00-16:00` (or `周一-周六 …`, or `always`) as weekly hours, Monday first. Days that are
 * not named are closed; hours past midnight are not taken.
 *
 * @returns undefined when it is none
 */
export function hoursOf(text: string): WorkingCalendar['weekly'] | undefined {
  if (/^(always|24\/7|全天)$/i.test(text.trim())) return dayNames.map(() => [[0, 1_440] as const]);
  const weekly: (readonly [number, number])[][] = dayNames.map(() => []);
  for (const part of text.split(/[;；]/)) {
    const read = dayHoursOf(part);
    if (!read) return undefined;
    const open = weekly.slice(read.first, read.last + 1);
    if (open.some((day) => (day.at(-1)?.[1] ?? 0) > read.span[0])) return undefined;
    for (const day of open) day.push(read.span);
  }
  return weekly;
}

/** `Mon-Sat 09:00-20:00`: the days, Monday 0, and the minutes of each. */
function dayHoursOf(
  part: string,
):
  | { readonly first: number; readonly last: number; readonly span: readonly [number, number] }
  | undefined {
  const [, days = '', from = '', to = ''] =
    /^\s*(\S+?)\s+(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*$/.exec(part) ?? [];
  const [first, last] = spanOf(days);
  const [opens = 1, closes = 0] = [clockOf(from), clockOf(to)];
  return first < 0 || last < first || closes <= opens
    ? undefined
    : { first, last, span: [opens, closes] };
}

function spanOf(days: string): readonly [first: number, last: number] {
  const [first = '', last = first, ...more] = days.split(/[-–~]/);
  return more.length > 0 ? [-1, -1] : [dayIx(first), dayIx(last)];
}

/** Lanes such as `300km 24h 4.90; 1500km 48h 6.90`, the nearest first. @returns undefined when they are none */
export function lanesOf(text: string): readonly Lane[] | undefined {
  const lanes: Lane[] = [];
  for (const part of text.split(/[;；]/)) {
    const [, km, hours, price] =
      /^\s*(\d{1,5})\s*km\s+(\d{1,4})\s*h\s+(\d{1,9}(?:\.\d{1,3})?)\s*$/i.exec(part) ?? [];
    const [kmMax, within] = [Number(km), Number(hours)];
    if (price === undefined || within < 1 || kmMax <= (lanes.at(-1)?.kmMax ?? 0)) return undefined;
    lanes.push({ kmMax, hours: within, price });
  }
  return lanes;
}

/** An amount as people write it, in minor units. @returns undefined when it has more decimals than the currency */
export function minorOf(price: string, exponent: number): number | undefined {
  const [whole = '0', part = ''] = price.split('.');
  if (part.length > exponent) return undefined;
  return Number(whole) * 10 ** exponent + Number(part.padEnd(exponent, '0') || '0');
}

/** Minor units as people write them, e.g. `4.90`. */
export const priceText = (minor: number, exponent: number): string =>
  (minor / 10 ** exponent).toFixed(exponent);

const dayMs = 86_400_000;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Wall time of the reference network: UTC+8 all year. */
const local = (at: number): Date => new Date(at + 8 * 3_600_000);
const two = (part: number): string => String(part).padStart(2, '0');

/** `10:42` */
export const clockText = (at: number): string =>
  `${two(local(at).getUTCHours())}:${two(local(at).getUTCMinutes())}`;

/** `Mon 2 Mar` */
export function dayText(at: number): string {
  const day = local(at);
  return `${weekdays[day.getUTCDay()] ?? ''} ${String(day.getUTCDate())} ${months[day.getUTCMonth()] ?? ''}`;
}

/** A delivery window as a customer reads it: `today 18:00–20:00`, `tomorrow by 21:00`, `by Thu 5 Mar 21:00`. */
export function windowText(
  window: { readonly startAt: number; readonly endAt: number },
  at: number,
): string {
  const days = dayNumber(window.endAt) - dayNumber(at);
  const oneDay = dayNumber(window.startAt) === dayNumber(window.endAt);
  const end = clockText(window.endAt);
  if (days === 0) return oneDay ? `today ${clockText(window.startAt)}–${end}` : `today by ${end}`;
  if (days === 1)
    return oneDay ? `tomorrow ${clockText(window.startAt)}–${end}` : `tomorrow by ${end}`;
  return `by ${dayText(window.endAt)} ${end}`;
}

const dayNumber = (at: number): number => Math.floor(local(at).getTime() / dayMs);

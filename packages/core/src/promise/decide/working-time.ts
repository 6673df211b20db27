import { minuteMs, zoneNamed } from '../../words/index.ts';
import type { WorkingCalendar } from '../../network/decide/index.ts';
import { workingHours } from './calendars.ts';
import type { DayTimeline } from './day-timeline.ts';

const timelines = new WeakMap<WorkingCalendar, Map<string, DayTimeline>>();

/**
 * When so much working time has passed: the clock stands still while the place is closed.
 *
 * @param place its hours and IANA zone
 * @returns epoch ms; `at` + `workMs` by the plain clock when the zone is unknown or the place does not open again
 *   within 60 days
 */
export function afterWorkingTime(
  place: { readonly calendar: WorkingCalendar; readonly timeZone: string },
  at: number,
  workMs: number,
): number {
  const hours = hoursOf(place);
  let leftMs = workMs;
  for (let span = hours?.seek(at) ?? -1; hours && span >= 0; span = hours.next(span)) {
    const fromAt = Math.max(at, hours.fromAt[span] ?? at);
    const untilAt = hours.untilAt[span] ?? fromAt;
    if (fromAt + leftMs <= untilAt) return fromAt + leftMs;
    leftMs -= untilAt - fromAt;
  }
  return at + workMs;
}

/**
 * When work must begin at the latest to be done by a moment, counting working time only. To the minute; looks back at
 * most to `from.at`.
 *
 * @returns epoch ms; `from.at` when even an immediate start is too late
 */
export function latestStartAt(
  place: { readonly calendar: WorkingCalendar; readonly timeZone: string },
  from: { readonly at: number; readonly workMs: number },
  doneBy: number,
): number {
  const isDone = (startAt: number): boolean =>
    afterWorkingTime(place, startAt, from.workMs) <= doneBy;
  if (!isDone(from.at)) return from.at;
  let [early, late] = [from.at, doneBy + minuteMs];
  // The end never moves back when the start moves on, so the last good start is found by halving.
  while (late - early > minuteMs) {
    const middle = early + Math.floor((late - early) / 2);
    if (isDone(middle)) early = middle;
    else late = middle;
  }
  return early;
}

/**
 * Working time between two moments: hours in which the place is closed do not count.
 *
 * @returns ms, never below zero; plain time when the zone is unknown
 */
export function workingTimeBetween(
  place: { readonly calendar: WorkingCalendar; readonly timeZone: string },
  fromAt: number,
  untilAt: number,
): number {
  const hours = hoursOf(place);
  if (hours === undefined) return Math.max(0, untilAt - fromAt);
  let workedMs = 0;
  for (let span = hours.seek(fromAt); span >= 0; span = hours.next(span)) {
    const openAt = Math.max(fromAt, hours.fromAt[span] ?? untilAt);
    if (openAt >= untilAt) break;
    workedMs += Math.min(untilAt, hours.untilAt[span] ?? openAt) - openAt;
  }
  return workedMs;
}

function hoursOf({
  calendar,
  timeZone,
}: {
  readonly calendar: WorkingCalendar;
  readonly timeZone: string;
}): DayTimeline | undefined {
  const known = timelines.get(calendar)?.get(timeZone);
  if (known) return known;
  const zone = zoneNamed(timeZone);
  if (!zone.ok) return undefined;
  const hours = workingHours(calendar, zone.value);
  const byZone = timelines.get(calendar) ?? new Map<string, DayTimeline>();
  timelines.set(calendar, byZone.set(timeZone, hours));
  return hours;
}

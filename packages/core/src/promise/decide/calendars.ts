import { weekdayOf } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';
import { calendarDays } from '../../network/decide/index.ts';
import type {
  Collection,
  DayHours,
  NodeProfile,
  WorkingCalendar,
} from '../../network/decide/index.ts';
import { DayTimeline } from './day-timeline.ts';
import type { DaySpan } from './day-timeline.ts';

const span = (fromMinute: number, untilMinute: number): DaySpan => ({
  fromMinute,
  untilMinute,
  slotMinute: fromMinute,
  orderUntilMinute: Infinity,
});

/** The hours of a calendar, span by span. */
export const workingHours = (calendar: WorkingCalendar, zone: Zone): DayTimeline =>
  timelineOf(calendar, zone, (spans) => spans.map(([from, to]) => span(from, to)));

/** When goods can be picked up at a node: its own hours, as far as the desk that hands them over is staffed. */
export function counterHours(
  node: WorkingCalendar,
  desk: WorkingCalendar,
  zone: Zone,
): DayTimeline {
  const [nodeDay, deskDay] = [calendarDays(node), calendarDays(desk)];
  return new DayTimeline(zone, (day) =>
    nodeDay(day).spans.flatMap(([from, to]) =>
      deskDay(day).spans.flatMap(([deskFrom, deskTo]) => {
        const [fromMinute, untilMinute] = [Math.max(from, deskFrom), Math.min(to, deskTo)];
        return fromMinute < untilMinute ? [span(fromMinute, untilMinute)] : [];
      }),
    ),
  );
}

/** The days of a calendar: from the first opening to the last closing of each. */
export const workingDays = (calendar: WorkingCalendar, zone: Zone): DayTimeline =>
  timelineOf(calendar, zone, (spans) => {
    const [first, last] = [spans[0], spans[spans.length - 1]];
    return first && last ? [span(first[0], last[1])] : [];
  });

/** The parts of a node's capacity slots that lie in its opening hours, with the cut-off of their day. */
export function workingSlots(node: NodeProfile, zone: Zone): DayTimeline {
  const { lengthMinutes } = node.slots;
  const orderUntilMinute = node.cutOffMinute ?? Infinity;
  return timelineOf(node.calendar, zone, (spans) =>
    spans.flatMap(([from, to]) => {
      const first = Math.floor(from / lengthMinutes);
      const count = Math.ceil(to / lengthMinutes) - first;
      return Array.from({ length: count }, (_, i): DaySpan => {
        const slotMinute = (first + i) * lengthMinutes;
        const fromMinute = Math.max(from, slotMinute);
        const untilMinute = Math.min(to, slotMinute + lengthMinutes);
        return { fromMinute, untilMinute, slotMinute, orderUntilMinute };
      });
    }),
  );
}

/** The moments at which a service collects, in the node's zone; undefined when it comes on demand. */
export function collectionTimes(collection: Collection, zone: Zone): DayTimeline | undefined {
  if (collection.kind === 'on_demand') return undefined;
  const moments = collection.timesMinute.map((minute) => span(minute, minute));
  return new DayTimeline(zone, (day) => (collection.weekdays[weekdayOf(day)] ? moments : []));
}

/** Lays out a calendar; what a weekday looks like is worked out once. */
function timelineOf(
  calendar: WorkingCalendar,
  zone: Zone,
  spansOf: (hours: DayHours) => readonly DaySpan[],
): DayTimeline {
  const weekly = new Map(calendar.weekly.map((hours) => [hours, spansOf(hours)]));
  const dayOf = calendarDays(calendar);
  return new DayTimeline(zone, (day) => {
    const { spans } = dayOf(day);
    return weekly.get(spans) ?? spansOf(spans);
  });
}

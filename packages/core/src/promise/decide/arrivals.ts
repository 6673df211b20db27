import { hourMs, minuteMs } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';
import type { Collected, NodeWork } from './collected.ts';
import type { DayTimeline } from './day-timeline.ts';
import type { LaneWindow } from './lane-clock.ts';
import type { MassPoints } from './mass-points.ts';

/** One lane at one confidence, with the calendars that it meets. */
export interface Lane {
  readonly node: NodeWork;
  /** Undefined when the carrier comes on demand. */
  readonly collections: DayTimeline | undefined;
  readonly transit: MassPoints;
  /** Delivery days (scheduled) or delivery hours (on demand) at the destination. */
  readonly deliveries: DayTimeline;
  readonly destination: Zone;
  readonly confidencePercent: number;
  /** Hours of lead that a broken promise is worth; undefined = the confidence decides. */
  readonly brokenWorthHours: number | undefined;
  /** To what full steps of time an on-demand window is rounded, ms. */
  readonly gridMs: number;
}

/** A window and the starts of work for which it holds, both included. */
export interface Arrival {
  readonly window: LaneWindow | undefined;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** The chance, in millionths, that goods arrive before the window starts. */
const earlyMillionths = 100_000;
/** On-demand windows count starts of work in full steps of five minutes. */
const stepMs = 5 * minuteMs;

/**
 * The window of a parcel service: it goes with a collection and is delivered in the delivery hours of a day.
 * From the opening of the day on which one in ten has arrived (never before the quickest can) to the end of
 * the day by which the stated share has.
 */
export function scheduledArrival(lane: Lane, startAt: number, collected: Collected): Arrival {
  if (!collected.fill(lane.node, lane.collections, startAt)) return never(startAt);
  const { deliveries, transit } = lane;
  const first = deliveries.seek(collected.arrivalAt(transit, earlyMillionths));
  const openAt = first < 0 ? Infinity : (deliveries.fromAt[first] ?? Infinity);
  const sure = suretyOf(lane, collected, (arrivalAt) => {
    const day = deliveries.seek(arrivalAt);
    return day < 0 ? Infinity : (deliveries.untilAt[day] ?? Infinity);
  });
  const last = deliveries.seek(collected.arrivalAt(transit, sure.millionths));
  if (first < 0 || last < 0) return never(startAt);
  const quickestAt = (collected.at[0] ?? 0) + (transit.spanMs[0] ?? 0);
  const quickestHourAt = floorLocal(quickestAt, lane.destination, hourMs);
  const window = {
    startAt: Math.max(openAt, quickestHourAt, collected.at[0] ?? 0),
    endAt: deliveries.untilAt[last] ?? 0,
    collectedAt: collected.quantileAt(sure.millionths / 1000),
    ...sure.said,
  };
  return { window, validFrom: startAt, validUntil: startAt + collected.slackMs };
}

/**
 * The window of a courier who comes on demand: from the time by which one in ten has arrived to the time by
 * which the stated share has, widened to full steps. Holds for all starts of work in the same five minutes:
 * the earliest of them decides the beginning, the latest the end.
 */
export function onDemandArrival(lane: Lane, startAt: number, collected: Collected): Arrival {
  const validFrom = Math.floor(startAt / stepMs) * stepMs;
  const validUntil = validFrom + stepMs - 1;
  const { transit, destination } = lane;
  if (!collected.fill(lane.node, undefined, validFrom)) return never(startAt);
  const earlyAt = deliveredAt(lane, collected.arrivalAt(transit, earlyMillionths));
  const earliestAt = collected.at[0] ?? 0;
  if (!collected.fill(lane.node, undefined, validUntil)) return never(startAt);
  const sure = suretyOf(lane, collected, (arrivalAt) => roundedEndAt(lane, arrivalAt));
  const lateAt = deliveredAt(lane, collected.arrivalAt(transit, sure.millionths));
  if (earlyAt === Infinity || lateAt === Infinity) return never(startAt);
  const window = {
    startAt: Math.max(floorLocal(earlyAt, destination, lane.gridMs), earliestAt),
    endAt: roundedEndAt(lane, lateAt),
    collectedAt: collected.quantileAt(sure.millionths / 1000),
    ...sure.said,
  };
  return { window, validFrom, validUntil };
}

/** How sure the end of a window is: the quantile of arrivals that it is asked for, and what is said when cost chose it. */
interface Surety {
  readonly millionths: number;
  readonly said?: { readonly confidencePercent: number };
}

/** What may be promised: never less sure than a draw, and never surer than the confidences that may be stated. */
const [suretyMin, suretyMax] = [500_000, 990_000];

/**
 * How sure the end shall be: as stated, or where lead and the chance of being late cost least together, the earliest among
 * equals. The chance by an end is that of all arrivals which it covers.
 *
 * @param endAtOf the end of a window that covers an arrival, never falling; Infinity = none does
 * @see chooseEnd
 */
function suretyOf(
  { brokenWorthHours, confidencePercent, transit }: Lane,
  collected: Collected,
  endAtOf: (arrivalAt: number) => number,
): Surety {
  if (brokenWorthHours === undefined) return { millionths: confidencePercent * 10_000 };
  const firstAt = collected.at[0] ?? 0;
  const worthMs = brokenWorthHours * hourMs;
  let [least, leastEndAt, best] = [Infinity, 0, suretyMin];
  collected.eachArrival(transit, (arrivalAt, millionths) => {
    if (millionths < suretyMin) return true;
    const endAt = endAtOf(arrivalAt);
    if (endAt === Infinity) return false;
    const late = 1 - Math.min(millionths, suretyMax) / 1_000_000;
    const cost = endAt - firstAt + worthMs * late;
    if (cost < least || endAt === leastEndAt) [least, leastEndAt, best] = [cost, endAt, millionths];
    return millionths < suretyMax;
  });
  const millionths = Math.min(best, suretyMax);
  return { millionths, said: { confidencePercent: Math.floor(millionths / 10_000) } };
}

/** The end of a window that covers an arrival on demand: a full step later, but not beyond the delivery hours. */
function roundedEndAt(lane: Lane, arrivalAt: number): number {
  const at = deliveredAt(lane, arrivalAt);
  if (at === Infinity) return Infinity;
  const { destination, gridMs } = lane;
  return Math.min(floorLocal(at, destination, gridMs) + gridMs, closingAt(lane, at));
}

/** Goods that arrive outside the delivery hours wait for the next ones. */
function deliveredAt({ deliveries }: Lane, arrivalAt: number): number {
  const i = deliveries.seek(arrivalAt);
  return i < 0 ? Infinity : Math.max(arrivalAt, deliveries.fromAt[i] ?? Infinity);
}

/** When the delivery hours end in which goods arrive: the window is not rounded beyond them. */
function closingAt({ deliveries }: Lane, arrivalAt: number): number {
  const i = deliveries.seek(arrivalAt);
  return i < 0 ? Infinity : (deliveries.untilAt[i] ?? Infinity);
}

/** Rounds down to full steps of the destination's wall clock. */
function floorLocal(at: number, zone: Zone, gridMs: number): number {
  const offsetMs = zone.offsetMsAt(at);
  return Math.floor((at + offsetMs) / gridMs) * gridMs - offsetMs;
}

const never = (startAt: number): Arrival => ({
  window: undefined,
  validFrom: startAt,
  validUntil: startAt,
});

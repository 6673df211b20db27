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
  const { deliveries, transit, confidencePercent } = lane;
  const first = deliveries.seek(collected.arrivalAt(transit, earlyMillionths));
  const openAt = first < 0 ? Infinity : (deliveries.fromAt[first] ?? Infinity);
  const last = deliveries.seek(collected.arrivalAt(transit, confidencePercent * 10_000));
  if (first < 0 || last < 0) return never(startAt);
  const quickestAt = (collected.at[0] ?? 0) + (transit.spanMs[0] ?? 0);
  const quickestHourAt = floorLocal(quickestAt, lane.destination, hourMs);
  const window = {
    startAt: Math.max(openAt, quickestHourAt, collected.at[0] ?? 0),
    endAt: deliveries.untilAt[last] ?? 0,
    collectedAt: collected.quantileAt(confidencePercent * 10),
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
  const { transit, confidencePercent, destination, gridMs } = lane;
  if (!collected.fill(lane.node, undefined, validFrom)) return never(startAt);
  const earlyAt = deliveredAt(lane, collected.arrivalAt(transit, earlyMillionths));
  const earliestAt = collected.at[0] ?? 0;
  if (!collected.fill(lane.node, undefined, validUntil)) return never(startAt);
  const lateAt = deliveredAt(lane, collected.arrivalAt(transit, confidencePercent * 10_000));
  if (earlyAt === Infinity || lateAt === Infinity) return never(startAt);
  const window = {
    startAt: Math.max(floorLocal(earlyAt, destination, gridMs), earliestAt),
    endAt: Math.min(floorLocal(lateAt, destination, gridMs) + gridMs, closingAt(lane, lateAt)),
    collectedAt: collected.quantileAt(confidencePercent * 10),
  };
  return { window, validFrom, validUntil };
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

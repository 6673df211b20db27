import type { CarrierService, NodeProfile, QuantileCurve } from '@ordermesh/core/network';
import type { Chance } from '../chance.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Draws from a distribution given by quantiles: linear between the points, constant outside. */
export function drawFrom(curve: QuantileCurve, chance: Chance): number {
  const level = chance.unit();
  const { levels, values } = curve;
  const above = levels.findIndex((known) => known >= level);
  if (above < 0) return values.at(-1) ?? 0;
  const high = values[above] ?? 0;
  if (above === 0) return high;
  const low = values[above - 1] ?? 0;
  const [from, to] = [levels[above - 1] ?? 0, levels[above] ?? 1];
  return low + ((high - low) * (level - from)) / (to - from);
}

/** How far a node's wall clock is ahead of UTC; the worlds of the twin have no summer time. */
export const offsetMsOf = (timeZone: string): number =>
  timeZone === 'America/Fortaleza' ? -3 * 3_600_000 : 8 * 3_600_000;

/** When the carrier next collects at the node, at or after `at`. */
export function nextCollectionAt(service: CarrierService, node: NodeProfile, at: number): number {
  const { collection } = service;
  // A courier's way to the node is part of his transit times, as in the promise.
  if (collection.kind === 'on_demand') return at;
  const offsetMs = offsetMsOf(node.timeZone);
  const midnight = Math.floor((at + offsetMs) / dayMs) * dayMs - offsetMs;
  for (let day = 0; day < 8; day += 1) {
    const dayAt = midnight + day * dayMs;
    // The epoch began on a Thursday; Monday is 0 here.
    const weekday = (Math.floor((dayAt + offsetMs) / dayMs) + 3) % 7;
    if (!collection.weekdays[weekday]) continue;
    const minute = collection.timesMinute.find((time) => dayAt + time * minuteMs >= at);
    if (minute !== undefined) return dayAt + minute * minuteMs;
  }
  return at + dayMs;
}

/** How long a parcel travels in a zone, ms. */
export function transitMs(service: CarrierService, zone: number, chance: Chance): number {
  const { hours, minutes } = service.transit[zone] ?? {};
  if (minutes) return drawFrom(minutes, chance) * minuteMs;
  return hours ? drawFrom(hours, chance) * 60 * minuteMs : dayMs;
}

/** Moves a moment of delivery into the hours in which the carrier delivers. */
export function withinDeliveryHours(service: CarrierService, at: number, offsetMs: number): number {
  const dayAt = Math.floor((at + offsetMs) / dayMs) * dayMs - offsetMs;
  for (let day = 0; day < 8; day += 1) {
    const midnight = dayAt + day * dayMs;
    const weekday = (Math.floor((midnight + offsetMs) / dayMs) + 3) % 7;
    for (const [from, to] of service.deliveryCalendar.weekly[weekday] ?? []) {
      if (midnight + to * minuteMs <= at) continue;
      return Math.max(at, midnight + from * minuteMs);
    }
  }
  return at;
}

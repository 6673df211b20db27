import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dateText, hourMs, localTime, minuteMs } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';
import { ask, at, clockOf, handling, parcel, zoneOf, zones } from './golden/example-lanes.ts';
import type { LaneWindow } from './lane-clock.ts';
import { massPoints } from './mass-points.ts';

/** Around both clock changes of Europe and America, New Year and a closed day. */
const anyAt = fc.integer({
  min: at('2026-03-01T00:00:00Z'),
  max: at('2026-11-30T00:00:00Z'),
});
const anyZone = fc.constantFrom(...zones);
const anyConfidence = fc.integer({ min: 50, max: 99 });

describe('the delivery window of a parcel', () => {
  it('is what walking every minute and counting every case gives', () => {
    fc.assert(
      fc.property(anyAt, anyZone, anyConfidence, (start, timeZone, confidence) => {
        const now = Math.floor(start / minuteMs) * minuteMs;
        const window = clockOf({ timeZone }).deliveryWindow(0, now, ask(parcel, confidence));
        const { endAt, collectedAt } = walked(now, zoneOf(timeZone), confidence);
        expect({ endAt: window?.endAt, collectedAt: window?.collectedAt }).toEqual({
          endAt,
          collectedAt,
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** The plain way: minute by minute, case by case. */
function walked(start: number, zone: Zone, confidence: number): Partial<LaneWindow> {
  const transit = massPoints({ levels: [0.5, 0.95], values: [14, 30] }, hourMs);
  const work = massPoints(handling, minuteMs);
  const collections: [number, number][] = [];
  const arrivals: [number, number][] = [];
  work.spanMs.forEach((workMs, h) => {
    const collected = untilTrue(readyAt(start, workMs, zone), (t) => {
      const { minuteOfDay, weekday } = localTime(t, zone);
      return weekday < 5 && (minuteOfDay === 720 || minuteOfDay === 1140);
    });
    collections.push([collected, work.weights[h]!]);
    transit.spanMs.forEach((transitMs, t) => {
      arrivals.push([collected + transitMs, work.weights[h]! * transit.weights[t]!]);
    });
  });
  const arrived = smallest(arrivals, confidence * 10_000);
  const open = (t: number): boolean => {
    const { epochDay, minuteOfDay, weekday } = localTime(t, zone);
    return weekday < 6 && dateText(epochDay) !== '2026-05-01' && minuteOfDay < 1080;
  };
  const endAt = untilTrue(untilTrue(arrived, open), (t) => !open(t));
  return { endAt, collectedAt: smallest(collections, confidence * 10) };
}

function readyAt(start: number, workMs: number, zone: Zone): number {
  const open = (t: number): boolean => {
    const { minuteOfDay } = localTime(t, zone);
    return minuteOfDay >= 540 && minuteOfDay < 1260;
  };
  let t = start;
  let left = workMs;
  while (left > 0) {
    const step = Math.min(left, minuteMs);
    if (open(t)) left -= step;
    t += open(t) ? step : minuteMs;
  }
  return t;
}

function untilTrue(from: number, holds: (t: number) => boolean): number {
  let t = Math.ceil(from / minuteMs) * minuteMs;
  while (!holds(t)) t += minuteMs;
  return t;
}

function smallest(cases: [at: number, weight: number][], enough: number): number {
  let sum = 0;
  for (const [value, weight] of cases.sort((a, b) => a[0] - b[0])) {
    sum += weight;
    if (sum >= enough) return value;
  }
  return NaN;
}

import { describe, expect, it } from 'vitest';

import { hourMs, nodeId, serviceId } from '../../words/index.ts';
import { massPoints, valueAt } from './mass-points.ts';
import { lateHours, promiseOf } from './promise.ts';
import type { PromiseLeg } from './promise.ts';

const leg = (node: string, startAt: number, endAt: number): PromiseLeg => ({
  nodeId: nodeId(node),
  serviceId: serviceId('parcel'),
  slotAt: 1,
  collectedAt: 2,
  window: { startAt, endAt },
});
const making = { madeAt: 7, confidencePercent: 90 };

describe('a promise', () => {
  it('of one parcel is that parcel', () => {
    expect(promiseOf([leg('a', 10, 20)], making)).toEqual({
      window: { startAt: 10, endAt: 20 },
      confidencePercent: 90,
      madeAt: 7,
      legs: [leg('a', 10, 20)],
    });
  });

  it('of several runs from the earliest start to the latest end, latest first, and is less sure', () => {
    const promise = promiseOf([leg('b', 10, 20), leg('c', 5, 40), leg('a', 10, 20)], making);
    expect(promise.window).toEqual({ startAt: 5, endAt: 40 });
    expect(promise.confidencePercent).toBe(72);
    expect(promise.legs.map((one) => one.nodeId)).toEqual(['c', 'a', 'b']);
  });

  it('counts the chance of each parcel whose date was chosen by cost', () => {
    const byCost = { ...leg('b', 10, 20), confidencePercent: 70 };
    const promise = promiseOf([byCost, leg('a', 10, 20)], making);
    expect(promise.confidencePercent).toBe(63);
    expect(promise.legs).toEqual([leg('a', 10, 20), byCost]);
  });

  it('is never surer than its parcels together can be', () => {
    for (let each = 50; each <= 99; each += 1)
      for (let parcels = 1; parcels <= 16; parcels += 1) {
        const legs = Array.from({ length: parcels }, () => leg('a', 1, 2));
        const joint = promiseOf(legs, { madeAt: 0, confidencePercent: each }).confidencePercent;
        expect(joint).toBeLessThanOrEqual(Math.max(1, (each / 100) ** parcels * 100 + 1e-6));
        expect(joint).toBeGreaterThan((each / 100) ** parcels * 100 - 1);
      }
  });

  it('keeps no more of a parcel than a leg has', () => {
    const rich = { ...leg('a', 1, 2), costMinor: 5 };
    expect(promiseOf([rich], making).legs[0]).toEqual(leg('a', 1, 2));
  });

  it('needs a parcel', () => {
    expect(() => promiseOf([], making)).toThrow('at least one parcel');
  });
});

describe('lateness', () => {
  it('counts started hours after the promised end', () => {
    const promised = { startAt: 0, endAt: 10 * hourMs };
    expect(lateHours({ startAt: 0, endAt: 10 * hourMs }, promised)).toBe(0);
    expect(lateHours({ startAt: 0, endAt: 10 * hourMs + 1 }, promised)).toBe(1);
    expect(lateHours({ startAt: 0, endAt: 13 * hourMs }, promised)).toBe(3);
    expect(lateHours({ startAt: 0, endAt: 13 * hourMs }, undefined)).toBe(0);
  });
});

describe('a distribution as points', () => {
  const curve = { levels: [0.1, 0.5, 0.9], values: [10, 20, 60] };

  it('is linear between the points of its curve and constant outside', () => {
    const points = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map((level) => valueAt(curve, level));
    expect(points.map((value) => Number(value.toFixed(6)))).toEqual([10, 10, 15, 20, 40, 60, 60]);
  });

  it('ascends, weighs a thousand, and ends at the last value of the curve', () => {
    const { spanMs, weights } = massPoints(curve, 1000);
    expect(weights.reduce((sum, one) => sum + one)).toBe(1000);
    expect([...spanMs]).toEqual([...spanMs].sort((a, b) => a - b));
    expect(new Set(spanMs).size).toBe(spanMs.length);
    expect(spanMs[spanMs.length - 1]).toBe(60_000);
  });

  it('is one point when the time is fixed', () => {
    const { spanMs, weights } = massPoints({ levels: [0.5], values: [3] }, 1000);
    expect([[...spanMs], [...weights]]).toEqual([[3000], [1000]]);
  });
});

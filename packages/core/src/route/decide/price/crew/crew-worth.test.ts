import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { crewPriceMilli } from './crew-price.ts';
import { crewWorth } from './crew-worth.ts';

const place = (share: number, ...minutes: readonly number[]) => ({ share, minutes });

describe("the worth of couriers' time", () => {
  it('is the same everywhere where crews have equally much to do', () => {
    const { worth, ordersPerMinuteMax } = crewWorth({
      couriers: [10, 10],
      places: [place(1, 20, 40), place(1, 40, 20)],
    });
    expect([...worth]).toEqual([1, 1]);
    expect(ordersPerMinuteMax).toBe(1);
  });

  it('is higher where most customers live, so that the edge of their district goes next door', () => {
    const places = [place(6, 10, 30), place(2, 20, 22), place(2, 30, 10)];
    const { worth, ordersPerMinuteMax } = crewWorth({ couriers: [10, 10], places });
    expect(worth[0]).toBeGreaterThan(worth[1]! * 1.05);
    // West alone: 6/10 of the orders at 10 minutes; east the edge too, 0.44 + 0.2 · 10 minutes of 10 couriers.
    expect(ordersPerMinuteMax).toBeCloseTo(20 / 12.4, 1);
  });

  it('is nothing at a node without couriers, and knows no limit where nobody orders', () => {
    const { worth } = crewWorth({ couriers: [4, 0], places: [place(1, 20, 1)] });
    expect([...worth]).toEqual([1, 0]);
    expect(crewWorth({ couriers: [4], places: [] }).ordersPerMinuteMax).toBe(Infinity);
    expect(crewWorth({ couriers: [0], places: [place(1, 5)] })).toMatchObject({
      ordersPerMinuteMax: Infinity,
    });
  });

  it('proves its limit from above: no way of giving out the orders carries more', () => {
    const minutes = fc.integer({ min: 5, max: 60 });
    const anyPlace = fc.record({
      share: fc.integer({ min: 1, max: 9 }),
      minutes: fc.tuple(minutes, minutes, minutes),
      to: fc.nat(2),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 3, maxLength: 3 }),
        fc.array(anyPlace, { minLength: 1, maxLength: 6 }),
        (couriers, places) => {
          const { worth, ordersPerMinuteMax } = crewWorth({ couriers, places });
          const busy = [0, 0, 0];
          const all = places.reduce((sum, { share }) => sum + share, 0);
          for (const { share, minutes: ways, to } of places)
            busy[to] = busy[to]! + (share / all) * ways[to]!;
          const carried = Math.min(...couriers.map((count, at) => count / busy[at]!));
          expect(carried).toBeLessThanOrEqual(ordersPerMinuteMax * (1 + 1e-9));
          const crew = couriers.reduce((sum, count) => sum + count, 0);
          const mean = couriers.reduce((sum, count, at) => sum + count * worth[at]!, 0) / crew;
          expect(mean).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60, seed: 20_261_126 },
    );
  });
});

describe("the price of a courier's minute", () => {
  it('doubles when orders wait a quarter of an hour, and never falls below its worth', () => {
    expect([-5, 0, 15, 30].map((wait) => crewPriceMilli(400, wait))).toEqual([400, 400, 800, 1200]);
  });
});

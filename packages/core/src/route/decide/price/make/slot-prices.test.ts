import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { slotPrices } from './slot-prices.ts';
import type { SlotOutlook } from './slot-prices.ts';

const slot = (freeOrders: number, expectedOrders: number, delayMinor = 100): SlotOutlook => ({
  freeOrders,
  expectedOrders,
  delayMinor,
});

const anySlots = fc.array(
  fc.record({
    freeOrders: fc.nat(12),
    expectedOrders: fc.double({ min: 0, max: 30, noNaN: true }),
    delayMinor: fc.nat(400),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('the price of a place in a slot', () => {
  it('is nothing where there is slack', () => {
    expect([...slotPrices([slot(50, 3), slot(50, 6)], 900)]).toEqual([0, 0]);
  });

  it('is the wait for the next slot when this one surely fills and the next one does not', () => {
    const [first, second] = slotPrices([slot(1, 40), slot(200, 45)], 900);
    expect(first).toBeCloseTo(100, 6);
    expect(second).toBe(0);
  });

  it('is the way to another node when that is cheaper than to wait', () => {
    expect(slotPrices([slot(1, 40, 500), slot(200, 45, 500)], 120)[0]).toBeCloseTo(120, 6);
  });

  it('counts the orders that are pushed on from slot to slot', () => {
    const prices = slotPrices([slot(1, 60), slot(1, 60), slot(200, 60)], 900);
    expect([...prices].map(Math.round)).toEqual([200, 100, 0]);
  });

  it('is half of the wait when one more order is as likely to come as not', () => {
    // P(Poisson(ln 2) ≥ 1) = 1 − e^−ln 2.
    const [first] = slotPrices([slot(1, Math.LN2), slot(99, 1)], 900);
    expect(first).toBeCloseTo(50, 9);
  });

  it('never falls when more orders are expected, and never exceeds the way to another node', () => {
    fc.assert(
      fc.property(anySlots, fc.nat(900), (slots, elsewhere) => {
        const prices = slotPrices(slots, elsewhere);
        const more = slotPrices(
          slots.map((one) => ({ ...one, expectedOrders: one.expectedOrders * 1.2 + 0.1 })),
          elsewhere,
        );
        for (const [at, price] of prices.entries()) {
          expect(price).toBeGreaterThanOrEqual(0);
          expect(price).toBeLessThanOrEqual(elsewhere);
          expect(more[at]).toBeGreaterThanOrEqual(price - 1e-9);
        }
      }),
      { numRuns: 500, seed: 20_261_126 },
    );
  });
});

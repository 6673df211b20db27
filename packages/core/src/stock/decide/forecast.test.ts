import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { demandQuantile } from './forecast.ts';

const weekly = {
  meanUnits: 3.2,
  quantiles: [
    [0.5, 2],
    [0.8, 5],
    [0.99, 12],
  ],
} as const;

describe('the units that demand does not exceed', () => {
  it('are those that were published', () => {
    expect([0.5, 0.8, 0.99].map((one) => demandQuantile(weekly, one))).toEqual([2, 5, 12]);
  });

  it('lie on a straight line between two that were published', () => {
    expect(demandQuantile(weekly, 0.65)).toBeCloseTo(3.5, 9);
  });

  it('go no further than the first and the last one that were published', () => {
    expect(demandQuantile(weekly, 0.1)).toBe(2);
    expect(demandQuantile(weekly, 0.999)).toBe(12);
  });

  it('are the expected ones where no quantile was published', () => {
    expect(demandQuantile({ meanUnits: 1.5, quantiles: [] }, 0.9)).toBe(1.5);
  });

  it('never become fewer for a higher probability', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(demandQuantile(weekly, low)).toBeLessThanOrEqual(demandQuantile(weekly, high));
      }),
    );
  });
});

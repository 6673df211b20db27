import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countQuantiles } from './negative-binomial.ts';
import { intermittentMean } from './intermittent.ts';
import { pinball, quantileOfCases } from './outlook.ts';

describe('quantiles of a count', () => {
  it('are those of the Poisson table where the variance is the mean', () => {
    expect(countQuantiles({ mean: 3, variance: 3 }, [0.05, 0.5, 0.9, 0.99])).toEqual([1, 3, 5, 8]);
  });

  it('are those of the geometric distribution where it is one', () => {
    // mean 1, size 1: P(X ≤ k) = 1 − 2^−(k+1)
    expect(countQuantiles({ mean: 1, variance: 2 }, [0.5, 0.75, 0.9, 0.99])).toEqual([0, 1, 3, 6]);
  });

  it('are near the exact ones where the mean is large', () => {
    // Poisson(1000): 973, 1000 and 1053 within one
    const [low = 0, middle = 0, high = 0] = countQuantiles(
      { mean: 1000, variance: 1000 },
      [0.2, 0.5, 0.95],
    );
    expect(Math.abs(low - 973)).toBeLessThan(1.5);
    expect(Math.abs(middle - 1000)).toBeLessThan(1.5);
    expect(Math.abs(high - 1052)).toBeLessThan(1.5);
  });

  it('never fall when the probability or the mean rises', () => {
    const mean = fc.double({ min: 0, max: 900, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(mean, share, share, (units, a, b) => {
        const [low = 0, high = 0] = countQuantiles(
          { mean: units, variance: units * 2 },
          [a, b].sort(),
        );
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('demand that comes now and then', () => {
  const steady = { size: 0.2, frequency: 0.2 };
  const everyThird = Float64Array.from({ length: 60 }, (_, at) => (at % 3 === 2 ? 6 : 0));

  it('is its size over its gap with Croston, and less by half the smoothing with SBA', () => {
    const croston = intermittentMean(everyThird, 60, { rule: 'croston', ...steady });
    expect(croston).toBeCloseTo(2, 2);
    expect(intermittentMean(everyThird, 60, { rule: 'sba', ...steady })).toBeCloseTo(
      croston * 0.9,
      9,
    );
  });

  it('fades with TSB when nobody asks any more, and stays with Croston', () => {
    const ended = Float64Array.from({ length: 60 }, (_, at) => (at < 30 && at % 3 === 2 ? 6 : 0));
    expect(intermittentMean(ended, 60, { rule: 'tsb', ...steady })).toBeLessThan(0.01);
    expect(intermittentMean(ended, 60, { rule: 'croston', ...steady })).toBeGreaterThan(1.8);
  });

  it('is nothing where nobody ever asked', () => {
    expect(intermittentMean(new Float64Array(20), 20, { rule: 'tsb', ...steady })).toBe(0);
  });
});

it('weighs a miss by the side on which it lies', () => {
  expect(pinball(10, 8, 0.9)).toBeCloseTo(1.8, 9);
  expect(pinball(8, 10, 0.9)).toBeCloseTo(0.2, 9);
});

it('reads quantiles of cases between the ordered values', () => {
  expect(quantileOfCases(Float64Array.from([0, 10, 20]), 0.75)).toBe(15);
});

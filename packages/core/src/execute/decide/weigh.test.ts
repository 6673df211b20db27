import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { weigh } from './weigh.ts';

describe('a weighed pick of 500 g with 4 % of tolerance', () => {
  it('is the whole order from 480 g on, and what is lighter is let go', () => {
    expect(weigh(500, 480, 4)).toEqual({
      heldUnits: 480,
      moreUnits: 0,
      lessUnits: 20,
      isComplete: true,
    });
  });

  it('leaves the rest owed below that', () => {
    expect(weigh(500, 479, 4)).toEqual({
      heldUnits: 479,
      moreUnits: 0,
      lessUnits: 0,
      isComplete: false,
    });
  });

  it('takes more off the shelf than was held when it is heavier', () => {
    expect(weigh(500, 520, 4)).toEqual({
      heldUnits: 500,
      moreUnits: 20,
      lessUnits: 0,
      isComplete: true,
    });
  });

  it('without tolerance takes what was held, no more, and lets nothing go', () => {
    expect(weigh(500, 520, 0)).toMatchObject({ heldUnits: 500, moreUnits: 0, lessUnits: 0 });
    expect(weigh(500, 499, 0)).toMatchObject({ heldUnits: 499, lessUnits: 0, isComplete: false });
  });
});

it('neither loses nor invents a gram', () => {
  const grams = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(grams, grams, fc.integer({ min: 1, max: 50 }), (held, weighed, tolerance) => {
      const judged = weigh(held, weighed, tolerance);
      expect(judged.heldUnits + judged.moreUnits).toBe(weighed);
      if (judged.isComplete) expect(judged.heldUnits + judged.lessUnits).toBe(held);
    }),
    { numRuns: 500, seed: 20_261_126 },
  );
});

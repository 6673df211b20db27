import { expect, it } from 'vitest';

import { meanOf } from './statistics.ts';

it('gives the mean with the interval of the textbook', () => {
  // t(4; 97.5 %) = 2.776, s = 1.5811, n = 5
  const { value, plusMinus } = meanOf([1, 2, 3, 4, 5]);
  expect(value).toBe(3);
  expect(plusMinus).toBeCloseTo((2.776 * 1.5811) / Math.sqrt(5), 1);
});

it('is wide for two and has no interval for one', () => {
  expect(meanOf([1, 3]).plusMinus).toBeCloseTo(12.706, 2);
  expect(meanOf([7])).toEqual({ value: 7 });
});

import { seededRandom } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { slopeOf } from './slope.ts';

const minuteMs = 60_000;
const measured = (value: (minute: number) => number) =>
  Array.from({ length: 180 }, (_, at) => ({ atMs: at * 10_000, value: value(at / 6) }));

it('finds a leak in noise, and its interval holds the true growth', () => {
  const random = seededRandom(3);
  const slope = slopeOf(measured((minute) => 100 + minute + 4 * random.next()));
  expect(slope?.low).toBeLessThan(60);
  expect(slope?.high).toBeGreaterThan(60);
  expect(slope?.low).toBeGreaterThan(50);
});

it('finds no growth where memory only goes up and down, and leaves out how it began', () => {
  const random = seededRandom(4);
  const slope = slopeOf(measured((minute) => (minute < 9 ? minute * 10 : 90) + 6 * random.next()));
  expect(slope?.low).toBeLessThan(0);
  expect(slope?.high).toBeGreaterThan(0);
});

it('looks below the garbage when asked for the least of each block', () => {
  const saw = measured((minute) => 50 + ((minute * 12) % 30));
  expect(Math.abs(slopeOf(saw, 'least')?.perHour ?? NaN)).toBeLessThan(20);
});

it('says nothing of too few samples', () => {
  expect(slopeOf([{ atMs: minuteMs, value: 1 }])).toBeUndefined();
});

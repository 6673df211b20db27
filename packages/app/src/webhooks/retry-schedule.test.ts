import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsMax, failuresInRowMax, pauseAfterMs, waitAfterMs } from './retry-schedule.ts';

const hourMs = 3_600_000;

describe('the schedule of attempts', () => {
  it('is ten attempts over 75 hours and 35 minutes, as the specification advises', () => {
    const waits = Array.from({ length: attemptsMax }, (_, i) => waitAfterMs(i + 1, 0.5));
    expect(waits.at(-1)).toBeUndefined();
    const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(total).toBe(75 * hourMs + 35 * 60_000 + 5_000);
  });

  it('spreads by at most a tenth, waits as long as the receiver asks, and a day at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: attemptsMax - 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 1e12 }),
        (failed, chance, askedMs) => {
          const plain = waitAfterMs(failed, 0.5) ?? 0;
          const wait = waitAfterMs(failed, chance, askedMs) ?? 0;
          expect(wait).toBeGreaterThanOrEqual(Math.min(askedMs, 24 * hourMs));
          expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * 0.9));
          expect(wait).toBeLessThanOrEqual(Math.max(Math.ceil(plain * 1.1), 24 * hourMs));
        },
      ),
    );
  });

  it('leaves an endpoint alone longer the more often it fails, half an hour at most', () => {
    const pauses = [0, 1, 2, 10, 1_000].map((more) => pauseAfterMs(failuresInRowMax + more));
    expect(pauses).toEqual([60_000, 120_000, 240_000, 1_800_000, 1_800_000]);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenBuckets } from './token-bucket.ts';

it('lets through a burst of ten seconds, then one as each token comes in, and says how long to wait', () => {
  const { take, capacity } = tokenBuckets(60);
  expect(capacity).toBe(10);
  const burst = Array.from({ length: 11 }, () => take('a', 0));
  expect(burst.filter(({ ok }) => ok)).toHaveLength(10);
  expect(burst.at(-1)).toEqual({ ok: false, left: 0, waitMs: 1_000 });
  expect([take('a', 999).ok, take('a', 1_000).ok, take('a', 1_000).ok]).toEqual([
    false,
    true,
    false,
  ]);
  expect(take('b', 1_000).ok).toBe(true);
});

it('never lets through more than a full bucket and what came in, whatever the times', () => {
  const gaps = fc.array(fc.nat(3_000), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 600 }), (waits, perMinute) => {
      const { take, capacity } = tokenBuckets(perMinute);
      let [atMs, through] = [0, 0];
      for (const wait of waits) {
        atMs += wait;
        if (take('a', atMs).ok) through += 1;
      }
      expect(through).toBeLessThanOrEqual(capacity + (atMs * perMinute) / 60_000 + 1e-6);
    }),
  );
});

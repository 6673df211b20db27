import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFlight } from './in-flight.ts';
import { nextLimit } from './pace.ts';

const pace = { limit: 100, most: 256, answered: 50, meanMs: 400, wasFull: true, targetMs: 500 };

describe('how many writes a process takes in hand', () => {
  it('becomes fewer in proportion to how late they are answered, at most by half at once', () => {
    expect(nextLimit({ ...pace, meanMs: 625 })).toBe(80);
    expect(nextLimit({ ...pace, meanMs: 5_000 })).toBe(50);
    expect(nextLimit({ ...pace, limit: 9, meanMs: 5_000 })).toBe(8);
  });

  it('becomes a tenth more when they are answered in time and somebody was turned away, up to the setting', () => {
    expect(nextLimit(pace)).toBe(110);
    expect(nextLimit({ ...pace, limit: 250 })).toBe(256);
    expect(nextLimit({ ...pace, wasFull: false })).toBe(100);
    expect(nextLimit({ ...pace, answered: 0, meanMs: 0 })).toBe(100);
  });

  it('comes to rest where what is in hand is answered in time, however fast the house works', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 400 }), (perSecond) => {
        let limit = 1_000;
        for (let look = 0; look < 200; look += 1) {
          const meanMs = (limit / perSecond) * 1_000;
          limit = nextLimit({ ...pace, limit, most: 1_000, meanMs });
        }
        const fits = perSecond / 2;
        expect(limit).toBeGreaterThanOrEqual(Math.min(8, fits));
        expect(limit).toBeLessThanOrEqual(Math.max(8, fits * 1.1 + 1));
      }),
    );
  });

  it('is judged again every fifth of a second from what was answered', () => {
    let ms = 0;
    const hands = inFlight(20, { targetMs: 100, mono: () => ms });
    const held = Array.from({ length: 21 }, () => hands.enter());
    expect([held.filter((one) => one === undefined).length, hands.isFull()]).toEqual([1, true]);
    ms = 400;
    for (const letGo of held) letGo?.();
    expect([hands.count(), hands.limit()]).toEqual([0, 10]);
  });
});

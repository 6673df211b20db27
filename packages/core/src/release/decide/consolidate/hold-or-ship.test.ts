import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { followChance, habitMinutes, habitOf, habitsTogether, noHabit } from './habit.ts';
import type { Habit } from './habit.ts';
import { holdOrShip } from './hold-or-ship.ts';
import type { HoldQuestion } from './hold-or-ship.ts';

const minuteMs = 60_000;
const at = Date.UTC(2026, 4, 6, 2);
const hour = habitMinutes.indexOf(60);

/** Of `orders` orders so many were followed within each span. */
const habit = (orders: number, followed: number): Habit => ({
  orders: habitMinutes.map(() => orders),
  followed: habitMinutes.map(() => followed),
});

const ask = (change: Partial<HoldQuestion>): HoldQuestion => ({
  at,
  latestSafeAt: at + 240 * minuteMs,
  minutesMax: 240,
  own: noHabit,
  tier: habit(1000, 10),
  savingMinor: 800,
  lateMinor: 2000,
  confidencePercent: 90,
  ...change,
});

describe("a customer's habit", () => {
  it('counts orders that were followed, and only those whose span is over', () => {
    const times = [0, 20, 300, 1000].map((minutes) => at + minutes * minuteMs);
    const seen = habitOf(times, at + 1050 * minuteMs);
    expect(seen.orders).toEqual([4, 4, 3, 3, 3, 3, 0]);
    expect(seen.followed).toEqual([0, 1, 1, 1, 1, 2, 0]);
  });

  it('is drawn towards the tier while little is known of the customer', () => {
    const tier = habit(1000, 100);
    // One standard deviation below 100 of 1,000.
    expect(followChance(noHabit, tier, hour)).toBeCloseTo(0.09);
    expect(followChance(habit(10, 10), tier, hour)).toBeCloseTo(0.545);
    expect(followChance(habit(990, 990), tier, hour)).toBeGreaterThan(0.98);
    expect(followChance(habit(5, 0), noHabit, hour)).toBe(0);
  });

  it('adds up over customers', () => {
    expect(habitsTogether(habit(3, 1), habit(4, 2))).toEqual(habit(7, 3));
  });
});

describe('hold or ship', () => {
  it('holds a customer who often orders again, for the span that is worth most, and says what it weighs', () => {
    const own = { ...habit(40, 20), followed: [2, 20, 20, 20, 20, 20, 20] };
    expect(holdOrShip(ask({ own }))).toEqual({
      ok: true,
      value: {
        untilAt: at + 30 * minuteMs,
        minutes: 30,
        chancePercent: 40.1,
        expectedMinor: 321,
        riskMinor: 25,
      },
    });
  });

  it('ships at once when the promise leaves no room, or when waiting is worth less than it risks', () => {
    expect(holdOrShip(ask({ latestSafeAt: at + 14 * minuteMs }))).toEqual({
      ok: false,
      refusal: { reason: 'no-slack', slackMinutes: 14 },
    });
    expect(holdOrShip(ask({}))).toMatchObject({ refusal: { reason: 'not-worth' } });
    expect(holdOrShip(ask({ tier: noHabit }))).toMatchObject({ refusal: { reason: 'not-worth' } });
  });

  it('never waits beyond the safe moment or the limit, and never for less than it risks', () => {
    const anyHabit = fc
      .array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 7, maxLength: 7 })
      .map((rows) => ({
        orders: rows.map(([a, b]) => a + b),
        followed: rows.map(([a]) => a),
      }));
    fc.assert(
      fc.property(
        anyHabit,
        anyHabit,
        fc.record({
          slack: fc.integer({ min: -60, max: 3000 }),
          minutesMax: fc.nat(1500),
          savingMinor: fc.nat(3000),
          lateMinor: fc.nat(9000),
        }),
        (own, tier, { slack, minutesMax, savingMinor, lateMinor }) => {
          const latestSafeAt = at + slack * minuteMs;
          const chosen = holdOrShip(
            ask({ own, tier, latestSafeAt, minutesMax, savingMinor, lateMinor }),
          );
          if (!chosen.ok) return;
          expect(chosen.value.untilAt).toBeLessThanOrEqual(latestSafeAt);
          expect(chosen.value.minutes).toBeLessThanOrEqual(minutesMax);
          expect(chosen.value.expectedMinor).toBeGreaterThan(chosen.value.riskMinor);
          expect(chosen.value.expectedMinor).toBeLessThanOrEqual(savingMinor);
        },
      ),
      { numRuns: 400, seed: 20_261_126 },
    );
  });
});

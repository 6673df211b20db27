import { describe, expect, it } from 'vitest';

import { senseDays } from './sense-days.ts';
import type { SensedSeries } from './sense-days.ts';
import { unwatched } from './sense.ts';
import { weekdayFactors } from './weekdays.ts';

/** Monday, 5 January 2026. */
const monday = 20_458;
const weekend = [0.6, 0.6, 0.7, 0.8, 1, 1.8, 1.5];

describe('the days of a week', () => {
  it('are learned from the last whole weeks, and are 1 on average', () => {
    const factors = weekdayFactors(
      (day) => 1_000 * (weekend[(day - monday + 700) % 7] ?? 0),
      monday,
    );
    factors.forEach((one, at) => {
      expect(one).toBeCloseTo(weekend[at] ?? 0, 1);
    });
    expect(factors.reduce((sum, one) => sum + one, 0)).toBeCloseTo(7, 9);
  });

  it('are not bent by one unusual week, nor by a few orders', () => {
    const rush = weekdayFactors((day) => (day === monday - 3 ? 9_000 : 100), monday);
    expect(Math.max(...rush)).toBeLessThan(1.01);
    const few = weekdayFactors((day) => (day % 7 === 0 ? 1 : 0), monday);
    expect(Math.max(...few)).toBeLessThan(1.3);
  });

  it('are alike before three whole weeks are known', () => {
    const known = weekdayFactors((day) => (day >= monday - 14 ? day : 0), monday);
    expect(known).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('keep a busy weekend from being sensed as an uplift', () => {
    const factors = weekdayFactors(
      (day) => 1_000 * (weekend[(day - monday + 700) % 7] ?? 0),
      monday,
    );
    const alarms = (isKnown: boolean): number => {
      let [seen, count]: [SensedSeries, number] = [{ watch: unwatched, shift: undefined }, 0];
      for (let day = 0; day < 182; day++) {
        const share = isKnown ? (factors[day % 7] ?? 1) : 1;
        const cameUnits = Math.round(80 * (weekend[day % 7] ?? 0));
        const looked = senseDays(seen, [{ day, cameUnits, forecastUnits: 80 * share }], {
          falseAlarmDays: 3650,
        });
        if (looked.isNew) count += 1;
        seen = looked;
      }
      return count;
    };
    expect(alarms(false)).toBeGreaterThan(5);
    expect(alarms(true)).toBe(0);
  });
});

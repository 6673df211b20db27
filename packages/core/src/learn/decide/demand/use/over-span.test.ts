import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId } from '../../../../words/index.ts';
import type { DemandForecast, SensedDemand } from '../../../../stock/decide/index.ts';
import { demandOver } from './over-span.ts';
import { carriedShift, senseDays } from './sense-days.ts';
import { unwatched } from './sense.ts';

const dayMs = 86_400_000;
const oat = itemId('OAT');
const row: DemandForecast = {
  itemId: oat,
  zone: 'CN-SH',
  fromAt: 0,
  untilAt: 28 * dayMs,
  meanUnits: 56,
  quantiles: [
    [0.5, 55],
    [0.9, 70],
  ],
  madeBy: 'combined.2',
};
const shift: SensedDemand = {
  itemId: oat,
  zone: 'CN-SH',
  direction: 'more',
  sinceDay: -3,
  untilDay: 0,
  cameUnits: 20,
  expectedUnits: 10,
  percent: 200,
};

describe('what is expected in a span', () => {
  it('is the row itself over its own span, and its part over a part', () => {
    expect(demandOver({ forecasts: [row] }, { fromAt: 0, untilAt: row.untilAt })).toEqual([row]);
    const [week] = demandOver({ forecasts: [row] }, { fromAt: 0, untilAt: 7 * dayMs });
    expect(week?.meanUnits).toBe(14);
    expect(week?.quantiles[1]?.[1]).toBe(14 + 14 / 2);
    const later = { fromAt: row.untilAt, untilAt: 40 * dayMs };
    expect(demandOver({ forecasts: [row] }, later)).toEqual([]);
  });

  it('is lifted by what was sensed, the less the later', () => {
    const at = (fromDay: number): number =>
      demandOver(
        { forecasts: [row], sensed: [shift] },
        { fromAt: fromDay * dayMs, untilAt: (fromDay + 1) * dayMs },
      )[0]?.meanUnits ?? 0;
    expect(at(0)).toBe(4);
    expect(at(14)).toBe(3);
    expect(at(21)).toBeLessThan(at(14));
  });

  it('lies on the days that a promotion moves, and adds up to the same', () => {
    const days = Array.from({ length: 28 }, (_, day) => (day === 3 ? 3 : 1));
    const promoted: DemandForecast = { ...row, meanUnits: 60, dayFactors: days };
    const units = (fromDay: number, untilDay: number): number =>
      demandOver(
        { forecasts: [promoted] },
        { fromAt: fromDay * dayMs, untilAt: untilDay * dayMs },
      ).reduce((sum, { meanUnits }) => sum + meanUnits, 0);
    expect(units(3, 4)).toBeCloseTo(6, 9);
    expect(units(10, 11)).toBeCloseTo(2, 9);
    expect(units(3.25, 3.5)).toBeCloseTo(1.5, 9);
    expect(units(0, 7)).toBeCloseTo(18, 9);
    const [week] = demandOver({ forecasts: [promoted] }, { fromAt: 0, untilAt: 7 * dayMs });
    const again = { fromAt: 3 * dayMs, untilAt: 4 * dayMs };
    expect(demandOver({ forecasts: [week!] }, again)[0]?.meanUnits).toBeCloseTo(6, 9);
  });

  it('adds up over the days of a span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 27 }), (cut) => {
        const of = (fromAt: number, untilAt: number): number =>
          demandOver({ forecasts: [row], sensed: [shift] }, { fromAt, untilAt })[0]?.meanUnits ?? 0;
        const whole = of(0, row.untilAt);
        expect(of(0, cut * dayMs) + of(cut * dayMs, row.untilAt)).toBeCloseTo(whole, 9);
      }),
    );
  });

  it('is that of the item that is asked for', () => {
    const span = { fromAt: 0, untilAt: dayMs, itemId: itemId('TEA') };
    expect(demandOver({ forecasts: [row] }, span)).toEqual([]);
  });
});

describe('days that have ended', () => {
  const usual = { falseAlarmDays: 3650 };
  const days = (from: number, units: readonly number[]) =>
    units.map((cameUnits, ix) => ({ day: from + ix, cameUnits, forecastUnits: 10 }));

  it('say nothing while customers come as expected', () => {
    const calm = { watch: unwatched, shift: undefined };
    const seen = senseDays(calm, days(0, [9, 11, 10, 12, 8, 10]), usual);
    expect([seen.shift, seen.isNew]).toEqual([undefined, false]);
  });

  it('tell an uplift once: days at its level are what is expected then', () => {
    const calm = { watch: unwatched, shift: undefined };
    const first = senseDays(calm, days(0, [30, 30, 30]), usual);
    expect(first).toMatchObject({ isNew: true, shift: { direction: 'more' } });
    expect(first.shift?.percent).toBeGreaterThan(230);
    expect(senseDays(first, days(3, [29, 28]), usual).isNew).toBe(false);
  });

  it('end an uplift when customers come as before', () => {
    const lifted = { watch: unwatched, shift: { ...shift, percent: 300 } };
    const seen = senseDays(lifted, days(1, [10, 10, 10, 10, 10, 10]), usual);
    expect(seen.isNew).toBe(true);
    expect(seen.shift?.percent ?? 100).toBeLessThan(160);
  });

  it('make the same watch whether they are looked at one by one or together', () => {
    const anyDays = fc.array(fc.nat(30), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyDays, (units) => {
        const calm = { watch: unwatched, shift: undefined };
        const together = senseDays(calm, days(0, units), usual);
        let one: Parameters<typeof senseDays>[0] = calm;
        for (const day of days(0, units)) one = senseDays(one, [day], usual);
        expect([one.watch, one.shift]).toEqual([together.watch, together.shift]);
      }),
    );
  });
});

describe('a shift under a new forecast', () => {
  it('goes on fading where the forecast has learned nothing of it', () => {
    const left = carriedShift(shift, { before: 2, now: 2 }, 14);
    expect(left).toMatchObject({ percent: 150, untilDay: 14 });
  });

  it('counts only for what the forecast does not say itself, and ends when it says all', () => {
    expect(carriedShift(shift, { before: 2, now: 3 }, 0)).toMatchObject({ percent: 133 });
    expect(carriedShift(shift, { before: 2, now: 4 }, 0)).toBeUndefined();
    expect(carriedShift(shift, { before: 2, now: 5 }, 0)).toBeUndefined();
  });

  it('is never larger than before', () => {
    expect(carriedShift(shift, { before: 2, now: 1 }, 0)).toMatchObject({ percent: 200 });
    const less = { ...shift, direction: 'less' as const, percent: 50 };
    expect(carriedShift(less, { before: 2, now: 4 }, 0)).toMatchObject({ percent: 50 });
  });
});

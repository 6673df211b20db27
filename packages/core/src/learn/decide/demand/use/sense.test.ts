import { describe, expect, it } from 'vitest';

import { chanceFrom } from '../../chance.ts';
import { shiftFactor, unwatched, watchDay } from './sense.ts';
import type { DemandShift } from '../../../../stock/decide/index.ts';
import type { DemandWatch } from './sense.ts';

/** Mulberry32 and Knuth's Poisson: the same seed makes the same days. */
function poissonFrom(seed: number): (mean: number) => number {
  const chance = chanceFrom(seed);
  return (mean) => {
    const limit = Math.exp(-mean);
    let [count, product] = [0, chance()];
    while (product > limit) {
      count += 1;
      product *= chance();
    }
    return count;
  };
}

/** Watches days until the first alarm, at most `days`. */
function firstShift(
  drawn: (day: number) => number,
  {
    expectedUnits,
    falseAlarmDays,
    days,
  }: { expectedUnits: number; falseAlarmDays: number; days: number },
): DemandShift | undefined {
  let watch: DemandWatch = unwatched;
  for (let day = 0; day < days; day += 1) {
    const looked = watchDay(
      watch,
      { day, cameUnits: drawn(day), expectedUnits },
      { falseAlarmDays },
    );
    if (looked.shift) return looked.shift;
    watch = looked.watch;
  }
  return undefined;
}

describe('the watch over demand', () => {
  it('senses that demand has doubled within days, since when, and about how much', () => {
    const poisson = poissonFrom(3);
    const shift = firstShift((day) => poisson(day < 30 ? 8 : 16), {
      expectedUnits: 8,
      falseAlarmDays: 3650,
      days: 60,
    });
    expect(shift?.direction).toBe('more');
    expect(shift?.untilDay).toBeGreaterThanOrEqual(30);
    expect(shift?.untilDay).toBeLessThan(44);
    expect(shift?.percent).toBeGreaterThan(150);
    expect(shift?.percent).toBeLessThan(230);
  });

  it('senses that demand has gone', () => {
    const shift = firstShift(() => 0, { expectedUnits: 5, falseAlarmDays: 3650, days: 60 });
    expect(shift).toMatchObject({ direction: 'less', sinceDay: 0, cameUnits: 0 });
    expect(shift?.percent).toBeLessThan(40);
  });

  it('gives fewer false alarms than it says', () => {
    const falseAlarmDays = 200;
    let alarms = 0;
    const items = 100;
    for (let item = 0; item < items; item += 1) {
      const poisson = poissonFrom(1000 + item);
      const mean = 0.3 + item / 10;
      if (firstShift(() => poisson(mean), { expectedUnits: mean, falseAlarmDays, days: 100 }))
        alarms += 1;
    }
    // 100 items over half the mean time: fewer than half of them, by far.
    expect(alarms).toBeLessThan(items * 0.5);
  });

  it('learns that some items sell in bursts, and does not cry over each', () => {
    const poisson = poissonFrom(11);
    const bursts = (day: number): number => (day % 5 === 0 ? 5 * poisson(4) : 0);
    let watch: DemandWatch = unwatched;
    let alarms = 0;
    for (let day = 0; day < 720; day += 1) {
      const looked = watchDay(
        watch,
        { day, cameUnits: bursts(day), expectedUnits: 4 },
        { falseAlarmDays: 3650 },
      );
      watch = looked.watch;
      if (looked.shift && day > 60) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });

  it('says nothing of what nobody expected to sell', () => {
    expect(
      firstShift(() => 0, { expectedUnits: 0, falseAlarmDays: 100, days: 50 }),
    ).toBeUndefined();
  });
});

describe('a sensed shift', () => {
  const shift = { percent: 200, untilDay: 100 };

  it('counts in full on its day and by half two weeks later', () => {
    expect(shiftFactor(shift, { fromDay: 100, untilDay: 101 })).toBe(2);
    expect(shiftFactor(shift, { fromDay: 114, untilDay: 115 })).toBeCloseTo(1.5, 9);
  });

  it('is averaged over the span of a forecast, and fades from it', () => {
    const near = shiftFactor(shift, { fromDay: 98, untilDay: 105 });
    expect(near).toBeGreaterThan(1.85);
    expect(near).toBeLessThan(2);
    expect(shiftFactor(shift, { fromDay: 300, untilDay: 307 })).toBeCloseTo(1, 3);
  });

  it('makes less of a forecast when there is less', () => {
    expect(shiftFactor({ percent: 50, untilDay: 10 }, { fromDay: 10, untilDay: 11 })).toBe(0.5);
  });
});

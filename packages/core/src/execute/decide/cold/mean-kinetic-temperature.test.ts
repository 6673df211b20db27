import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  judgeTemperature,
  meanKineticCelsius,
  meanKineticMilliCelsius,
} from './mean-kinetic-temperature.ts';

const hourMs = 3_600_000;
const hours = (celsius: number, count: number) => ({
  milliCelsius: celsius * 1000,
  forMs: count * hourMs,
});
/** Refrigerated goods, 2 to 8 °C. */
const refrigerated = {
  meanKineticMilliCelsiusMax: 8000,
  lowMilliCelsius: 2000,
  highMilliCelsius: 8000,
  excursionMsMax: 24 * hourMs,
};

describe('the mean kinetic temperature', () => {
  it('of a constant temperature is that temperature', () => {
    expect(meanKineticMilliCelsius([hours(5, 3), hours(5, 9)])).toBe(5000);
  });

  it('of half a day each at 15 and 25 °C lies above their mean, by the formula worked by hand', () => {
    // exp(−10000 / 288.15) = 8.459e−16, exp(−10000 / 298.15) = 2.711e−15; mean 1.778e−15 → 294.66 K less rounding.
    const hand = 10_000 / -Math.log((Math.exp(-10_000 / 288.15) + Math.exp(-10_000 / 298.15)) / 2);
    expect(meanKineticMilliCelsius([hours(15, 12), hours(25, 12)])).toBe(
      Math.round((hand - 273.15) * 1000),
    );
    expect(meanKineticMilliCelsius([hours(15, 12), hours(25, 12)])).toBeGreaterThan(20_000);
  });

  it.each([
    ['half a day each at 5 and 15', [hours(5, 12), hours(15, 12)], 11.3867301600034],
    ['a day at 5 with one hour at 25', [hours(5, 23), hours(25, 1)], 7.75642196154536],
    ['20 and 25 in turn', [hours(20, 1), hours(25, 1)], 22.8320253208296],
    ['29 days at 22 and one at 40', [hours(22, 696), hours(40, 24)], 23.5995830898155],
    ['a frozen day with two hours at -12', [hours(-20, 22), hours(-12, 2)], -18.8469470871164],
  ])('agrees with sixty decimal digits for %s °C', (_what, readings, celsius) => {
    expect(Math.abs((meanKineticCelsius(readings) ?? NaN) - celsius)).toBeLessThan(1e-9);
  });

  it('lies between mean and highest, and does not depend on the order of readings', () => {
    const reading = fc.record({
      milliCelsius: fc.integer({ min: -30_000, max: 45_000 }),
      forMs: fc.integer({ min: 60_000, max: 86_400_000 }),
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 20 }), (all) => {
        const mean = meanKineticMilliCelsius(all) ?? NaN;
        const total = all.reduce((sum, { forMs }) => sum + forMs, 0);
        const arithmetic = all.reduce((sum, one) => sum + one.milliCelsius * one.forMs, 0) / total;
        expect(mean).toBeGreaterThanOrEqual(Math.floor(arithmetic) - 1);
        expect(mean).toBeLessThanOrEqual(Math.max(...all.map((one) => one.milliCelsius)) + 1);
        expect(
          Math.abs((meanKineticMilliCelsius([...all].reverse()) ?? NaN) - mean),
        ).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300, seed: 20_261_126 },
    );
  });
});

describe('a judgement of refrigerated goods', () => {
  it('lets an hour at the warm dock pass, and says how warm it was on the whole', () => {
    const judged = judgeTemperature([hours(5, 47), hours(20, 1)], refrigerated);
    expect(judged).toMatchObject({ verdict: 'conformant', outsideMs: hourMs });
    expect(judged.meanKineticMilliCelsius).toBeLessThan(8000);
  });

  it('refuses what was too warm on the whole, and what was outside for too long', () => {
    expect(judgeTemperature([hours(5, 24), hours(20, 12)], refrigerated).because).toBe(
      'too-warm-on-the-whole',
    );
    expect(judgeTemperature([hours(0, 25), hours(5, 100)], refrigerated).because).toBe(
      'too-long-outside',
    );
  });

  it('refuses goods of which nothing is known', () => {
    expect(judgeTemperature([], refrigerated)).toEqual({
      verdict: 'non_conformant',
      because: 'nothing-read',
      meanKineticMilliCelsius: undefined,
      outsideMs: 0,
    });
  });
});

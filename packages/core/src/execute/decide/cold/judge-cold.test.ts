import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hourMs, minuteMs } from '../../../words/index.ts';
import { judgeCold, survivesMs } from './judge-cold.ts';
import { coldLimits } from './limits.ts';
import { meanKineticCelsius } from './mean-kinetic-temperature.ts';
import { spansOf } from './spans.ts';
import type { ColdQuestion } from './spans.ts';

const limits = coldLimits.chilled;
/** A reading every five minutes, judged at the last one. */
const every5 = (celsius: readonly number[], more: Partial<ColdQuestion> = {}): ColdQuestion => ({
  at: (celsius.length - 1) * 5 * minuteMs,
  sinceAt: 0,
  readings: celsius.map((one, ix) => ({ at: ix * 5 * minuteMs, milliCelsius: one * 1000 })),
  limits,
  ...more,
});
const times = (count: number, celsius: number): number[] =>
  Array.from({ length: count }, () => celsius);

describe('chilled goods under a logger', () => {
  it('are fine between 2 and 8 °C', () => {
    expect(judgeCold(every5(times(20, 5)))).toMatchObject({
      level: 'fine',
      because: 'within-limits',
      outsideMs: 0,
      gapMs: 0,
      meanKineticMilliCelsius: 5000,
    });
  });

  it('are watched while the door is open for a quarter of an hour', () => {
    expect(judgeCold(every5([5, 5, 10, 10]))).toMatchObject({
      level: 'watch',
      because: 'outside-within-grace',
      outsideMs: 10 * minuteMs,
      stretchMs: 10 * minuteMs,
    });
  });

  it('call for an answer after that, and say how long they still bear it', () => {
    const judged = judgeCold(every5([5, 10, 10, 10, 10]));
    expect(judged).toMatchObject({
      level: 'excursion',
      because: 'outside-too-long',
      stretchMs: 20 * minuteMs,
      nowMilliCelsius: 10_000,
    });
    expect(judged.survivesMs).toBeGreaterThan(10 * hourMs);
    expect(judged.survivesMs).toBeLessThan(24 * hourMs);
  });

  it('are watched again once they are cold, and the long time outside is not forgotten', () => {
    expect(judgeCold(every5([5, 10, 10, 10, 10, 5, 5, 5]))).toMatchObject({
      level: 'watch',
      because: 'was-outside',
      stretchMs: 0,
    });
  });

  it('are spoiled at once beyond what they bear at all, warm or frozen', () => {
    expect(judgeCold(every5([5, 25.5]))).toMatchObject({ level: 'spoiled', because: 'hard-limit' });
    expect(judgeCold(every5([5, -1]))).toMatchObject({ level: 'spoiled', survivesMs: 0 });
  });

  it('are spoiled when all times outside together are longer than their budget', () => {
    const cold = every5([...times(145, 1), 5, ...times(145, 1)]);
    expect(judgeCold(cold)).toMatchObject({ level: 'spoiled', because: 'budget-used' });
    const carriedOver = every5([5, 9, 9], { outsideBeforeMs: 24 * hourMs });
    expect(judgeCold(carriedOver).because).toBe('budget-used');
  });

  it('are spoiled when a window was too warm on the whole, however cold it is now', () => {
    const cold = every5([...times(36, 24), ...times(60, 3)]);
    const judged = judgeCold(cold);
    expect(judged).toMatchObject({ level: 'spoiled', because: 'too-warm-on-the-whole' });
    expect(judged.meanKineticMilliCelsius).toBeGreaterThan(8000);
  });

  it('bear one hour at 25 °C in a day at 5 °C, by the mean kinetic temperature', () => {
    const judged = judgeCold(every5([...times(277, 5), ...times(12, 25)]));
    expect(judged.level).toBe('excursion');
    expect(judged.meanKineticMilliCelsius).toBeGreaterThan(7500);
    expect(judged.meanKineticMilliCelsius).toBeLessThanOrEqual(8000);
  });

  it('that nobody has measured yet are watched, and after a whole budget of silence call for an answer', () => {
    const silent = (hours: number) => every5([], { at: hours * hourMs });
    expect(judgeCold(silent(0))).toMatchObject({ level: 'watch', because: 'nothing-read' });
    expect(judgeCold(silent(3))).toMatchObject({
      level: 'watch',
      because: 'gap',
      gapMs: 3 * hourMs,
    });
    expect(judgeCold(silent(25))).toMatchObject({ level: 'excursion', because: 'seen-too-little' });
  });

  it('count at no less than the upper limit while the logger is silent', () => {
    const gap = every5([4, 4], { at: 5 * hourMs });
    expect(
      spansOf(gap).map(({ forMs, warmestMilliCelsius, isGap }) => [
        forMs,
        warmestMilliCelsius,
        isGap,
      ]),
    ).toEqual([
      [5 * minuteMs, 4000, false],
      [5 * hourMs - 5 * minuteMs, 8000, true],
    ]);
    expect(judgeCold(gap)).toMatchObject({ level: 'watch', because: 'gap' });
  });

  it('are judged by what was measured up to the moment, late and doubled readings included', () => {
    const cold = every5([5, 10, 10, 10, 10]);
    const mixed = { ...cold, readings: [...cold.readings, ...cold.readings].reverse() };
    expect(judgeCold(mixed)).toEqual(judgeCold(cold));
    expect(judgeCold({ ...cold, at: 5 * minuteMs }).because).toBe('outside-within-grace');
  });
});

describe('frozen goods', () => {
  it('are spoiled above -12 °C and called for between -15 and that', () => {
    const frozen = (celsius: readonly number[]) =>
      judgeCold(every5(celsius, { limits: coldLimits.frozen }));
    expect(frozen([-20, -18]).level).toBe('fine');
    expect(frozen([-20, -13, -13, -13]).level).toBe('excursion');
    expect(frozen([-20, -11]).level).toBe('spoiled');
  });
});

const celsius = fc.integer({ min: 2000, max: 25_000 });
const anyReadings = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 48 * hourMs }), milliCelsius: celsius }),
  { maxLength: 60 },
);
const question = (readings: ColdQuestion['readings']): ColdQuestion => ({
  at: 48 * hourMs,
  sinceAt: 0,
  readings,
  limits,
});
const sure = { numRuns: 400, seed: 20_261_126 } as const;

describe('whatever a logger tells', () => {
  it('the spans cover the time without hole or overlap', () => {
    fc.assert(
      fc.property(anyReadings, (readings) => {
        let endAt = 0;
        for (const span of spansOf(question(readings))) {
          expect(span.startAt).toBe(endAt);
          endAt += span.forMs;
        }
        expect(endAt).toBe(48 * hourMs);
      }),
      sure,
    );
  });

  it('the mean kinetic temperature is never below the mean over time of what was measured', () => {
    fc.assert(
      fc.property(anyReadings, (readings) => {
        const spans = spansOf(question(readings)).map(({ forMs, warmestMilliCelsius }) => ({
          forMs,
          milliCelsius: warmestMilliCelsius,
        }));
        const totalMs = spans.reduce((sum, { forMs }) => sum + forMs, 0);
        const mean = spans.reduce((sum, one) => sum + one.milliCelsius * one.forMs, 0) / totalMs;
        expect((meanKineticCelsius(spans) ?? NaN) * 1000).toBeGreaterThanOrEqual(mean - 1e-6);
      }),
      sure,
    );
  });

  it('a warmer reading never makes the judgement better, nor the goods last longer', () => {
    const rank = ['fine', 'watch', 'excursion', 'spoiled'];
    fc.assert(
      fc.property(
        anyReadings,
        fc.nat(59),
        fc.integer({ min: 0, max: 8000 }),
        (readings, nth, by) => {
          const warmer = readings.map((one, ix) =>
            ix === nth ? { ...one, milliCelsius: one.milliCelsius + by } : one,
          );
          const [before, after] = [judgeCold(question(readings)), judgeCold(question(warmer))];
          expect(rank.indexOf(after.level)).toBeGreaterThanOrEqual(rank.indexOf(before.level));
          expect(after.meanKineticMilliCelsius).toBeGreaterThanOrEqual(
            before.meanKineticMilliCelsius,
          );
          expect(after.outsideMs).toBeGreaterThanOrEqual(before.outsideMs);
          for (const milliCelsius of [5000, 9000, 20_000])
            expect(survivesMs(question(warmer), milliCelsius)).toBeLessThanOrEqual(
              survivesMs(question(readings), milliCelsius),
            );
        },
      ),
      sure,
    );
  });

  it('goods are not spoiled before the time that they were said to survive is over', () => {
    fc.assert(
      fc.property(anyReadings, celsius, (readings, warmth) => {
        const cold = question(readings.map((one) => ({ ...one, at: Math.floor(one.at / 4) })));
        const at = 12 * hourMs;
        const now = { ...cold, at, readings: [...cold.readings, { at, milliCelsius: warmth }] };
        fc.pre(judgeCold(now).level !== 'spoiled');
        const stepMs = 10 * minuteMs;
        const steps = Math.floor(survivesMs(now, warmth) / stepMs);
        const later = Array.from({ length: steps }, (_, ix) => ({
          at: at + (ix + 1) * stepMs,
          milliCelsius: warmth,
        }));
        const then = { ...now, at: at + steps * stepMs, readings: [...now.readings, ...later] };
        expect(judgeCold(then).level).not.toBe('spoiled');
      }),
      sure,
    );
  });
});

import { describe, expect, it } from 'vitest';

import { dayMs } from '../../../words/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { exampleLinear } from '../../../models/decide/golden/example-models.ts';
import { chanceFrom } from '../chance.ts';
import { lifeTable, scoreAt } from './life-table.ts';
import { calibrationFactors } from './recalibrate.ts';
import type { WatchedCase } from './recalibrate.ts';

const ended = (untilScore: number) => ({ fromScore: 0, untilScore, hasEnded: true });

describe('the life table of deliveries', () => {
  it('is the plain distribution when all have ended', () => {
    const table = lifeTable([1, 2, 3, 4].map(ended));
    expect([...table.scores]).toEqual([1, 2, 3, 4]);
    table.endedShares.forEach((share, at) => expect(share).toBeCloseTo((at + 1) / 4, 12));
  });

  it('takes the ⌈(n + 1) share⌉-th end, and none when there are too few', () => {
    const nine = lifeTable(Array.from({ length: 9 }, (_, at) => ended(at + 1)));
    expect(scoreAt(nine, 0.9)).toBe(9);
    expect(scoreAt(nine, 0.5)).toBe(5);
    expect(scoreAt(nine, 0.95)).toBeUndefined();
  });

  it('counts open cases as far as they were watched', () => {
    // textbook: ends at 1 and 3, open at 2: 1 − 2/3 · 0
    const table = lifeTable([ended(1), { fromScore: 0, untilScore: 2, hasEnded: false }, ended(3)]);
    expect(table.endedShares[0]).toBeCloseTo(1 / 3, 12);
    expect(table.endedShares[1]).toBeCloseTo(1, 12);
  });

  it('does not count a case before it was watched', () => {
    const table = lifeTable([ended(1), { fromScore: 2, untilScore: 3, hasEnded: true }]);
    expect(table.endedShares[0]).toBe(1);
  });
});

/** A model that says 10 days at every level asked. */
const tenDays: ModelDocument = {
  ...exampleLinear,
  levels: [0.5, 0.9],
  features: [{ name: 'nothing', kind: 'number' }],
  body: { kind: 'linear', base: [5, 10], weights: [0, 0], fill: [0] },
};

/** Orders over 200 days whose true times are exponential with the given 0.9 quantile; what ends after `at` is open then. */
function orders(at: number, slowFromAt: number, factor: number): readonly WatchedCase[] {
  const chance = chanceFrom(11);
  return Array.from({ length: 8000 }, (_, n) => {
    const startAt = at - 200 * dayMs + (n / 8000) * 200 * dayMs;
    const days =
      (-Math.log(1 - chance()) * 10 * (startAt >= slowFromAt ? factor : 1)) / Math.log(10);
    return { row: Float32Array.of(0), startAt, endAt: startAt + days * dayMs };
  });
}

describe('calibration on what happened lately', () => {
  const at = 400 * dayMs;
  const window = { at, recentMs: 28 * dayMs, ageMaxMs: 90 * dayMs, unitMs: dayMs };

  it('finds that a right model needs no factor though slow deliveries have not reported', () => {
    const [, high] = calibrationFactors(tenDays, orders(at, at, 1), window);
    expect(high).toBeGreaterThan(0.93);
    expect(high).toBeLessThan(1.07);
  });

  it('is not fooled as those are who look only at deliveries that have reported', () => {
    const young = orders(at, at, 1).filter((one) => one.startAt > at - 14 * dayMs);
    const reported = young.filter(({ endAt = 0 }) => endAt <= at);
    const fast = reported
      .map(({ startAt, endAt = 0 }) => (endAt - startAt) / dayMs / 10)
      .sort((a, b) => a - b);
    expect(fast[Math.floor(0.9 * fast.length)]).toBeLessThan(0.9);
    const [, high] = calibrationFactors(tenDays, young, window);
    expect(high).toBeGreaterThan(0.93);
  });

  it('follows when everything becomes slower by a half', () => {
    const [, high] = calibrationFactors(tenDays, orders(at, at - 60 * dayMs, 1.5), window);
    expect(high).toBeGreaterThan(1.35);
    expect(high).toBeLessThan(1.65);
  });

  it('does not wait for what was lost', () => {
    const lost = orders(at, at, 1).map((one, n) =>
      n % 10 === 0 ? { ...one, endAt: undefined } : one,
    );
    const [, high] = calibrationFactors(tenDays, lost, window);
    expect(high).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1.1);
  });

  it('leaves the factors as they are when too little has ended', () => {
    const few = orders(at, at, 1).slice(-40);
    expect(calibrationFactors({ ...tenDays, factors: [1, 1.2] }, few, window)).toEqual([1, 1.2]);
  });
});

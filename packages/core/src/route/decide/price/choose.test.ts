import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { depletionPrice } from './depletion.ts';
import { countAt, sampleFutures } from './futures.ts';
import { chooseShrink } from './shrink.ts';

describe('the price without a forecast', () => {
  it('is nothing on a full shelf, all that a unit can save on an empty one, and never falls between', () => {
    const at = (leftUnits: number): number =>
      depletionPrice({ startUnits: 20, leftUnits, worthMinor: 900 });
    expect(at(20)).toBe(0);
    expect(at(0)).toBe(900);
    for (let left = 20; left > 0; left--) expect(at(left - 1)).toBeGreaterThan(at(left));
  });

  it('stays within its range when more came in than there was, or nothing was ever there', () => {
    expect(depletionPrice({ startUnits: 5, leftUnits: 8, worthMinor: 900 })).toBe(0);
    expect(depletionPrice({ startUnits: 0, leftUnits: 0, worthMinor: 900 })).toBe(0);
  });
});

describe('the share of the price that counts', () => {
  it('is never worse than no price on any replay it was chosen on', () => {
    const anyCosts = fc.array(fc.array(fc.nat(100), { minLength: 3, maxLength: 3 }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(anyCosts, (costs) => {
        const replay = (percent: number): readonly number[] => costs[percent / 25] ?? [];
        const { shrinkPercent, minor, myopicMinor } = chooseShrink([25, 50, 75], replay);
        const chosen = replay(shrinkPercent);
        chosen.forEach((cost, ix) => expect(cost).toBeLessThanOrEqual(costs[0]![ix]!));
        expect(minor).toBeLessThanOrEqual(myopicMinor);
      }),
    );
  });

  it('is the cheapest one that did no harm, and nothing where all did', () => {
    const costs: Record<number, readonly number[]> = { 0: [50, 50], 50: [45, 49], 100: [20, 51] };
    expect(chooseShrink([100, 50], (percent) => costs[percent]!)).toEqual({
      shrinkPercent: 50,
      minor: 94,
      myopicMinor: 100,
    });
    expect(chooseShrink([100], (percent) => costs[percent]!).shrinkPercent).toBe(0);
  });
});

describe('sampled futures', () => {
  const totals = (evidenceUnits: number): readonly number[] =>
    sampleFutures({ meanUnits: [6, 0, 14], evidenceUnits }, { count: 4000, seed: 7 }).map(
      ({ units }) => Array.from(units).reduce((sum, one) => sum + one, 0),
    );
  const momentsOf = (values: readonly number[]): readonly [mean: number, variance: number] => {
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    return [mean, values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1)];
  };

  it('have the mean of the forecast and the spread of what is known', () => {
    const [sureMean, sureVariance] = momentsOf(totals(Infinity));
    expect(sureMean).toBeCloseTo(20, 0);
    expect(sureVariance).toBeGreaterThan(18.5);
    expect(sureVariance).toBeLessThan(21.5);
    const [mean, variance] = momentsOf(totals(10));
    expect(Math.abs(mean - 20)).toBeLessThan(0.5);
    expect(variance).toBeGreaterThan(54);
    expect(variance).toBeLessThan(66);
  });

  it('go where the forecast says, and nowhere else', () => {
    const futures = sampleFutures(
      { meanUnits: [6, 0, 14], evidenceUnits: Infinity },
      { count: 2000, seed: 3 },
    );
    const perZone = [0, 1, 2].map(
      (zone) => futures.reduce((sum, { units }) => sum + units[zone]!, 0) / futures.length,
    );
    expect(perZone[0]).toBeCloseTo(6, 0);
    expect(perZone[1]).toBe(0);
    expect(perZone[2]).toBeCloseTo(14, 0);
  });

  it('are the same for the same seed', () => {
    const ask = { count: 3, seed: 11 };
    const belief = { meanUnits: [3, 90], evidenceUnits: 5 };
    expect(sampleFutures(belief, ask)).toEqual(sampleFutures(belief, ask));
    expect(sampleFutures(belief, ask)).not.toEqual(sampleFutures(belief, { ...ask, seed: 12 }));
  });

  it('count as the textbook does: Poisson, negative binomial, and normal where counts are large', () => {
    // Poisson(3): P(≤ 2) = 0.4232, P(≤ 3) = 0.6472, P(≤ 6) = 0.9665
    const poisson = { mean: 3, evidence: Infinity };
    expect([0.42, 0.43, 0.64, 0.65, 0.966].map((at) => countAt(poisson, at))).toEqual([
      2, 3, 3, 4, 6,
    ]);
    // Negative binomial, shape 1, mean 1 is geometric: P(≤ k) = 1 − 0.5^(k + 1)
    const geometric = { mean: 1, evidence: 1 };
    expect([0.49, 0.51, 0.76, 0.88].map((at) => countAt(geometric, at))).toEqual([0, 1, 2, 3]);
    // N(10 000, 100²): 97.5 % at 10 196
    expect(countAt({ mean: 10_000, evidence: Infinity }, 0.975)).toBeCloseTo(10_196, -1);
    expect(countAt({ mean: 10_000, evidence: Infinity }, 0.025)).toBeCloseTo(9804, -1);
    expect(countAt({ mean: 0, evidence: 5 }, 0.99)).toBe(0);
  });
});

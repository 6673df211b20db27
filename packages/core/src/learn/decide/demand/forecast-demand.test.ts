import { describe, expect, it } from 'vitest';

import { chanceFrom } from '../chance.ts';
import { forecastDemand } from './forecast-demand.ts';
import { pinball } from './methods/outlook.ts';
import type { DemandSeries } from './series.ts';

/** Knuth's Poisson: the same chance makes the same count. */
function poisson(mean: number, chance: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, chance()];
  while (product > limit) {
    count += 1;
    product *= chance();
  }
  return count;
}

/** 120 items at different levels; `season` multiplies all of them. */
function shop(weeks: number, season: (week: number) => number, seed = 5): readonly DemandSeries[] {
  const chance = chanceFrom(seed);
  return Array.from({ length: 120 }, (_, ix) => {
    const level = 0.1 * 1.05 ** ix;
    const units = Float64Array.from({ length: weeks }, (__, week) =>
      poisson(level * season(week), chance),
    );
    return { key: `item-${String(ix)}`, units };
  });
}

const usual = { periodsAhead: 4, probabilities: [0.5, 0.8, 0.95] };
const cut = (all: readonly DemandSeries[], until: number): readonly DemandSeries[] =>
  all.map((one) => ({ ...one, units: Array.from(one.units).slice(0, until) }));
const came = ({ units }: DemandSeries, from: number): number =>
  Array.from(units)
    .slice(from, from + 4)
    .reduce((sum, one) => sum + one, 0);
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

describe('the forecast of all series', () => {
  const steady = shop(64, () => 1);
  const told = forecastDemand(cut(steady, 60), usual);

  it('covers what comes about as often as it says', () => {
    const within = usual.probabilities.map(
      (_, at) =>
        told.filter(({ quantileUnits }, ix) => came(steady[ix]!, 60) <= (quantileUnits[at] ?? 0))
          .length / 120,
    );
    expect(within[1]).toBeGreaterThan(0.72);
    expect(within[2]).toBeGreaterThan(0.88);
  });

  it('is unbiased where nothing changes', () => {
    const expected = sum(told.map(({ meanUnits }) => meanUnits));
    const actual = sum(steady.map((one) => came(one, 60)));
    expect(Math.abs(expected / actual - 1)).toBeLessThan(0.06);
  });

  it('loses less than repeating the last span', () => {
    const loss = (quantileOf: (ix: number) => number): number =>
      sum(steady.map((one, ix) => pinball(came(one, 60), quantileOf(ix), 0.8)));
    expect(loss((ix) => told[ix]?.quantileUnits[1] ?? 0)).toBeLessThan(
      loss((ix) => came(steady[ix]!, 56)),
    );
  });

  it('is the same for the same past, names what made it, and its quantiles rise', () => {
    expect(forecastDemand(cut(steady, 60), usual)).toEqual(told);
    for (const { shares, quantileUnits } of told) {
      expect(sum(Object.values(shares))).toBeCloseTo(1, 9);
      expect([...quantileUnits].sort((a, b) => a - b)).toEqual(quantileUnits);
    }
  });
});

it('senses that everything grows, beyond the last level', () => {
  const growing = shop(50, (week) => (week < 30 ? 1 : 1.05 ** (week - 30)));
  const [told] = [forecastDemand(cut(growing, 46), usual)];
  const level = sum(growing.map((one) => came(one, 42)));
  expect(sum(told.map(({ meanUnits }) => meanUnits))).toBeGreaterThan(level * 1.08);
});

it('expects the peak of the year before', () => {
  const peak = (week: number): number => (week % 52 >= 47 ? 3 : 1);
  const year = shop(104, peak);
  const told = forecastDemand(cut(year, 99), { ...usual, periodsPerYear: 52 });
  const unaware = forecastDemand(cut(year, 99), usual);
  const actual = sum(year.map((one) => came(one, 99)));
  const total = (all: typeof told): number => sum(all.map(({ meanUnits }) => meanUnits));
  expect(total(told) / actual).toBeGreaterThan(0.5);
  expect(total(told)).toBeGreaterThan(total(unaware) * 1.4);
});

it('takes a past promotion out of the level and a known one into the forecast', () => {
  const base = cut(
    shop(60, () => 1),
    60,
  );
  const upliftPast = Float64Array.from({ length: 60 }, (_, week) => (week >= 57 ? 3 : 1));
  const promoted = base.map((one, ix) =>
    ix === 100
      ? {
          ...one,
          units: Array.from(one.units, (units, week) => units * (upliftPast[week] ?? 1)),
          upliftPast,
        }
      : one,
  );
  const [plain, calm, again] = [
    base,
    promoted,
    promoted.map((one, ix) => (ix === 100 ? { ...one, upliftAhead: 3 } : one)),
  ].map((all) => forecastDemand(all, usual)[100]?.meanUnits ?? 0);
  expect(calm! / plain!).toBeGreaterThan(0.85);
  expect(calm! / plain!).toBeLessThan(1.15);
  expect(again! / calm!).toBeCloseTo(3, 6);
});

it('lets a series that nobody has asked for yet lean on its prior', () => {
  const known = cut(
    shop(40, () => 1),
    40,
  );
  const fresh = { key: 'new', units: new Float64Array(40) };
  const mean = (prior?: number): number =>
    forecastDemand(
      [...known, prior === undefined ? fresh : { ...fresh, priorUnits: prior }],
      usual,
    ).at(-1)?.meanUnits ?? 0;
  expect(mean()).toBeLessThan(0.1);
  expect(mean(2)).toBeGreaterThan(0.2);
});

it('forecasts nothing of nothing', () => {
  expect(forecastDemand([], usual)).toEqual([]);
});

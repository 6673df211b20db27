import { countQuantiles } from '@ordermesh/core/learn';

import type { CountTable } from './data.ts';
import { measured } from './scores.ts';
import type { QualityTable } from '../section.ts';

/** What was forecast of articles, and what came of them week by week. */
export interface LimitsAsk {
  readonly table: CountTable;
  /** Keys of the articles that were forecast, in the order of `points`. */
  readonly keys: readonly string[];
  /** The forecast of the whole span. */
  readonly points: readonly number[];
  readonly origin: number;
  readonly periodsAhead: number;
  readonly seed: number;
}

/** Units by article and week. */
type Weeks = readonly (readonly number[])[];

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

/**
 * What limits the point forecast: the same forecast told more and more of what nobody knew, and the noise that is left
 * when every mean is right.
 */
export function limitsTable(ask: LimitsAsk): QualityTable {
  const { points, periodsAhead, seed } = ask;
  const came = cameOf(ask);
  const weekly = points.map((one) =>
    Array.from({ length: periodsAhead }, () => one / periodsAhead),
  );
  const totals = Array.from({ length: periodsAhead }, (_, week) =>
    sumOf(came.map((one) => one[week] ?? 0)),
  );
  const all = sumOf(totals);
  const expected = sumOf(points);
  const toldTotal = points.map((one) =>
    Array.from({ length: periodsAhead }, () => (one * all) / expected / periodsAhead),
  );
  const toldWeeks = points.map((one) => totals.map((total) => (one * total) / expected));
  const toldArticles = came.map((one) => totals.map(() => sumOf(one) / periodsAhead));
  const toldBoth = came.map((one) => totals.map((total) => (sumOf(one) * total) / all));
  const spread = spreadsOf(ask);
  const row = (name: string, told: Weeks) => ({
    name,
    cells: [cell(spanLoss(came, told), seed), cell(weekLoss(came, told), seed)],
  });
  const floor = (name: string, dispersions: readonly number[]) => ({
    name,
    cells: [
      {
        value: floorOf(
          toldWeeks.map((one) => [sumOf(one)]),
          dispersions,
        ),
        unit: '',
      },
      { value: floorOf(toldWeeks, dispersions), unit: '' },
    ],
  });
  return {
    title: 'Online retail, what limits the point forecast',
    caption:
      'WAPE of the total of the 4 test weeks, and of each single week, by what the forecast is told of them. Nobody can know it: these rows show where the gap lies. The last two are what chance alone leaves when the mean of every article in every week is exactly right (the means of "told the total of each week").',
    columns: ['WAPE, 4 weeks', 'WAPE, single weeks'],
    rows: [
      row('ordermesh, combined', weekly),
      row('… told the total of all articles', toldTotal),
      row('… told the total of each week', toldWeeks),
      row('told the total of each article', toldArticles),
      row('told that and the total of each week', toldBoth),
      floor(
        'chance alone, Poisson',
        spread.map(() => 1),
      ),
      floor('chance alone, negative binomial as in the 26 weeks before', spread),
    ],
  };
}

function cameOf({ table, keys, origin, periodsAhead }: LimitsAsk): Weeks {
  const places = new Map(table.keys.map((key, at) => [key, at]));
  return keys.map((key) => [
    ...(table.units[places.get(key) ?? -1] ?? new Float64Array()).slice(
      origin,
      origin + periodsAhead,
    ),
  ]);
}

interface Losses {
  readonly losses: readonly number[];
  readonly scales: readonly number[];
}

const cell = (losses: Losses, seed: number) => ({ ...measured(losses, seed), unit: '' });

const spanLoss = (came: Weeks, told: Weeks): Losses => ({
  losses: came.map((one, at) => Math.abs(sumOf(one) - sumOf(told[at] ?? []))),
  scales: came.map(sumOf),
});

const weekLoss = (came: Weeks, told: Weeks): Losses => ({
  losses: came.map((one, at) =>
    sumOf(one.map((units, week) => Math.abs(units - (told[at]?.[week] ?? 0)))),
  ),
  scales: came.map(sumOf),
});

/** Variance of a week over its mean from one week to the next, of each article before the test. */
function spreadsOf({ table, keys, origin }: LimitsAsk): readonly number[] {
  const places = new Map(table.keys.map((key, at) => [key, at]));
  return keys.map((key) => {
    const units = [
      ...(table.units[places.get(key) ?? -1] ?? new Float64Array()).slice(origin - 26, origin),
    ];
    const steps = units.slice(1).map((one, at) => (one - (units[at] ?? 0)) ** 2 / 2);
    return Math.max(1, (sumOf(steps) + leanUnits) / (sumOf(units.slice(1)) + leanUnits));
  });
}

/** So many units lean the dispersion to that of Poisson. */
const leanUnits = 5;
const grid = Array.from({ length: 199 }, (_, at) => (at + 0.5) / 199);

/** Mean absolute miss of the median over all units, when the means are right. */
function floorOf(means: Weeks, dispersions: readonly number[]): number {
  let [missed, units] = [0, 0];
  means.forEach((weeks, at) => {
    for (const mean of weeks) {
      const quantiles = countQuantiles({ mean, variance: mean * (dispersions[at] ?? 1) }, grid);
      const median = quantiles[quantiles.length >> 1] ?? 0;
      missed += sumOf(quantiles.map((one) => Math.abs(one - median))) / quantiles.length;
      units += mean;
    }
  });
  return missed / units;
}

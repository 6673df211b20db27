import { forecastDemand } from '@ordermesh/core/learn';

import { carpartsBaselines, onlineRetailBaselines, sumOf } from './demand/baselines.ts';
import type { Baseline } from './demand/baselines.ts';
import { carparts, onlineRetail, onlineRetailPrices } from './demand/data.ts';
import type { CountTable } from './demand/data.ts';
import { holidaysTable } from './demand/holidays.ts';
import { limitsTable } from './demand/limits.ts';
import { priceFallsTable } from './demand/price-falls.ts';
import { bias, coverage, measured, pinballEach, pinballScaled, wape } from './demand/scores.ts';
import type { Told } from './demand/scores.ts';
import type { QualityAsk, QualityPlot, QualitySection, QualityTable } from './section.ts';

/** Demand quantiles on real series: every rule, and ours, on the same last span. */
export const demandSection: QualitySection = {
  name: 'demand',
  title: 'Demand: quantiles of what customers will ask for',
  run: (ask) => {
    const parts = partsOf(carparts(ask.dataFolder), ask.isSmoke);
    const retail = partsOf(onlineRetail(ask.dataFolder), ask.isSmoke);
    const [partsTable, partsNotes] = carpartsTable(parts, ask);
    ask.onProgress(0.3, 'carparts');
    const [retailTable, retailNotes] = onlineRetailTable(retail, ask);
    ask.onProgress(0.6, 'online retail');
    const plot = originsPlot(retail, ask);
    ask.onProgress(0.8, 'falls of price');
    const trial = retailTrial(retail, retailOrigin);
    const limits = limitsTable({
      ...{ table: retail, origin: retailOrigin, periodsAhead: trial.periodsAhead, seed: ask.seed },
      keys: rowsOf(trial).map(({ key }) => key),
      points: toldByUs(trial).points,
    });
    const [fallsTable, fallsNotes] = priceFallsTable({
      ...{ table: retail, origin: retailOrigin, weeksAhead: trial.periodsAhead, seed: ask.seed },
      prices: onlineRetailPrices(ask.dataFolder),
    });
    ask.onProgress(0.85, 'holidays');
    const holidays = holidaysTable(ask);
    return {
      tables: [partsTable, retailTable, limits, fallsTable, holidays],
      plots: [plot],
      notes: [...partsNotes, ...retailNotes, ...fallsNotes],
    };
  },
};

const partsOf = ({ keys, units }: CountTable, isSmoke: boolean): CountTable =>
  isSmoke ? { keys: keys.slice(0, 300), units: units.slice(0, 300) } : { keys, units };

/** A span of a table that is forecast from what came before it. */
interface Trial {
  readonly table: CountTable;
  readonly origin: number;
  readonly periodsAhead: number;
  readonly periodsPerYear: number;
  readonly probabilities: readonly number[];
  /** Only series that anybody asked for in so many periods before the origin; absent = all. */
  readonly liveWithin?: number;
}

const rowsOf = ({ table, origin, periodsAhead, liveWithin }: Trial) =>
  table.keys
    .map((key, at) => {
      const all = table.units[at] ?? new Float64Array();
      const units = all.slice(0, origin);
      return { key, units, came: sumOf(all.slice(origin, origin + periodsAhead)) };
    })
    .filter(({ units }) => liveWithin === undefined || sumOf(units.slice(-liveWithin)) > 0);

function toldBy(baseline: Baseline, trial: Trial): Told {
  const rows = rowsOf(trial);
  const told = rows.map(({ units }) => baseline.see(units, trial));
  return {
    came: rows.map(({ came }) => came),
    points: told.map(({ point }) => point),
    quantiles: told.map(({ quantiles }) => quantiles),
    probabilities: trial.probabilities,
  };
}

function toldByUs(trial: Trial): Told {
  const rows = rowsOf(trial);
  const told = forecastDemand(rows, trial);
  return {
    came: rows.map(({ came }) => came),
    points: told.map(({ meanUnits }) => meanUnits),
    quantiles: told.map(({ quantileUnits }) => quantileUnits),
    probabilities: trial.probabilities,
  };
}

const ours = 'ordermesh, combined';

function carpartsTable(table: CountTable, { seed }: QualityAsk): [QualityTable, string[]] {
  const probabilities = [0.5, 0.8, 0.95, 0.99];
  const targets = ['≤ 0.94', '≤ 0.86', '≤ 0.46', '≤ 0.23'];
  const trial = { table, origin: 45, periodsAhead: 6, periodsPerYear: 12, probabilities };
  const rows = [
    ...carpartsBaselines.map((baseline) => ({
      name: baseline.name,
      cells: probabilities.map((one) => ({
        ...measured(pinballEach(toldBy(baseline, trial), one), seed),
        unit: '',
      })),
    })),
  ];
  const told = toldByUs(trial);
  const cells = probabilities.map((one, at) => ({
    ...measured(pinballEach(told, one), seed),
    unit: '',
    target: targets[at] ?? '',
  }));
  const covered = probabilities.map((one) => (coverage(told, one) * 100).toFixed(1)).join(', ');
  return [
    {
      title: 'Spare parts, total of the last 6 months',
      caption: `Mean pinball loss per part at four probabilities, ${String(told.came.length)} parts, 45 months before; interval by bootstrap over parts.`,
      columns: probabilities.map((one) => `q ${String(one)}`),
      rows: [...rows, { name: ours, cells }],
    },
    [
      `Spare parts: demand stayed within the quantiles for ${covered} % of parts (integers: a quantile of 0 covers every part that nobody asked for).`,
    ],
  ];
}

const retailTrial = (table: CountTable, origin: number): Trial => ({
  table,
  origin,
  periodsAhead: 4,
  periodsPerYear: 52,
  probabilities: [0.5, 0.8, 0.9, 0.95, 0.99],
  liveWithin: 13,
});

const retailOrigin = 49;

function onlineRetailTable(table: CountTable, { seed }: QualityAsk): [QualityTable, string[]] {
  const trial = retailTrial(table, retailOrigin);
  const row = (name: string, told: Told, targets?: readonly [string, string]) => ({
    name,
    cells: [
      { ...measured(wape(told), seed), unit: '', ...(targets && { target: targets[0] }) },
      {
        ...measured(pinballScaled(told, 0.9), seed),
        unit: '',
        ...(targets && { target: targets[1] }),
      },
      { value: bias(told) * 100, unit: '%' },
      { value: coverage(told, 0.9) * 100, unit: '%' },
    ],
  });
  const told = toldByUs(trial);
  const rows = onlineRetailBaselines.map((one) => row(one.name, toldBy(one, trial)));
  const scaled = { ...told, points: told.points.map((one) => one / (1 + bias(told))) };
  const oracle = measured(wape(scaled), seed).value;
  return [
    {
      title: 'Online retail, order events of the last 4 full weeks',
      caption: `${String(told.came.length)} articles sold in the 13 weeks before 2011-11-07, 49 weeks of history; interval by bootstrap over articles, which leaves out what hits all articles at once.`,
      columns: ['WAPE', 'pinball .9 / unit', 'bias', 'within q .9'],
      rows: [...rows, row(ours, told, ['≤ 0.28', '≤ 0.17'])],
    },
    [
      `Online retail: had the total of all articles been known, WAPE would be ${oracle.toFixed(3)}: the rest is what can be known of single articles.`,
      'Online retail: the data begin on 2010-12-01, so the same weeks of the year before are not there, and the growth to the test weeks is sensed from the weeks before alone.',
    ],
  ];
}

/** How the figures move from origin to origin: the last one is the test. */
function originsPlot(table: CountTable, { isSmoke }: QualityAsk): QualityPlot {
  const origins = isSmoke ? [45, retailOrigin] : [29, 33, 37, 41, 45, retailOrigin];
  const [, smoothing] = onlineRetailBaselines;
  const us = origins.map((origin) => toldByUs(retailTrial(table, origin)));
  const line = (name: string, values: readonly number[]) => ({
    name,
    points: values.map((value, at) => [origins[at] ?? 0, value] as const),
  });
  const ratio = ({ losses, scales }: ReturnType<typeof wape>): number =>
    losses.reduce((sum, one) => sum + one, 0) / scales.reduce((sum, one) => sum + one, 0);
  return {
    title: 'Online retail, WAPE and bias by origin',
    xLabel: 'weeks of history',
    yLabel: 'share',
    lines: [
      line(
        'WAPE, ordermesh',
        us.map((told) => ratio(wape(told))),
      ),
      line(
        'WAPE, smoothing .4',
        origins.map((origin) =>
          smoothing ? ratio(wape(toldBy(smoothing, retailTrial(table, origin)))) : 0,
        ),
      ),
      line(
        '|bias|, ordermesh',
        us.map((told) => Math.abs(bias(told))),
      ),
    ],
  };
}

import type { QualityCell, QualityPlot, QualityReport, QualityTable } from '../../section.ts';
import { gapCell } from '../figures.ts';
import type { Curve } from './curves.ts';
import { limitNames } from './policies-of-limits.ts';

/** Percent above the bound: per row and per point of a curve, one value for each cycle. */
export interface Gaps {
  add(name: string, gap: number): void;
  addPoint(curve: Curve, x: number, gap: number): void;
  readonly rows: ReadonlyMap<string, readonly number[]>;
  readonly curves: ReadonlyMap<string, MeasuredCurve>;
}

type MeasuredCurve = Pick<Curve, 'title' | 'xLabel' | 'isLog'> & {
  readonly points: Map<number, number[]>;
};

/** Starts with nothing. */
export function openGaps(): Gaps {
  const rows = new Map<string, number[]>();
  const curves = new Map<string, MeasuredCurve>();
  return {
    rows,
    curves,
    add: (name, gap) => push(rows, name, gap),
    addPoint: ({ title, xLabel, isLog }, x, gap) => {
      const known = curves.get(title) ?? { title, xLabel, isLog, points: new Map() };
      curves.set(title, known);
      push(known.points, x, gap);
    },
  };
}

function push<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

interface Told {
  readonly cycles: number;
  readonly orders: number;
  readonly shrinkPercent: number;
  readonly gapTarget: string;
}

/** Rows, the steps between them, and the curves. */
export function limitsReport(gaps: Gaps, told: Told): QualityReport {
  const curves = [...gaps.curves.values()];
  return {
    tables: [rowsTable(gaps, told), stepsTable(gaps), ...curves.map(curveTable)],
    plots: curves.map(curvePlot),
    notes: [
      `Wanted of the policy itself: ${told.gapTarget} % (judged in the part without "-limits").`,
      `${String(told.shrinkPercent)} % of the price counts, chosen on the training cycles by replay. Everything else on these judged cycles is shown and chose nothing.`,
    ],
  };
}

const rowsTable = ({ rows }: Gaps, { cycles, orders }: Told): QualityTable => ({
  title: 'Percent above the hindsight bound, with ever more known',
  caption: `${String(cycles)} windows of ${String(orders)} orders, one seed of placement, ± 95 % over windows. Below 0: stock that lies where it is wanted makes that cheaper than anybody can be with the stock as planned. Perfect placement: as many units of each item as planned, among the nodes that list it, where the orders that really come want them.`,
  columns: ['above bound', 'per window'],
  rows: [...rows].map(([name, values]) => ({
    name,
    cells: [gapCell(values), values.map((value) => value.toFixed(2)).join(' ')],
  })),
});

/** What each step is worth: the paired difference of two rows. */
const steps: readonly (readonly [name: string, from: string, to: string])[] = [
  ['myopia: what our price has already won', limitNames.myopic, limitNames.ours],
  ['forecast: how many lines of each item come', limitNames.ours, limitNames.totals],
  ['forecast: to which places, and when', limitNames.totals, limitNames.lines],
  ['structure: one price per unit, items apart', limitNames.lines, 'bound'],
  ['placement: stock planned from a forecast', 'bound', limitNames.placedBound],
];

function stepsTable({ rows }: Gaps): QualityTable {
  const [cycles] = [...rows.values()].map((values) => values.length);
  const of = (name: string): readonly number[] =>
    rows.get(name) ?? new Array<number>(cycles ?? 0).fill(0);
  const whole = meanOfPairs(of(limitNames.ours), of('bound'));
  const shareOf = (name: string, value: number): QualityCell =>
    name.startsWith('forecast') || name.startsWith('structure')
      ? { value: (100 * value) / whole, unit: '%' }
      : '';
  return {
    title: 'The split of the distance',
    caption:
      'Points between one row and the next, paired by window. Share: of what lies between our policy and the bound. Age and share of the price are in our policy already: their curves tell what turning them costs.',
    columns: ['points', 'share'],
    rows: steps.map(([name, from, to]) => {
      const [before, after] = [of(from), of(to)];
      const cell = gapCell(before.map((gap, ix) => gap - (after[ix] ?? 0)));
      return { name, cells: [{ ...cell, unit: 'points' }, shareOf(name, cell.value)] };
    }),
  };
}

const meanOfPairs = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, gap, ix) => sum + gap - (b[ix] ?? 0), 0) / Math.max(1, a.length);

const curveTable = ({ title, xLabel, points }: MeasuredCurve): QualityTable => ({
  title,
  caption: `Percent above the bound by ${xLabel.replace('log₂ of ', '')}.`,
  columns: [...points.keys()].map(String),
  rows: [{ name: 'above bound', cells: [...points.values()].map((gaps) => gapCell(gaps)) }],
});

const curvePlot = ({ title, xLabel, isLog, points }: MeasuredCurve): QualityPlot => ({
  title,
  xLabel,
  yLabel: '% above bound',
  lines: [
    {
      name: 'gap',
      points: [...points].map(
        ([x, gaps]) => [isLog ? Math.log2(x) : x, gapCell(gaps).value] as const,
      ),
    },
  ],
});

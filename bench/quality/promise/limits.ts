import { dayMs } from '@ordermesh/core/words';

import type { Measured, QualityTable } from '../section.ts';
import { matchedCost } from './dates.ts';
import {
  coverage,
  coverageByMonth,
  dayOf,
  matchedLateness,
  monthOf,
  pinball,
  scoreDates,
  shareInterval,
} from './score.ts';
import type { DateScore } from './score.ts';
import { daysOf, walkSettings } from './walk-forward.ts';
import type { Forecast } from './walk-forward.ts';

/** Curves of the same model for the same orders, as somebody would say them who knows more; days per level. */
interface Knower {
  readonly name: string;
  readonly curves: readonly Float64Array[];
}

/** A method that says days at the level, per order. */
interface Said {
  readonly name: string;
  readonly days: readonly number[];
}

/** What the tables of limits are made from. */
export interface LimitsAsk {
  /** Oldest first; those before `first` are history only. */
  readonly walked: readonly Forecast[];
  /** From when on orders are judged. */
  readonly firstAt: number;
  readonly level: number;
  readonly lateBudget: number;
  readonly methods: readonly Said[];
}

/** What limits the promise: the gap at every lateness, and what knowing more would be worth. */
export function limitTables(ask: LimitsAsk): readonly QualityTable[] {
  const judged = ask.walked.filter(({ order }) => order.placedAt >= ask.firstAt);
  const knowers = knowersOf(ask, judged);
  return [gapTable(ask, judged, knowers), worthTable(ask, judged, knowers)];
}

function knowersOf({ walked, firstAt }: LimitsAsk, judged: readonly Forecast[]): readonly Knower[] {
  const offset = walked.length - judged.length;
  const scaledBy = (name: string, factors: readonly (readonly number[])[]): Knower => ({
    name,
    curves: judged.map(({ plain }, at) => plain.map((days, out) => days * factors[at]![out]!)),
  });
  const known = (keyOf: (one: Forecast) => string): readonly (readonly number[])[] => {
    const groups = new Map<string, Forecast[]>();
    for (const one of judged) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
    const factors = new Map([...groups].map(([key, of]) => [key, factorsOf(of)]));
    return judged.map((one) => factors.get(keyOf(one)) ?? []);
  };
  const weekOf = ({ order }: Forecast): string =>
    String(Math.floor((dayOf(order.placedAt) - firstAt) / (7 * dayMs)));
  return [
    {
      name: 'what we knew: half of the calibration',
      curves: judged.map(({ plain, calibrated }) =>
        plain.map((days, out) => Math.sqrt(days * (calibrated[out] ?? days))),
      ),
    },
    { name: 'all of the calibration', curves: judged.map(({ calibrated }) => calibrated) },
    scaledBy('true times of all parcels of the last 14 days', lastDays(walked, offset)),
    scaledBy('the level of each month', known(monthOf)),
    scaledBy('the level of each week', known(weekOf)),
  ];
}

/** Per level: what the model must be multiplied by to keep exactly the level over these orders. */
function factorsOf(of: readonly Forecast[]): readonly number[] {
  return walkSettings.levels.map((level, out) => {
    const ratios = of.map((one) => daysOf(one.order) / (one.plain[out] ?? 1)).sort((a, b) => a - b);
    return ratios[Math.min(ratios.length - 1, Math.ceil(level * ratios.length) - 1)] ?? 1;
  });
}

/** Factors by the true times of orders of the 14 days before, as if each parcel had told at once how long it will take. */
function lastDays(walked: readonly Forecast[], offset: number): readonly (readonly number[])[] {
  const byDay = new Map<number, readonly number[]>();
  return walked.slice(offset).map(({ order }) => {
    const day = dayOf(order.placedAt);
    const known =
      byDay.get(day) ??
      factorsOf(
        walked.filter(({ order: { placedAt } }) => placedAt < day && placedAt >= day - 14 * dayMs),
      );
    byDay.set(day, known);
    return known;
  });
}

const percent = (value: number): Measured => ({ value: value * 100, unit: '%' });
const days = (value: number): Measured => ({ value, unit: 'd' });

/** Shares of late parcels at which promises are compared. */
const lateShares = [0.04, 0.05, 0.06, 0.075, 0.09, 0.11];

function gapTable(
  { methods }: LimitsAsk,
  judged: readonly Forecast[],
  knowers: readonly Knower[],
): QualityTable {
  const row = (name: string, scoreAt: (lateShare: number) => DateScore) => ({
    name,
    cells: lateShares.map((share) => days(scoreAt(share).meanDays)),
  });
  return {
    title: 'What limits it: mean promise at a share of late parcels',
    caption:
      'Days; every row is scaled afterwards to the share (its costs, where dates go by cost), so all of them know the level of the whole span.',
    columns: lateShares.map((share) => `${String(share * 100)} % late`),
    rows: [
      ...methods.map((one) => row(one.name, (share) => matchedLateness(judged, one.days, share))),
      ...knowers.map((one) =>
        row(`by cost, knowing ${one.name}`, (share) => byCost(judged, one, share)),
      ),
    ],
  };
}

function worthTable(
  { level, lateBudget }: LimitsAsk,
  judged: readonly Forecast[],
  knowers: readonly Knower[],
): QualityTable {
  const levelAt = walkSettings.levels.indexOf(level);
  return {
    title: 'What limits it: what knowing more would be worth',
    caption: `The same model, times what somebody knows who sees more than a hub can. Dates by one cost, found afterwards, at ${String(lateBudget * 100)} % late; months of ${String(coverageByMonth(judged, []).length)} whose coverage is more than 4 points from nominal / by more than chance allows.`,
    columns: ['coverage', 'pinball(.9)', 'months off', 'mean promise'],
    rows: [
      ...knowers.map((one) => {
        const said = one.curves.map((curve) => curve[levelAt] ?? 0);
        const offBy = coverageByMonth(judged, said).map(({ share, orders }) => ({
          by: Math.abs(share - level) - 0.04,
          chance: shareInterval(share, orders),
        }));
        const off = offBy.filter(({ by }) => by > 0).length;
        const beyond = offBy.filter(({ by, chance }) => by > chance).length;
        return {
          name: one.name,
          cells: [
            percent(coverage(judged, said)),
            { value: pinball(judged, said, level), unit: '' },
            `${String(off)} / ${String(beyond)}`,
            days(byCost(judged, one, lateBudget).meanDays),
          ],
        };
      }),
    ],
  };
}

/** How well the budget was kept by one rule of dates in two spans. */
export function budgetTable(
  lateBudget: number,
  spans: readonly {
    readonly name: string;
    readonly forecasts: readonly Forecast[];
    readonly dates: readonly number[];
  }[],
): QualityTable {
  return {
    title: 'What limits it: the budget, before the test and in it',
    caption: `The same rule with a budget of ${String(lateBudget * 100)} % in months in which times rose and in months in which they fell; matched: one cost, found afterwards.`,
    columns: ['orders', 'late', 'mean promise', 'mean promise, matched'],
    rows: spans.map(({ name, forecasts, dates }) => {
      const { lateShare, meanDays } = scoreDates(forecasts, dates);
      return {
        name,
        cells: [
          String(forecasts.length),
          { ...percent(lateShare), plusMinus: shareInterval(lateShare, forecasts.length) * 100 },
          days(meanDays),
          days(matchedCost(forecasts, lateBudget).meanDays),
        ],
      };
    }),
  };
}

function byCost(judged: readonly Forecast[], { curves }: Knower, lateShare: number): DateScore {
  const of = new Map(judged.map((one, at) => [one, curves[at]]));
  return matchedCost(judged, lateShare, (one) => of.get(one) ?? one.plain);
}

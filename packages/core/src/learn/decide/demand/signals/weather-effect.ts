import type { LearnedEffect } from '../../../../stock/decide/index.ts';
import type { ZonedSeries } from '../pool/hierarchy.ts';
import type { AnomaliesOf, WeatherSignal } from './anomalies.ts';
import { Proof, trialsMax } from './proof.ts';
import { percentsOf, ShrunkEffects } from './shrunk.ts';
import { blockOf, foldOf } from './signal-time.ts';
import { usualOf } from './usual.ts';

/** A series without what is known to move it already. */
export interface CalmSeries extends ZonedSeries {
  /** What its units were multiplied with, by week; absent = 1. */
  readonly moved: Float64Array | undefined;
}

/** What was learned of a kind of weather. */
export interface WeatherEffect {
  /** What a degree, or a step in the logarithm of rain, changes demand by, in logs; 0 = nothing is proven. */
  readonly slope: (series: Pick<ZonedSeries, 'itemId' | 'group'>) => number;
  readonly learned: readonly LearnedEffect[];
}

/**
 * So many units times squared anomalies make what they show count by half: effects of items are expected to differ by
 * a fiftieth per degree, or a tenth per step of rain, and weeks to vary by twice their mean.
 */
const leanPrecision: Readonly<Record<WeatherSignal, number>> = {
  temperature: 5_000,
  precipitation: 200,
};
/** What people are told the effect of: five degrees, or ten millimetres on a day that would be dry. */
const tellingStep: Readonly<Record<WeatherSignal, number>> = {
  temperature: 5,
  precipitation: Math.log1p(10),
};
/** Steeper ones are taken for chance, in logs per degree or step. */
const steepest: Readonly<Record<WeatherSignal, number>> = { temperature: 0.1, precipitation: 0.5 };

/** A kind of weather over the weeks of the series. */
interface Weather {
  readonly anomaliesOf: AnomaliesOf;
  readonly signal: WeatherSignal;
  /** Of the first week, days since 1970. */
  readonly firstDay: number;
}

/**
 * Learns what weather does to demand, from weeks that were warmer or wetter than those around them: pooled over all
 * items, then by group, then by item. It counts for the groups where it made the quantiles of held-out weeks better.
 */
export function weatherEffect(
  series: readonly CalmSeries[],
  { anomaliesOf, signal, firstDay }: Weather,
): WeatherEffect {
  const effects = new ShrunkEffects(0, { precision: leanPrecision[signal], occasions: 0 });
  const groups = new Map<string, number[]>();
  for (const one of series)
    for (const { week, fold, anomaly, usualUnits, cameUnits } of weeksOf(
      one,
      anomaliesOf,
      signal,
    )) {
      effects.add({
        levels: levelsOf(one),
        fold,
        precision: usualUnits * anomaly * anomaly,
        value: (cameUnits / usualUnits - 1) / anomaly,
      });
      const weeks = groups.get(one.group) ?? [];
      weeks.push(week);
      groups.set(one.group, weeks);
    }
  const held = (slope: number): number =>
    Math.max(-steepest[signal], Math.min(steepest[signal], slope));
  const slope = (one: Pick<ZonedSeries, 'itemId' | 'group'>, without?: number): number =>
    held(effects.effectOf(levelsOf(one), without));
  const proven = new Set<string>();
  for (const [group, weeks] of groups) {
    const stride = Math.max(1, Math.ceil(weeks.length / trialsMax));
    if (
      holdsIn(
        series.filter((one) => one.group === group),
        { anomaliesOf, signal, slope, stride },
      )
    )
      proven.add(group);
  }
  const factorOf = (one: number): number => Math.exp(held(one) * tellingStep[signal]);
  return {
    slope: (one) => (proven.has(one.group) ? slope(one) : 0),
    learned: [...groups].map(([group, weeks]) => ({
      signal,
      of: group,
      ...percentsOf(effects, ['all', `group ${group}`], factorOf),
      occasions: new Set(weeks.map(blockOf)).size,
      sinceDay: firstDay + 7 * least(weeks),
      untilDay: firstDay + 7 * most(weeks) + 6,
      counts: proven.has(group),
    })),
  };
}

const least = (some: readonly number[]): number => some.reduce((a, b) => Math.min(a, b), Infinity);
const most = (some: readonly number[]): number => some.reduce((a, b) => Math.max(a, b), 0);

const levelsOf = ({ itemId, group }: Pick<ZonedSeries, 'itemId' | 'group'>): readonly string[] => [
  'all',
  `group ${group}`,
  `item ${itemId}`,
];

interface Trying {
  readonly anomaliesOf: AnomaliesOf;
  readonly signal: WeatherSignal;
  readonly slope: (one: CalmSeries, without: number) => number;
  readonly stride: number;
}

function holdsIn(
  series: readonly CalmSeries[],
  { anomaliesOf, signal, slope, stride }: Trying,
): boolean {
  const proof = new Proof();
  series.forEach((one, ix) => {
    if (ix % stride !== 0) return;
    for (const week of weeksOf(one, anomaliesOf, signal)) {
      const movedUnits = week.usualUnits * Math.exp(slope(one, week.fold) * week.anomaly);
      proof.try({ ...week, movedUnits });
    }
  });
  return proof.holds();
}

interface WeatherWeek {
  readonly week: number;
  readonly fold: number;
  readonly block: number;
  readonly anomaly: number;
  readonly cameUnits: number;
  readonly usualUnits: number;
  readonly dispersion: number;
}

/** Weeks of a series of which the weather is known. */
function* weeksOf(
  one: CalmSeries,
  anomaliesOf: AnomaliesOf,
  signal: WeatherSignal,
): Generator<WeatherWeek> {
  const anomalies = anomaliesOf(one.zone, signal);
  if (anomalies === undefined) return;
  const calm = Float64Array.from(one.units, (units, week) => units / (one.moved?.[week] ?? 1));
  const { unitsIn, dispersion } = usualOf(calm, () => false);
  for (let week = 0; week < calm.length; week += 1) {
    const anomaly = anomalies.weeks[week] ?? 0;
    const usualUnits = unitsIn(week) ?? 0;
    if (anomaly === 0 || usualUnits <= 0) continue;
    const [fold, block] = [foldOf(week), blockOf(week)];
    yield { week, fold, block, anomaly, cameUnits: calm[week] ?? 0, usualUnits, dispersion };
  }
}

import { countQuantiles, intermittentMean } from '@ordermesh/core/learn';

/** A published or usual rule: quantiles of the total of the next periods, and a point forecast. */
export interface Baseline {
  readonly name: string;
  see(
    units: Float64Array,
    ask: { readonly periodsAhead: number; readonly probabilities: readonly number[] },
  ): { readonly point: number; readonly quantiles: readonly number[] };
}

/** Nobody will ask: wins by mean absolute error where most periods are empty. */
const zero: Baseline = {
  name: 'zero',
  see: (_, { probabilities }) => ({ point: 0, quantiles: probabilities.map(() => 0) }),
};

type Mean = (units: Float64Array) => number;

const tsbMean: Mean = (units) =>
  intermittentMean(units, units.length, { rule: 'tsb', size: 0.1, frequency: 0.1 });

/** Simple exponential smoothing, beginning with the first period. */
const smoothedMean: Mean = (units) =>
  units.reduce((level, one, at) => (at === 0 ? one : level + 0.4 * (one - level)), 0);

const poisson = (name: string, mean: Mean): Baseline => ({
  name,
  see: (units, { periodsAhead, probabilities }) => {
    const point = mean(units) * periodsAhead;
    return { point, quantiles: countQuantiles({ mean: point, variance: point }, probabilities) };
  },
});

/** With the variance of the last two years of months, or of half a year of weeks. */
const negativeBinomial = (name: string, mean: Mean, periods: number): Baseline => ({
  name,
  see: (units, { periodsAhead, probabilities }) => {
    const point = mean(units) * periodsAhead;
    const variance = Math.max(point, varianceOf(units.slice(-periods)) * periodsAhead);
    return { point, quantiles: countQuantiles({ mean: point, variance }, probabilities) };
  },
});

/** Quantiles of every overlapping span among the last periods. */
const empirical = (name: string, periods: number): Baseline => ({
  name,
  see: (units, { periodsAhead, probabilities }) => {
    const recent = units.slice(-periods);
    const spans = Float64Array.from({ length: recent.length - periodsAhead + 1 }, (_, from) =>
      sumOf(recent.slice(from, from + periodsAhead)),
    ).sort();
    return {
      point: sumOf(spans) / spans.length,
      quantiles: probabilities.map((one) => spans[Math.ceil(one * spans.length) - 1] ?? 0),
    };
  },
});

export const carpartsBaselines: readonly Baseline[] = [
  zero,
  poisson('Poisson, TSB', tsbMean),
  negativeBinomial('negative binomial, TSB', tsbMean, 24),
  empirical('empirical, last 18 months', 18),
];

export const onlineRetailBaselines: readonly Baseline[] = [
  poisson('mean of 26 weeks, Poisson', (units) => sumOf(units.slice(-26)) / 26),
  poisson('smoothing .4, Poisson', smoothedMean),
  negativeBinomial('smoothing .4, negative binomial', smoothedMean, 26),
  empirical('empirical, last 26 weeks', 26),
];

export const sumOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0);

function varianceOf(values: Float64Array): number {
  const mean = sumOf(values) / values.length;
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
}

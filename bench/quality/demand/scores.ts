import { pinball } from '@ordermesh/core/learn';

/** What came and what was told, series by series. */
export interface Told {
  readonly came: readonly number[];
  readonly points: readonly number[];
  /** Per series, one quantile per probability. */
  readonly quantiles: readonly (readonly number[])[];
  readonly probabilities: readonly number[];
}

/** Sums of a loss and of what it is divided by, over series. */
interface Ratio {
  readonly losses: readonly number[];
  readonly scales: readonly number[];
}

/** Mean pinball loss of a quantile per series. */
export const pinballEach = (told: Told, probability: number): Ratio => ({
  losses: lossesAt(told, probability),
  scales: told.came.map(() => 1),
});

/** Pinball loss of a quantile per unit that came. */
export const pinballScaled = (told: Told, probability: number): Ratio => ({
  losses: lossesAt(told, probability),
  scales: told.came,
});

/** Weighted absolute percentage error of the point forecasts. */
export const wape = ({ came, points }: Told): Ratio => ({
  losses: came.map((units, at) => Math.abs(units - (points[at] ?? 0))),
  scales: came,
});

/** How much less (below 0) or more was told than came, all series together. */
export const bias = ({ came, points }: Told): number =>
  points.reduce((sum, one) => sum + one, 0) / came.reduce((sum, one) => sum + one, 0) - 1;

/** Share of series whose demand did not exceed the quantile. */
export function coverage({ came, quantiles, probabilities }: Told, probability: number): number {
  const at = probabilities.indexOf(probability);
  return came.filter((units, ix) => units <= (quantiles[ix]?.[at] ?? 0)).length / came.length;
}

function lossesAt({ came, quantiles, probabilities }: Told, probability: number): number[] {
  const at = probabilities.indexOf(probability);
  return came.map((units, ix) => pinball(units, quantiles[ix]?.[at] ?? 0, probability));
}

const resamples = 1000;

/** A ratio of sums with the half width of its 95 % interval, by bootstrap over series under a seed. */
export function measured(
  { losses, scales }: Ratio,
  seed: number,
): { readonly value: number; readonly plusMinus: number } {
  const chance = numbersFrom(seed);
  const values = Array.from({ length: resamples }, () => {
    let [loss, scale] = [0, 0];
    for (let drawn = 0; drawn < losses.length; drawn += 1) {
      const at = Math.floor(chance() * losses.length);
      loss += losses[at] ?? 0;
      scale += scales[at] ?? 0;
    }
    return loss / scale;
  }).sort((a, b) => a - b);
  const [low = 0, high = 0] = [
    values[Math.floor(resamples * 0.025)],
    values[Math.ceil(resamples * 0.975) - 1],
  ];
  const value =
    losses.reduce((sum, one) => sum + one, 0) / scales.reduce((sum, one) => sum + one, 0);
  return { value, plusMinus: (high - low) / 2 };
}

/** Mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { pinball } from './methods/outlook.ts';

/** Loss of each method for one series, summed over earlier origins. */
export type MethodLosses = Float64Array;

/**
 * How much each method counts for a series: by its pinball loss on the series' own past, and where that past says
 * little by the loss on all series.
 *
 * @returns weights that add up to 1, in the order of the methods
 */
export function methodShares(own: MethodLosses, all: MethodLosses): readonly number[] {
  const ownMean = meanOf(own);
  const allMean = meanOf(all);
  const relative = Array.from(own, (loss, at) => {
    const usual = allMean > 0 ? (all[at] ?? 0) / allMean : 1;
    return usual * usualTrust + (ownMean > 0 ? loss / ownMean : 1) * (1 - usualTrust);
  });
  const best = Math.min(...relative);
  const weights = relative.map((one) => Math.exp(-sharpness * (one - best)));
  const sum = weights.reduce((total, one) => total + one, 0);
  return weights.map((one) => one / sum);
}

/** The own past of a series is a handful of numbers: what all series say counts for more. */
const usualTrust = 0.75;
const sharpness = 12;

/** The loss of quantiles against what came, over all probabilities. */
export const lossOf = (
  actual: number,
  quantiles: readonly number[],
  probabilities: readonly number[],
): number =>
  probabilities.reduce((sum, one, at) => sum + pinball(actual, quantiles[at] ?? 0, one), 0);

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

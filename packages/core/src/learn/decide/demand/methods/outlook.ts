import type { Outlook } from '../series.ts';
import { countQuantiles } from './negative-binomial.ts';

/** Quantiles of an outlook at a level that is `factor` times the one it was made for. */
export function quantilesOf(
  outlook: Outlook,
  factor: number,
  probabilities: readonly number[],
): readonly number[] {
  if (outlook.kind === 'counts') {
    const mean = outlook.mean * factor;
    // What is sure to vary grows with the mean, what is not known of the level with its square.
    const variance = mean + Math.max(0, outlook.variance - outlook.mean) * factor * factor;
    return countQuantiles({ mean, variance }, probabilities);
  }
  return probabilities.map((one) => factor * quantileOfCases(outlook.ascending, one));
}

export const meanOf = (outlook: Outlook): number =>
  outlook.kind === 'counts' ? outlook.mean : averageOf(outlook.ascending);

function averageOf(values: Float64Array): number {
  let sum = 0;
  for (const one of values) sum += one;
  return values.length > 0 ? sum / values.length : 0;
}

/** By straight lines between the ordered values. @see Hyndman & Fan 1996, definition 7 */
export function quantileOfCases(ascending: Float64Array, probability: number): number {
  const place = probability * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] ?? 0;
  return low + ((ascending[below + 1] ?? low) - low) * (place - below);
}

/** Pinball loss of a quantile: the units by which it missed, weighted by its side. */
export const pinball = (actual: number, quantile: number, probability: number): number =>
  actual >= quantile ? probability * (actual - quantile) : (1 - probability) * (quantile - actual);

import type { QuantileCurve } from '../../network/decide/index.ts';

/**
 * A distribution as a few amounts of time with weights in thousandths that sum to 1000: exact arithmetic, so
 * that the same question gives the same promise on every machine.
 */
export interface MassPoints {
  /** Milliseconds, ascending, no two equal. */
  readonly spanMs: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Eight bins of probability. Each is represented by its middle, so that sums of independent parts come out
 * unbiased; the last twentieth by the curve's last value, so that high confidences are never optimistic.
 */
const bins: readonly (readonly [level: number, thousandths: number])[] = [
  [0.05, 100],
  [0.2, 200],
  [0.4, 200],
  [0.6, 200],
  [0.75, 100],
  [0.85, 100],
  [0.925, 50],
  [1, 50],
];

/**
 * Discretises a curve; equal neighbours are merged, so that a fixed time is one point.
 *
 * @param unitMs what one unit of the curve's values is, ms
 */
export const massPoints = ({ levels, values }: QuantileCurve, unitMs: number): MassPoints =>
  massPointsAt(levels, unitMs)(values);

/** Discretises curves of the same levels one after the other: where their values are read is worked out once. */
export function massPointsAt(
  levels: readonly number[],
  unitMs: number,
): (values: ArrayLike<number>) => MassPoints {
  const places = bins.map(([level]) => placeOf(levels, level));
  const spans = new Float64Array(bins.length);
  const weights = new Float64Array(bins.length);
  return (values) => {
    let last = -1;
    for (let bin = 0; bin < places.length; bin += 1) {
      const ms = Math.ceil(valueIn(values, places[bin] as Place) * unitMs);
      const weight = (bins[bin] as (typeof bins)[number])[1];
      if (last >= 0 && ms === spans[last]) weights[last] = (weights[last] as number) + weight;
      else {
        last += 1;
        spans[last] = ms;
        weights[last] = weight;
      }
    }
    return { spanMs: spans.slice(0, last + 1), weights: weights.slice(0, last + 1) };
  };
}

/** The span that is kept with the given chance, in thousandths. */
export function spanKept({ spanMs, weights }: MassPoints, thousandths: number): number {
  let sum = 0;
  for (let point = 0; point < spanMs.length; point += 1) {
    sum += weights[point] as number;
    if (sum >= thousandths) return spanMs[point] as number;
  }
  return spanMs[spanMs.length - 1] ?? 0;
}

/** The value that is not exceeded with probability `level`: linear between points, constant outside. */
export const valueAt = ({ levels, values }: QuantileCurve, level: number): number =>
  valueIn(values, placeOf(levels, level));

/** Between which points of a curve a level lies, and how far above the lower of them, of how much. */
interface Place {
  readonly low: number;
  readonly high: number;
  readonly above: number;
  readonly width: number;
}

function placeOf(levels: readonly number[], level: number): Place {
  const at = levels.findIndex((known) => known >= level);
  if (at > 0) {
    const [lowLevel, highLevel] = [levels[at - 1] ?? 0, levels[at] ?? 1];
    return { low: at - 1, high: at, above: level - lowLevel, width: highLevel - lowLevel };
  }
  const only = at === 0 ? 0 : levels.length - 1;
  return { low: only, high: only, above: 0, width: 1 };
}

function valueIn(values: ArrayLike<number>, { low, high, above, width }: Place): number {
  const value = values[low] ?? 0;
  return low === high ? value : value + (((values[high] ?? 0) - value) * above) / width;
}

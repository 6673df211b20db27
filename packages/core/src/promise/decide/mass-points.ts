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
export function massPoints(curve: QuantileCurve, unitMs: number): MassPoints {
  const spanMs: number[] = [];
  const weights: number[] = [];
  for (const [level, weight] of bins) {
    const ms = Math.ceil(valueAt(curve, level) * unitMs);
    const last = spanMs.length - 1;
    if (ms === spanMs[last]) weights[last] = (weights[last] ?? 0) + weight;
    else {
      spanMs.push(ms);
      weights.push(weight);
    }
  }
  return { spanMs: new Float64Array(spanMs), weights: new Float64Array(weights) };
}

/** The value that is not exceeded with probability `level`: linear between points, constant outside. */
export function valueAt({ levels, values }: QuantileCurve, level: number): number {
  const above = levels.findIndex((known) => known >= level);
  if (above < 0) return values[values.length - 1] ?? 0;
  const high = values[above] ?? 0;
  if (above === 0) return high;
  const [lowLevel, highLevel] = [levels[above - 1] ?? 0, levels[above] ?? 1];
  const low = values[above - 1] ?? 0;
  return low + ((high - low) * (level - lowLevel)) / (highLevel - lowLevel);
}

import { termsBefore } from '../../models/decide/index.ts';
import type { LinearBody } from '../../models/decide/index.ts';
import { quantileOf } from './boost/loss.ts';
import type { TrainingTable } from './table.ts';

/** How a linear model is trained. */
export interface LinearSettings {
  readonly scale: 'plain' | 'log';
  /** Quantiles wanted; empty = the mean. They are the mean shifted by those of the residuals. */
  readonly levels: readonly number[];
  /** Pulls weights towards zero, in rows of a standardised feature. */
  readonly pullRows: number;
}

/** Least squares with a pull towards zero (ridge), by the normal equations. Missing numbers count as the mean. */
export function trainLinear(table: TrainingTable, settings: LinearSettings): LinearBody {
  const { features, values } = table;
  const rows = table.target.length;
  const target = settings.scale === 'log' ? table.target.map(Math.log) : table.target;
  const before = termsBefore(features);
  const terms = before[features.length] ?? 0;
  const fill = features.map(({ kind }, column) =>
    kind === 'category' ? 0 : meanOf(values, column, features.length),
  );
  const design = new Float64Array(rows * terms);
  for (let row = 0; row < rows; row += 1)
    features.forEach(({ kind }, column) => {
      const value = values[row * features.length + column] as number;
      const term = row * terms + (before[column] ?? 0);
      if (kind === 'category') {
        if (value >= 0) design[term + value] = 1;
      } else design[term] = value === value ? value : (fill[column] ?? 0);
    });
  const { weights, base } = ridge(design, target, settings.pullRows);
  const residuals = target.map((one, row) => {
    let sum = base;
    for (let term = 0; term < terms; term += 1)
      sum += (weights[term] as number) * (design[row * terms + term] as number);
    return one - sum;
  });
  const levels = settings.levels.length > 0 ? settings.levels : [undefined];
  return {
    kind: 'linear',
    base: levels.map((level) =>
      level === undefined ? base : base + quantileOf(Float64Array.from(residuals), level),
    ),
    weights: levels.flatMap(() => [...weights]),
    fill,
  };
}

function meanOf(values: Float32Array, column: number, features: number): number {
  let [sum, count] = [0, 0];
  for (let at = column; at < values.length; at += features) {
    const value = values[at] as number;
    if (value !== value) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Weights of the terms around their means, and the intercept that belongs to them. */
function ridge(
  design: Float64Array,
  target: Float64Array,
  pullRows: number,
): { readonly weights: Float64Array; readonly base: number } {
  const rows = target.length;
  const terms = design.length / rows;
  const means = new Float64Array(terms);
  for (let at = 0; at < design.length; at += 1)
    means[at % terms] = (means[at % terms] as number) + (design[at] as number) / rows;
  const mean = target.reduce((sum, one) => sum + one, 0) / rows;
  const gram = new Float64Array(terms * terms);
  const right = new Float64Array(terms);
  for (let row = 0; row < rows; row += 1)
    for (let i = 0; i < terms; i += 1) {
      const a = (design[row * terms + i] as number) - (means[i] as number);
      right[i] = (right[i] as number) + a * ((target[row] as number) - mean);
      for (let j = 0; j <= i; j += 1) {
        const b = (design[row * terms + j] as number) - (means[j] as number);
        gram[i * terms + j] = (gram[i * terms + j] as number) + a * b;
      }
    }
  for (let i = 0; i < terms; i += 1) {
    const variance = (gram[i * terms + i] as number) / rows;
    gram[i * terms + i] = (gram[i * terms + i] as number) + pullRows * variance + 1e-9;
  }
  const weights = solve(gram, right);
  return {
    weights,
    base: weights.reduce((sum, one, term) => sum - one * (means[term] as number), mean),
  };
}

/** Solves a symmetric positive definite system of which the lower half is given. @see Cholesky */
function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const at = (i: number, j: number): number => lower[i * n + j] as number;
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = at(i, j);
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k);
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] as number) - at(i, k) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = (x[i] as number) - at(k, i) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  return x;
}

import { missingBin } from './bins.ts';
import type { BinnedRows } from './bins.ts';

/** Sums of gradients and counts per feature and bucket: `[(feature × 64 + bin) × width + …]`, the count last. */
export type Histogram = Float64Array;

export const binsPerFeature = missingBin + 1;

/** How a split is judged. */
export interface SplitRules {
  readonly leafRowsMin: number;
  /** Pulls gains of small sides down. */
  readonly shrinkRows: number;
  /** Per output. */
  readonly scale: Float64Array;
}

/** Where a node is parted. */
export interface Split {
  readonly column: number;
  /** Rows in buckets up to it go on; the others turn. */
  readonly bin: number;
  /** Rows without the value go on. */
  readonly missingYes: boolean;
  readonly gain: number;
}

/** Adds the rows to a histogram that is all zero. */
export function fillHistogram(
  into: Histogram,
  { features, bins }: BinnedRows,
  of: { readonly rows: Int32Array; readonly gradients: Float64Array; readonly outputs: number },
): void {
  const { rows, gradients, outputs } = of;
  const width = outputs + 1;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    const gradient = row * outputs;
    for (let column = 0; column < features; column += 1) {
      const bin = bins[row * features + column] as number;
      const cell = (column * binsPerFeature + bin) * width;
      for (let out = 0; out < outputs; out += 1)
        into[cell + out] = (into[cell + out] as number) + (gradients[gradient + out] as number);
      into[cell + outputs] = (into[cell + outputs] as number) + 1;
    }
  }
}

/**
 * The split that lowers the loss most: the first feature and lowest bucket among equals. Sums over outputs, each by
 * the variance of its gradient.
 *
 * @param columns features that may be split
 * @returns undefined when no split leaves enough rows on both sides and gains
 */
export function bestSplit(
  histogram: Histogram,
  columns: readonly number[],
  rules: SplitRules,
): Split | undefined {
  const judge = new SplitJudge(histogram, rules);
  for (const column of columns) judge.scan(column);
  return judge.best;
}

class SplitJudge {
  best: Split | undefined;
  readonly #histogram: Histogram;
  readonly #rules: SplitRules;
  readonly #width: number;
  readonly #total: Float64Array;
  readonly #left: Float64Array;
  readonly #parent: number;

  constructor(histogram: Histogram, rules: SplitRules) {
    this.#histogram = histogram;
    this.#rules = rules;
    this.#width = rules.scale.length + 1;
    this.#total = new Float64Array(this.#width);
    this.#left = new Float64Array(this.#width);
    for (let bin = 0; bin < binsPerFeature; bin += 1) this.#add(this.#total, 0, bin);
    this.#parent = this.#score(this.#total, undefined);
  }

  scan(column: number): void {
    this.#walk(column, false);
    const missing = (column * binsPerFeature + missingBin) * this.#width;
    if ((this.#histogram[missing + this.#width - 1] as number) > 0) this.#walk(column, true);
  }

  #walk(column: number, missingYes: boolean): void {
    const left = this.#left;
    left.fill(0);
    if (missingYes) this.#add(left, column, missingBin);
    const all = this.#total[this.#width - 1] as number;
    for (let bin = 0; bin < missingBin; bin += 1) {
      if (!this.#add(left, column, bin)) continue;
      const count = left[this.#width - 1] as number;
      if (count < this.#rules.leafRowsMin) continue;
      if (all - count < this.#rules.leafRowsMin) return;
      const gain = this.#score(left, undefined) + this.#score(this.#total, left) - this.#parent;
      if (gain > (this.best?.gain ?? 1e-9)) this.best = { column, bin, missingYes, gain };
    }
  }

  /** @returns whether the bucket holds any row */
  #add(to: Float64Array, column: number, bin: number): boolean {
    const cell = (column * binsPerFeature + bin) * this.#width;
    if (this.#histogram[cell + this.#width - 1] === 0) return false;
    for (let at = 0; at < this.#width; at += 1)
      to[at] = (to[at] as number) + (this.#histogram[cell + at] as number);
    return true;
  }

  /** How much is explained by rows with these sums, less those of `without`. */
  #score(sums: Float64Array, without: Float64Array | undefined): number {
    const last = this.#width - 1;
    const count = (sums[last] as number) - (without?.[last] ?? 0) + this.#rules.shrinkRows;
    let score = 0;
    for (let out = 0; out < last; out += 1) {
      const sum = (sums[out] as number) - (without?.[out] ?? 0);
      score += (sum * sum) / (count * (this.#rules.scale[out] as number));
    }
    return score;
  }
}

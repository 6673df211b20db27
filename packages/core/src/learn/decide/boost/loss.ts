/** What a prediction is judged by. */
export type Loss =
  | { readonly kind: 'squared' }
  /** Pinball loss at each level, one output per level. */
  | { readonly kind: 'quantile'; readonly levels: readonly number[] };

/** The negative gradient per output, how much it varies, and what is best in a leaf. */
export interface LossTerms {
  readonly outputs: number;
  /** Variance of the gradient per output: outputs count alike when a split is judged. */
  readonly scale: Float64Array;
  /** Writes the negative gradients of one row. */
  readonly gradient: (residual: number, output: number) => number;
  /** The constant that is best for these residuals; reorders them. */
  readonly best: (residuals: Float64Array, output: number) => number;
}

/** The arithmetic of a loss. */
export function lossTerms(loss: Loss): LossTerms {
  if (loss.kind === 'squared')
    return {
      outputs: 1,
      scale: Float64Array.of(1),
      gradient: (residual) => residual,
      best: (residuals) => residuals.reduce((sum, one) => sum + one, 0) / residuals.length,
    };
  const { levels } = loss;
  return {
    outputs: levels.length,
    scale: Float64Array.from(levels, (level) => level * (1 - level)),
    gradient: (residual, output) => {
      const level = levels[output] as number;
      return residual > 0 ? level : level - 1;
    },
    best: (residuals, output) => quantileOf(residuals, levels[output] as number),
  };
}

/** The smallest value that at least the share `level` of the values does not exceed; reorders the values. */
export function quantileOf(values: Float64Array, level: number): number {
  const wanted = Math.max(0, Math.ceil(level * values.length) - 1);
  return nth(values, Math.min(values.length - 1, wanted));
}

/** The n-th smallest, by partition around medians of three. @see Hoare 1961 */
function nth(values: Float64Array, n: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = medianOfThree(values, low, high);
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i += 1;
      while ((values[j] as number) > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i] = values[j] as number;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return values[n] as number;
}

function medianOfThree(values: Float64Array, low: number, high: number): number {
  const a = values[low] as number;
  const b = values[(low + high) >> 1] as number;
  const c = values[high] as number;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

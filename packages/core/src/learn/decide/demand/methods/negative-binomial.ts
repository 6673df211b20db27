/** From this mean on the closed form is exact enough and the sum would be long. */
const largeMean = 400;

/** A count that varies around its mean. */
export interface CountSpread {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Quantiles of a count with a mean and a variance: negative binomial, Poisson where the variance is not above the
 * mean. Small means are summed exactly; large ones use the cube-root form of the gamma distribution.
 *
 * @param probabilities ascending, each between 0 and 1
 * @see Wilson & Hilferty 1931, The distribution of chi-square
 */
export function countQuantiles(
  spread: CountSpread,
  probabilities: readonly number[],
): readonly number[] {
  const { mean, variance } = spread;
  if (mean <= 0) return probabilities.map(() => 0);
  if (mean > largeMean) return probabilities.map((one) => gammaQuantile(mean, variance, one));
  const sums = growingSums(spread);
  const most = mean + 60 * Math.sqrt(Math.max(variance, mean)) + 60;
  return probabilities.map((one) => {
    while (sums.sum < one && sums.count < most) sums.next();
    return sums.count;
  });
}

/** How likely the count is above some units, 0 … 1; by the same distribution as {@link countQuantiles}. */
export function countTail(spread: CountSpread, units: number): number {
  const { mean, variance } = spread;
  if (units < 0) return 1;
  if (mean <= 0) return 0;
  if (mean > largeMean) {
    const shape = (mean * mean) / Math.max(variance, mean);
    const away = (Math.cbrt((units + 0.5) / mean) - 1 + 1 / (9 * shape)) * 3 * Math.sqrt(shape);
    return normalTail(away);
  }
  const sums = growingSums(spread);
  const most = Math.min(units, mean + 60 * Math.sqrt(Math.max(spread.variance, mean)) + 60);
  while (sums.count < most && sums.sum < 1 - 1e-12) sums.next();
  return Math.max(0, 1 - sums.sum);
}

/** Adds up the chances of 0, 1, 2 … units. */
function growingSums({ mean, variance }: CountSpread): {
  sum: number;
  count: number;
  next: () => void;
} {
  const excess = Math.max(variance - mean, mean * 1e-6);
  const size = (mean * mean) / excess;
  const step = mean / (size + mean);
  let term = Math.exp(-size * Math.log1p(mean / size));
  const sums = {
    sum: term,
    count: 0,
    next: () => {
      term *= ((sums.count + size) / (sums.count + 1)) * step;
      sums.count += 1;
      sums.sum += term;
    },
  };
  return sums;
}

function gammaQuantile(mean: number, variance: number, probability: number): number {
  const shape = (mean * mean) / Math.max(variance, mean);
  const cube = 1 - 1 / (9 * shape) + normalQuantile(probability) / (3 * Math.sqrt(shape));
  return Math.max(0, mean * cube ** 3);
}

/** @see Abramowitz & Stegun 26.2.23, error below 4.5e-4 */
export function normalQuantile(probability: number): number {
  const tail = Math.min(probability, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(Math.max(tail, 1e-12)));
  const size =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  return probability < 0.5 ? -size : size;
}

/** @see Abramowitz & Stegun 26.2.17, error below 7.5e-8 */
function normalTail(away: number): number {
  if (away < 0) return 1 - normalTail(-away);
  const t = 1 / (1 + 0.2316419 * away);
  const powers =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-away * away) / 2) / Math.sqrt(2 * Math.PI)) * powers;
}

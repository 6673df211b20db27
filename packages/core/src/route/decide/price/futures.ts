import type { ZoneDemand } from './transport.ts';

/** How many units (or lines) may come, before it is known. */
export interface CountBelief {
  /** Expected count, ≥ 0. */
  readonly mean: number;
  /**
   * Counts of evidence behind the mean, > 0: its own uncertainty is gamma with this shape, so that the count is negative
   * binomial with variance mean + mean² / evidence. `Infinity` = the mean is certain (Poisson).
   */
  readonly evidence: number;
}

/** What is believed about the demand for one item until its stock is renewed. */
export interface DemandBelief {
  /** Expected units per zone. */
  readonly meanUnits: ArrayLike<number>;
  /** @see CountBelief.evidence */
  readonly evidenceUnits: number;
}

/** How many futures, and from which seed. */
export interface FuturesAsk {
  readonly count: number;
  /** 32-bit integer; the same seed gives the same futures. */
  readonly seed: number;
}

/**
 * Draws futures of the demand for one item, units per zone. Their totals are spread evenly over the distribution (one
 * from each of `count` equally likely parts), so that few futures say as much as many independent ones.
 */
export function sampleFutures(
  { meanUnits, evidenceUnits }: DemandBelief,
  { count, seed }: FuturesAsk,
): readonly ZoneDemand[] {
  const unit = seededUnit(seed);
  const cumulative = Float64Array.from(meanUnits);
  for (let zone = 1; zone < cumulative.length; zone++)
    cumulative[zone] = (cumulative[zone] as number) + (cumulative[zone - 1] as number);
  const mean = cumulative.at(-1) ?? 0;
  const zone = Int32Array.from(cumulative.keys());
  return Array.from({ length: count }, (_, at) => {
    const units = new Float64Array(cumulative.length);
    const total = countAt({ mean, evidence: evidenceUnits }, (at + unit()) / count);
    for (let left = total; left > 0; left--) {
      const ix = firstAbove(cumulative, unit() * mean);
      units[ix] = (units[ix] as number) + 1;
    }
    return { count: cumulative.length, zone, units };
  });
}

/** A small seeded generator, uniform in [0, 1). @see Steele, Lea & Flood (2014), Fast Splittable Pseudorandom Number Generators */
export function seededUnit(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Above this mean the distribution is taken as normal. */
const normalFrom = 400;

/** The count that is not exceeded with this probability, 0 … 1 (without 1). */
export function countAt({ mean, evidence }: CountBelief, probability: number): number {
  if (mean <= 0) return 0;
  const sure = evidence === Infinity;
  if (mean > normalFrom) {
    const spread = Math.sqrt(sure ? mean : mean + mean ** 2 / evidence);
    return Math.max(0, Math.round(mean + spread * normalQuantile(probability)));
  }
  let chance = Math.exp(sure ? -mean : -evidence * Math.log1p(mean / evidence));
  let count = 0;
  for (let sum = chance; sum < probability && count < countMax; sum += chance) {
    chance *= sure
      ? mean / (count + 1)
      : (((count + evidence) / (count + 1)) * mean) / (mean + evidence);
    count += 1;
  }
  return count;
}

/** Where rounding could keep a sum of probabilities below the one asked for. */
const countMax = 100_000;

/** Quantile of the standard normal, ± 0.0005. @see Abramowitz & Stegun 26.2.23 */
function normalQuantile(probability: number): number {
  const tail = Math.max(1e-12, Math.min(probability, 1 - probability));
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const z = t - above / below;
  return probability < 0.5 ? -z : z;
}

function firstAbove(cumulative: Float64Array, mark: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}

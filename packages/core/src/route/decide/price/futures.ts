import type { ZoneDemand } from './transport.ts';

/** What is believed about the demand for one item until its stock is renewed. */
export interface DemandBelief {
  /** Expected units per zone. */
  readonly meanUnits: ArrayLike<number>;
  /**
   * Units of evidence behind the mean: the total is drawn from a gamma distribution with this shape before units are
   * drawn one by one (together: negative binomial). `Infinity` = the mean is certain (Poisson).
   */
  readonly evidenceUnits: number;
}

/** How many futures, and from which seed. */
export interface FuturesAsk {
  readonly count: number;
  /** 32-bit integer; the same seed gives the same futures. */
  readonly seed: number;
}

/** Draws futures of the demand for one item, units per zone. */
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
  return Array.from({ length: count }, () => {
    const units = new Float64Array(cumulative.length);
    const sure = evidenceUnits === Infinity;
    const wanted = sure ? mean : (mean * drawGamma(evidenceUnits, unit)) / evidenceUnits;
    for (let left = drawPoisson(wanted, unit); left > 0; left--) {
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

/** Above this mean a Poisson draw is a rounded normal one: within 1 % of the true quantiles. */
const normalFrom = 60;

/** A Poisson draw. */
export function drawPoisson(mean: number, unit: () => number): number {
  if (mean <= 0) return 0;
  if (mean > normalFrom) return Math.max(0, Math.round(mean + drawNormal(unit) * Math.sqrt(mean)));
  const floor = Math.exp(-mean);
  let draws = 0;
  for (let product = unit(); product > floor; product *= unit()) draws += 1;
  return draws;
}

/** A gamma draw with scale 1. @see Marsaglia & Tsang (2000), A Simple Method for Generating Gamma Variables */
export function drawGamma(shape: number, unit: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, unit) * (1 - unit()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(unit);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

const drawNormal = (unit: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());

function firstAbove(cumulative: Float64Array, mark: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}

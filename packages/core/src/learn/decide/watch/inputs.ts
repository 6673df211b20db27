import type { InputBuckets, ModelFeature } from '../../../models/decide/index.ts';

/** Buckets of numbers on a card. */
const bucketCount = 10;

/** What each feature of the rows looks like: ten buckets of about equal size for numbers, one per category. */
export function inputBuckets(
  features: readonly ModelFeature[],
  values: Float32Array,
): readonly InputBuckets[] {
  return features.map((feature, column) => {
    const known = columnOf(values, column, features.length).filter((value) => value === value);
    const upTo =
      feature.kind === 'category'
        ? feature.categories.slice(1).map((_, place) => place)
        : limitsOf(known);
    const empty = { name: feature.name, upTo, shares: [] };
    return { ...empty, shares: sharesOf(empty, columnOf(values, column, features.length)) };
  });
}

const columnOf = (values: Float32Array, column: number, features: number): Float32Array =>
  values.filter((_, at) => at % features === column);

function limitsOf(known: Float32Array): readonly number[] {
  const sorted = Float32Array.from(known).sort();
  const limits: number[] = [];
  for (let bucket = 1; bucket < bucketCount && sorted.length > 0; bucket += 1) {
    const value = sorted[Math.floor((bucket * sorted.length) / bucketCount)] as number;
    if (value > (limits[limits.length - 1] ?? -Infinity)) limits.push(value);
  }
  return limits;
}

/** The shares of values per bucket of a card; the last entry is that of missing ones. */
export function sharesOf({ upTo }: InputBuckets, values: Float32Array): readonly number[] {
  const counts = new Array<number>(upTo.length + 2).fill(0);
  for (const value of values) {
    const above = upTo.findIndex((limit) => value <= limit);
    const bucket = value !== value ? upTo.length + 1 : above < 0 ? upTo.length : above;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts.map((count) => count / Math.max(1, values.length));
}

/** Shares are counted as if they were at least this, so that an empty bucket is no infinity. */
const shareMin = 1e-4;

/**
 * Population stability index: how far shares moved. Below 0.1 little, above 0.25 another world.
 *
 * @see Siddiqi 2006, credit risk scorecards
 */
export const stabilityIndex = (was: readonly number[], is: readonly number[]): number =>
  was.reduce((sum, share, bucket) => {
    const [a, b] = [Math.max(shareMin, share), Math.max(shareMin, is[bucket] ?? 0)];
    return sum + (b - a) * Math.log(b / a);
  }, 0);

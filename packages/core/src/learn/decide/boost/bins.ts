/** The rows of a table in buckets: what trees are grown on. */
export interface BinnedRows {
  readonly rows: number;
  readonly features: number;
  /** `[row × features + feature]`. */
  readonly bins: Uint8Array;
  /** Per feature: bucket b holds values ≤ `upTo[b]`; one more bucket for values above. 32-bit numbers, ascending. */
  readonly upTo: readonly Float32Array[];
}

/** The bucket of missing values, in every feature. */
export const missingBin = 63;
/** Buckets of values; with that of missing ones, 64. */
const valueBins = 63;
/** Rows that the limits of buckets are taken from: more say nothing new. */
const sampleMax = 20_000;

/** Puts every value into a bucket; limits are quantiles of the values, so that buckets are about equally full. */
export function binRows(values: Float32Array, features: number): BinnedRows {
  const rows = values.length / features;
  const bins = new Uint8Array(values.length);
  const upTo = Array.from({ length: features }, (_, column) => {
    const limits = limitsOf(values, { features, column, rows });
    for (let at = column; at < values.length; at += features)
      bins[at] = binOf(limits, values[at] as number);
    return limits;
  });
  return { rows, features, bins, upTo };
}

function limitsOf(
  values: Float32Array,
  { features, column, rows }: { features: number; column: number; rows: number },
): Float32Array {
  const count = Math.min(rows, sampleMax);
  const sample = Float32Array.from(
    { length: count },
    (_, at) => values[Math.floor((at * rows) / count) * features + column] as number,
  )
    .filter((value) => value === value)
    .sort();
  const limits: number[] = [];
  for (let bin = 1; bin < valueBins && sample.length > 0; bin += 1) {
    const value = sample[Math.floor((bin * sample.length) / valueBins)] as number;
    if (value > (limits[limits.length - 1] ?? -Infinity) && value < (sample.at(-1) ?? value))
      limits.push(value);
  }
  return Float32Array.from(limits);
}

function binOf(limits: Float32Array, value: number): number {
  if (value !== value) return missingBin;
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (limits[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

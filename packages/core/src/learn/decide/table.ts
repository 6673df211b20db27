import type { ModelFeature, NamedValues } from '../../models/decide/index.ts';
import { rowWriter } from '../../models/decide/index.ts';

/** Rows to learn from. */
export interface TrainingTable {
  readonly features: readonly ModelFeature[];
  /** `[row × features + feature]`; `NaN` = missing, a category by its place. */
  readonly values: Float32Array;
  /** What came out, per row, on the plain scale. */
  readonly target: Float64Array;
}

/** One case to learn from: what was known, and what came out. */
export interface TrainingCase {
  readonly known: NamedValues;
  readonly target: number;
}

/**
 * Turns cases into a table. Categories are ordered by the mean of what came out, so that trees may split them like
 * numbers (Fisher 1958); those seen in fewer than `rowsMin` cases are left out and count as missing.
 *
 * @param kinds the features and their kinds, in order
 */
export function trainingTable(
  cases: readonly TrainingCase[],
  kinds: Readonly<Record<string, ModelFeature['kind']>>,
  rowsMin = 20,
): TrainingTable {
  const features = Object.entries(kinds).map(([name, kind]): ModelFeature =>
    kind === 'number'
      ? { name, kind }
      : { name, kind, categories: categoriesOf(name, cases, rowsMin) },
  );
  const values = new Float32Array(cases.length * features.length);
  const write = rowWriter(features);
  cases.forEach(({ known }, row) =>
    write(known, values.subarray(row * features.length, (row + 1) * features.length)),
  );
  return { features, values, target: Float64Array.from(cases, ({ target }) => target) };
}

/** Sums are pulled towards the mean of all by ten cases, so that a rare category is not ordered by chance. */
const pullCases = 10;

function categoriesOf(
  name: string,
  cases: readonly TrainingCase[],
  rowsMin: number,
): readonly string[] {
  const sums = new Map<string, { count: number; sum: number }>();
  let all = 0;
  for (const { known, target } of cases) {
    all += target;
    const category = known[name];
    if (typeof category !== 'string') continue;
    const of = sums.get(category) ?? { count: 0, sum: 0 };
    of.count += 1;
    of.sum += target;
    sums.set(category, of);
  }
  const mean = all / Math.max(1, cases.length);
  const ranked = [...sums]
    .filter(([, { count }]) => count >= rowsMin)
    .map(([category, { count, sum }]) => ({
      category,
      mean: (sum + pullCases * mean) / (count + pullCases),
    }));
  ranked.sort((a, b) => a.mean - b.mean || (a.category < b.category ? -1 : 1));
  return ranked.map(({ category }) => category);
}

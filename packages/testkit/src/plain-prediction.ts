import type { LinearBody, ModelDocument, TreesBody } from '@ordermesh/core/models';

/**
 * What a model says of a row, read off its document one step after the other: every quicker way must say the same, to the
 * last bit.
 *
 * @returns one number per level (or the mean), ascending
 */
export function plainPrediction(model: ModelDocument, row: Float32Array): readonly number[] {
  const { body, scale, factors } = model;
  const sums = body.kind === 'trees' ? walked(body, row) : weighed(body, model, row);
  return sums
    .map((sum, out) => (scale === 'log' ? Math.exp(sum) : sum) * (factors[out] ?? 1))
    .sort((a, b) => a - b);
}

function walked(body: TreesBody, row: Float32Array): number[] {
  const sums = [...body.base];
  for (const root of body.roots) {
    let node = root;
    for (let column = body.feature[node] ?? -1; column >= 0; column = body.feature[node] ?? -1) {
      const isYes = goesOn(body, node, row[column] ?? Number.NaN);
      node = isYes ? node + 1 : (body.no[node] ?? 0);
    }
    const leaf = (body.no[node] ?? 0) * sums.length;
    sums.forEach((sum, out) => {
      sums[out] = sum + Math.fround(body.leaves[leaf + out] ?? 0);
    });
  }
  return sums;
}

const goesOn = ({ missing, threshold }: TreesBody, node: number, value: number): boolean =>
  Number.isNaN(value) ? missing[node] === 1 : value <= Math.fround(threshold[node] ?? 0);

function weighed(body: LinearBody, { features }: ModelDocument, row: Float32Array): number[] {
  let term = 0;
  const weightOf = (): number => body.weights[term++] ?? 0;
  return body.base.map((base) => {
    let sum = base;
    features.forEach((feature, column) => {
      const value = row[column] ?? Number.NaN;
      const isMissing = Number.isNaN(value);
      if (feature.kind === 'number')
        sum += weightOf() * (isMissing ? (body.fill[column] ?? 0) : value);
      else
        feature.categories.forEach((_, place) => {
          const weight = weightOf();
          if (place === value) sum += weight;
        });
    });
    return sum;
  });
}

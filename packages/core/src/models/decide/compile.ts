import { ensure } from '../../words/index.ts';
import type { LinearBody, ModelDocument, ModelFeature } from './document.ts';
import { treesSum } from './trees.ts';
import type { Sum } from './trees.ts';

/** A model that answers: the same numbers on every machine, without allocation. */
export interface CompiledModel {
  readonly document: ModelDocument;
  /** Numbers per answer: one per level, or one for the mean. */
  readonly outputs: number;
  /**
   * Predicts one row.
   *
   * @param row one number per feature, 32-bit; `NaN` = missing
   * @param into receives `outputs` numbers; quantiles ascend
   */
  predict(row: Float32Array, into: Float64Array): void;
}

/** Makes a model that was read ready to predict. Cost: proportional to its size, once per version. */
export function compileModel(document: ModelDocument): CompiledModel {
  const outputs = Math.max(1, document.levels.length);
  const sum =
    document.body.kind === 'trees'
      ? treesSum(document.body, outputs)
      : linearSum(document.body, document.features);
  const finish = finishing(document);
  return {
    document,
    outputs,
    predict: (row, into) => {
      ensure(row.length === document.features.length, 'a row has one number per feature');
      sum(row, into);
      finish(into);
    },
  };
}

/** Makes amounts of sums on the scale of the body: calibrated, quantiles in order. Greater sums never give less. */
export function finishing({ levels, factors, scale }: ModelDocument): (into: Float64Array) => void {
  const outputs = Math.max(1, levels.length);
  const times = Float64Array.from({ length: outputs }, (_, ix) => factors[ix] ?? 1);
  const isLog = scale === 'log';
  return (into) => {
    for (let ix = 0; ix < outputs; ix += 1) {
      const plain = into[ix] as number;
      into[ix] = (isLog ? Math.exp(plain) : plain) * (times[ix] as number);
    }
    if (outputs > 1) ascend(into, outputs);
  };
}

function linearSum(body: LinearBody, features: readonly ModelFeature[]): Sum {
  const base = Float64Array.from(body.base);
  const weights = Float64Array.from(body.weights);
  const fill = Float64Array.from(body.fill);
  const isCategory = Uint8Array.from(features, ({ kind }) => (kind === 'category' ? 1 : 0));
  const firstTerm = Int32Array.from(termsBefore(features));
  const terms = firstTerm[features.length] as number;
  return (row, into) => {
    for (let out = 0; out < base.length; out += 1) {
      let sum = base[out] as number;
      const from = out * terms;
      for (let column = 0; column < row.length; column += 1) {
        const value = row[column] as number;
        const term = from + (firstTerm[column] as number);
        if (isCategory[column] === 1) sum += value >= 0 ? (weights[term + value] as number) : 0;
        else
          sum += (weights[term] as number) * (value === value ? value : (fill[column] as number));
      }
      into[out] = sum;
    }
  };
}

/** Where the terms of each feature of a linear model begin; one entry more than features, the last is their count. */
export function termsBefore(features: readonly ModelFeature[]): readonly number[] {
  const before = [0];
  for (const feature of features)
    before.push(
      (before[before.length - 1] ?? 0) +
        (feature.kind === 'category' ? feature.categories.length : 1),
    );
  return before;
}

/** Puts the quantiles into order: a higher confidence never promises less. @see Chernozhukov et al. 2010, rearrangement */
function ascend(values: Float64Array, count: number): void {
  for (let ix = 1; ix < count; ix += 1) {
    const value = values[ix] as number;
    let at = ix - 1;
    while (at >= 0 && (values[at] as number) > value) {
      values[at + 1] = values[at] as number;
      at -= 1;
    }
    values[at + 1] = value;
  }
}

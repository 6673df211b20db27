/**
 * A trained model as plain JSON: small, versioned, complete. Whoever reads it can predict with it and judge it; nothing
 * in it is ever evaluated as code.
 */
export interface ModelDocument {
  readonly format: 'ordermesh-model/1';
  readonly modelId: string;
  /** 1, 2, 3 … of this model. */
  readonly version: number;
  /** What the numbers mean, with the unit last, e.g. `transit-hours`. */
  readonly predicts: string;
  /** The columns of a row, in order. */
  readonly features: readonly ModelFeature[];
  /** Ascending probabilities of the predicted quantiles; empty = one output, the mean. */
  readonly levels: readonly number[];
  /** `log`: the body speaks of the logarithm of what is predicted, which is then always above zero. */
  readonly scale: 'plain' | 'log';
  readonly body: TreesBody | LinearBody;
  /** Per output: what the prediction is multiplied by since the last calibration; empty = as trained. */
  readonly factors: readonly number[];
  readonly card: ModelCard;
}

/** A column. Missing numbers and categories that training never saw are `NaN` in a row. */
export type ModelFeature =
  | { readonly name: string; readonly kind: 'number' }
  /** A row holds the place of its category in this list. */
  | { readonly name: string; readonly kind: 'category'; readonly categories: readonly string[] };

/**
 * Boosted trees in flat arrays, every tree in preorder: where the value is at most the threshold (or is missing and
 * `missing` says 1) the next node follows, else node `no`. A leaf has feature −1, and `no` is its number.
 */
export interface TreesBody {
  readonly kind: 'trees';
  /** Start per output. */
  readonly base: readonly number[];
  /** First node of each tree. */
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  /** 32-bit floating point numbers; 0 at leaves. */
  readonly threshold: readonly number[];
  readonly no: readonly number[];
  /** 1 = rows without the value go on to the next node. */
  readonly missing: readonly number[];
  /** `[leaf × outputs + output]`, 32-bit floating point numbers, the learning rate included. */
  readonly leaves: readonly number[];
}

/** A weighted sum. A category has one weight per category; a row without the value has the one that `fill` says. */
export interface LinearBody {
  readonly kind: 'linear';
  /** Start per output. */
  readonly base: readonly number[];
  /** `[output × terms + term]`; a number is one term, a category as many as it has categories. */
  readonly weights: readonly number[];
  /** Per feature: the number that stands for a missing one; 0 for categories, whose missing value adds nothing. */
  readonly fill: readonly number[];
}

/** Where a model comes from and how good it was: what people read before they let it serve. */
export interface ModelCard {
  readonly trainedAt: number;
  /** First and last moment of what it learned from. */
  readonly fromAt: number;
  readonly untilAt: number;
  readonly rows: number;
  /** Rows of the calibration whose end was not known yet. */
  readonly censoredRows: number;
  /** All chance of the training comes from it. */
  readonly seed: number;
  /** How it was trained, e.g. `trees`, `depthMax`. */
  readonly settings: Readonly<Record<string, number>>;
  /** Scores on rows that it was not trained on. */
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  /** Per level: the share of held-out rows at or below the prediction, after calibration. */
  readonly calibration: readonly {
    readonly level: number;
    readonly coveredShare: number;
    readonly rows: number;
  }[];
  /** Per feature: what the rows of the training looked like; live rows are held against it. */
  readonly inputs: readonly InputBuckets[];
  /** What decides where the model does not. */
  readonly fallback: string;
  /** SHA-256 of everything else in the document, hex. */
  readonly digest: string;
}

/** The distribution of one feature: bucket i holds what is at most `upTo[i]`; then one for what is above, one for missing. */
export interface InputBuckets {
  readonly name: string;
  readonly upTo: readonly number[];
  /** Sums to 1; `upTo.length + 2` entries. */
  readonly shares: readonly number[];
}

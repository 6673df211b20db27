export { compileModel, termsBefore } from './compile.ts';
export type { CompiledModel } from './compile.ts';
export { amountAt, chanceWithin } from './curve.ts';
export { digestOf } from './digest.ts';
export type {
  InputBuckets,
  LinearBody,
  ModelCard,
  ModelDocument,
  ModelFeature,
  TreesBody,
} from './document.ts';
export { leastPrediction } from './least.ts';
export type { ValueBounds } from './least.ts';
export { readModel } from './read-model.ts';
export { rowWriter } from './row.ts';
export type { NamedValues, RowWriter } from './row.ts';

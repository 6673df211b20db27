/**
 * Trained models as decisions use them: one small document format with its card, reading it safely, and predicting
 * with it without dependencies, in the hub, in the twin and on the edge. Training and watching stand in `learn`.
 *
 * @packageDocumentation
 */
export {
  amountAt,
  chanceWithin,
  compileModel,
  digestOf,
  readModel,
  rowWriter,
} from './decide/index.ts';
export type {
  CompiledModel,
  InputBuckets,
  LinearBody,
  ModelCard,
  ModelDocument,
  ModelFeature,
  NamedValues,
  RowWriter,
  TreesBody,
} from './decide/index.ts';

/**
 * What facts teach: models are trained here from what happened, calibrated on what happened lately, described on their
 * card, and watched while they serve. All of it is pure: chance comes from a seed, time is an argument.
 *
 * @packageDocumentation
 */
export {
  calibrationFactors,
  fromOnnx,
  judgeModel,
  lanePrediction,
  laneRows,
  lifeTable,
  modelOf,
  scoreAt,
  toOnnx,
  trainingTable,
  trainLinear,
  trainTransit,
  trainTrees,
  transitModelId,
  usualTreeSettings,
  usualWatchLimits,
} from './decide/index.ts';
export type {
  CarriedParcel,
  CalibrationWindow,
  LifeTable,
  LinearSettings,
  Loss,
  ModelMaking,
  NotInOnnx,
  OnnxBody,
  OnnxRefusal,
  TooFewParcels,
  TrainingAsk,
  TrainingCase,
  TrainingTable,
  TreeSettings,
  WatchedCase,
  WatchedModel,
  WatchedSpan,
  WatchLimits,
  WatchReason,
  WatchVerdict,
} from './decide/index.ts';

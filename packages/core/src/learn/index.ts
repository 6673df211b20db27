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
  lifeTable,
  modelOf,
  scoreAt,
  toOnnx,
  trainingTable,
  trainLinear,
  trainTrees,
  usualTreeSettings,
  usualWatchLimits,
} from './decide/index.ts';
export type {
  CalibrationWindow,
  LifeTable,
  LinearSettings,
  Loss,
  ModelMaking,
  NotInOnnx,
  OnnxBody,
  OnnxRefusal,
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

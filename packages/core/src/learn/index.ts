/**
 * What facts teach: models are trained here from what happened, calibrated on what happened lately, described on their
 * card, and watched while they serve. All of it is pure: chance comes from a seed, time is an argument.
 *
 * @packageDocumentation
 */
export {
  calibrationFactors,
  lifeTable,
  scoreAt,
  trainingTable,
  trainLinear,
  trainTrees,
  usualTreeSettings,
} from './decide/index.ts';
export type {
  CalibrationWindow,
  LifeTable,
  LinearSettings,
  Loss,
  TrainingCase,
  TrainingTable,
  TreeSettings,
  WatchedCase,
  WatchedSpan,
} from './decide/index.ts';

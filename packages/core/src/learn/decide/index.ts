export { trainTrees, usualTreeSettings } from './boost/train-trees.ts';
export type { TreeSettings } from './boost/train-trees.ts';
export type { Loss } from './boost/loss.ts';
export { lifeTable, scoreAt } from './calibrate/life-table.ts';
export type { LifeTable, WatchedSpan } from './calibrate/life-table.ts';
export { calibrationFactors } from './calibrate/recalibrate.ts';
export type { CalibrationWindow, WatchedCase } from './calibrate/recalibrate.ts';
export { trainLinear } from './linear.ts';
export type { LinearSettings } from './linear.ts';
export { trainingTable } from './table.ts';
export type { TrainingCase, TrainingTable } from './table.ts';
export { toOnnx } from './onnx/export.ts';
export type { NotInOnnx } from './onnx/export.ts';
export { fromOnnx } from './onnx/import.ts';
export type { OnnxBody, OnnxRefusal } from './onnx/import.ts';
export { modelOf } from './publish.ts';
export type { ModelMaking } from './publish.ts';
export { judgeModel, usualWatchLimits } from './watch/judge.ts';
export type { WatchedModel, WatchLimits, WatchReason, WatchVerdict } from './watch/judge.ts';
export { shareFromPast } from './prices/share-from-past.ts';
export type { ShareAsk, ShareSpan } from './prices/share-from-past.ts';
export {
  carriedCase,
  trainTransit,
  transitModelId,
  usualTransitFeatures,
} from './promise/train-transit.ts';
export type { CarriedParcel } from './promise/train-transit.ts';
export {
  handledCase,
  handlingModelId,
  trainHandling,
  usualHandlingFeatures,
} from './promise/train-handling.ts';
export type { HandledParcel } from './promise/train-handling.ts';
export { trainFrom } from './promise/train-from.ts';
export type { TrainTask } from './promise/train-from.ts';
export { timesPrediction, timesRows } from './promise/train-times.ts';
export type { TimedCase, TooFewParcels, TrainingAsk } from './promise/train-times.ts';
export {
  carriedShift,
  countQuantiles,
  demandOfParts,
  demandOver,
  demandSpread,
  forecastDemand,
  forecastMethod,
  intermittentMean,
  makeForecast,
  pinball,
  placementHints,
  priorsOf,
  readHoliday,
  readPromotion,
  readWeatherDay,
  replacesWeather,
  senseDays,
  shiftFactor,
  unwatched,
  watchDay,
  weekdayFactors,
} from './demand/index.ts';
export type {
  DemandAsk,
  DemandSeries,
  DemandSignals,
  DemandWatch,
  EndedDay,
  ForecastAsk,
  MadeForecast,
  PartsOfKit,
  PlacementHint,
  Holiday,
  Promotion,
  WeatherDay,
  SensedSeries,
  SeriesForecast,
  StockPlace,
  ZonedSeries,
} from './demand/index.ts';

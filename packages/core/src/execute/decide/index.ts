export { provesDeparture, workByFact } from './work-by-fact.ts';
export type { WorkMove } from './work-by-fact.ts';
export { judgeTemperature, meanKineticMilliCelsius } from './cold/mean-kinetic-temperature.ts';
export type {
  TemperatureLimits,
  TemperatureReading,
  TemperatureVerdict,
} from './cold/mean-kinetic-temperature.ts';
export { coldLimits } from './cold/limits.ts';
export type { ColdLimits } from './cold/limits.ts';
export type { ColdQuestion, LoggerReading } from './cold/spans.ts';
export { judgeCold, survivesMs } from './cold/judge-cold.ts';
export type { ColdJudgement, ColdLevel, ColdReason } from './cold/judge-cold.ts';
export { answerKinds, chooseAnswer } from './cold/choose-answer.ts';
export type {
  AnswerCost,
  AnswerKind,
  AnswerLost,
  AnswerOption,
  AnswerQuestion,
  AnswerRefusal,
  ColdAnswer,
  GoodsAtRisk,
  WeighedAnswer,
} from './cold/choose-answer.ts';
export { coldReportOf, readColdReport } from './cold/report.ts';
export type { ColdReport } from './cold/report.ts';
export { answerText, coldReasonText, lostText } from './cold/wording.ts';
export { judgeScan, wantedUnits } from './scan/judge-scan.ts';
export type {
  PackedUnits,
  PackLine,
  PackOrder,
  PackScan,
  ScanRefusal,
  ScanTaken,
  WantedUnits,
} from './scan/judge-scan.ts';
export { guideFor } from './scan/guide.ts';
export type { PackGuide } from './scan/guide.ts';
export { weigh } from './weigh.ts';
export type { Weighed } from './weigh.ts';

export type {
  Competition,
  ReassignmentTerms,
  JointBatchTerms,
  FallbackStep,
  HardRule,
  LexicographicStep,
  ModelPilot,
  Objective,
  ObjectiveWeights,
  RuleCondition,
  RuleField,
  RuleOperator,
  Scenario,
  SoftRule,
  SplitLimits,
  StrategyDocument,
  TierPromiseCosts,
} from './document.ts';
export type {
  CompiledRule,
  CompiledSoftRule,
  CompiledStrategy,
  LaneFacts,
  OrderFacts,
  OrderStrategy,
} from './compiled.ts';
export { compileStrategy, promiseTermsFor } from './compile.ts';
export { fieldByJsonName, fieldDefinition, ruleFields } from './fields.ts';
export type { FieldDefinition, FieldUnit, Wording } from './fields.ts';
export { checkStrategy } from './check/check.ts';
export type { CheckedStrategy, StrategyCheckContext, StrategyRefusal } from './check/check.ts';
export type { StrategyWarning, StrategyWarningReason } from './check/findings.ts';
export type { StrategyFault, StrategyFaultReason } from './check/faults.ts';
export { strategyDifference } from './difference.ts';
export type { StrategyChange } from './difference.ts';
export { countHits } from './hits.ts';
export type { RuleHits, SampleOrder, StrategyHits } from './hits.ts';
export { strategyJson } from './json.ts';
export type {
  CompetitionJson,
  ReassignmentJson,
  JointBatchesJson,
  ConditionJson,
  PromiseCostsJson,
  SplitJson,
  StrategyJson,
  WeightsJson,
} from './json.ts';
export { liveStrategy } from './live.ts';
export type { LiveStrategy, PublishedStrategy } from './live.ts';
export { presetName, standardCurrencies, standardStrategy, strategyPresets } from './standard.ts';
export type { StrategyPreset } from './standard.ts';
export {
  conditionWording,
  fallbackWording,
  hardRuleWording,
  scenarioWording,
  softRuleWording,
  splitWording,
  weightWordings,
} from './wording.ts';
export type { WeightWording } from './wording.ts';

export type {
  FallbackStep,
  HardRule,
  LexicographicStep,
  Objective,
  ObjectiveWeights,
  RuleCondition,
  RuleField,
  RuleOperator,
  Scenario,
  SoftRule,
  SplitLimits,
  StrategyDocument,
} from './document.ts';
export type {
  CompiledRule,
  CompiledSoftRule,
  CompiledStrategy,
  LaneFacts,
  OrderFacts,
  OrderStrategy,
} from './compiled.ts';
export { compileStrategy } from './compile.ts';
export { customerTiers, fieldByJsonName, fieldDefinition, ruleFields } from './fields.ts';
export type { FieldDefinition, FieldUnit, Wording } from './fields.ts';

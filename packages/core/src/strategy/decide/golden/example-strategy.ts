import { ensure } from '../../../words/index.ts';
import { checkStrategy } from '../check/check.ts';
import type { StrategyCheckContext } from '../check/check.ts';
import { strategyJson } from '../json.ts';
import { standardStrategy } from '../standard.ts';

const balanced = standardStrategy('balanced', 'CNY');
ensure(balanced !== undefined, 'yuan have presets');

/** A sound strategy in JSON, without rules, fallbacks and scenarios. */
export const sound = {
  ...strategyJson(balanced),
  hard_rules: [],
  soft_rules: [],
  fallbacks: [],
  scenarios: [],
};

/** What is wrong with a strategy: place and reason of each fault. */
export const faultsOf = (json: unknown, context?: StrategyCheckContext): readonly string[] => {
  const checked = checkStrategy(json, context);
  return checked.ok ? [] : checked.refusal.faults.map(({ field, reason }) => `${field} ${reason}`);
};
/** What is doubtful about a strategy that is sound: who, why and by whom. */
export const warningsOf = (json: unknown, context?: StrategyCheckContext): readonly string[] => {
  const checked = checkStrategy(json, context);
  ensure(checked.ok, 'the example strategy is sound');
  return checked.value.warnings.map(
    ({ ruleId, reason, byRuleId }) => `${ruleId} ${reason}${byRuleId ? ` by ${byRuleId}` : ''}`,
  );
};
/** What the first fault advises. */
export const remedyOf = (json: unknown, context?: StrategyCheckContext): string => {
  const checked = checkStrategy(json, context);
  return checked.ok ? '' : (checked.refusal.faults[0]?.remedy ?? '');
};

/** One condition. */
export const cell = (field: string, operator: string, value: unknown): object => ({ field, operator, value });
/** A hard rule. */
export const hard = (rule_id: string, ...when: unknown[]): object => ({
  rule_id,
  name: rule_id,
  when,
  effect: 'exclude',
});
/** A soft rule. */
export const soft = (rule_id: string, per_parcel_minor: number, ...when: unknown[]): object => ({
  rule_id,
  name: rule_id,
  when,
  per_parcel_minor,
});
/** A scenario. */
export const scene = (scenario_id: string, ...when: unknown[]): object => ({
  scenario_id,
  name: scenario_id,
  when,
  promise_confidence_percent: 95,
});
/** The sound strategy with one hard rule of these conditions. */
export const withCell = (...cells: unknown[]): object => ({ ...sound, hard_rules: [hard('r', ...cells)] });

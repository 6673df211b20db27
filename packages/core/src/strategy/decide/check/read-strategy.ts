import {
  accept,
  checked,
  faultAt,
  instant,
  integer,
  list,
  oneOf,
  optional,
  otherwise,
  readDocument,
  shape,
  text,
} from '../../../words/index.ts';
import type { InputFault, Outcome, Reader, Reading, ShapeOf } from '../../../words/index.ts';
import type { customerTiers } from '../../../parties/decide/index.ts';
import type { Objective, StrategyDocument } from '../document.ts';
import { documentOf } from '../json.ts';
import { conditions } from './read-condition.ts';
import { didYouMean, quoted } from './faults.ts';

const rulesMax = 200;
const scenariosMax = 50;
const fallbacksMax = 8;
/** A weight above ten million yuan is a slip of the finger. */
const weightMinorMax = 1_000_000_000;

/**
 * Reads a strategy from untrusted JSON, strictly: unknown keys, wrong types and impossible values are faults.
 *
 * @param versionWhenAbsent the version that a text without one gets
 * @returns the document, or every fault (at most 100)
 */
export function readStrategy(
  source: unknown,
  versionWhenAbsent: number,
): Outcome<StrategyDocument, readonly InputFault[]> {
  const read = readDocument(strategy, source);
  return read.ok ? accept(documentOf({ version: versionWhenAbsent, ...read.value })) : read;
}

const id = text({
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  like: 'letters, digits, _ and -, beginning with a letter or digit',
});
const name = text({ max: 120 });
const money = integer({ min: 0, max: weightMinorMax });
const percent = integer({ min: 0, max: 10_000 });
const confidence = integer({ min: 50, max: 99 });
const toleranceHours = integer({ min: 0, max: 8760 });

const objectives = [
  'cost',
  'time',
  'lateness',
  'split',
  'carbon',
  'duty',
  'stock_balance',
  'capacity',
  'rules',
  'opportunity',
] as const satisfies readonly Objective[];

const tiers = { standard: money, plus: money, vip: money, enterprise: money } satisfies Record<
  (typeof customerTiers)[number],
  Reader<number>
>;
const weights = {
  cost_percent: percent,
  duty_percent: percent,
  per_hour_minor: money,
  per_late_hour_minor: shape(tiers),
  per_extra_parcel_minor: money,
  per_kg_carbon_minor: money,
  stock_balance_minor: money,
  full_slot_minor: money,
  opportunity_percent: optional(percent),
  slot_price_percent: optional(percent),
};
/** A scenario replaces some of the weights; lateness for all tiers or none. */
const someWeights = {
  cost_percent: optional(percent),
  duty_percent: optional(percent),
  per_hour_minor: optional(money),
  per_late_hour_minor: optional(shape(tiers)),
  per_extra_parcel_minor: optional(money),
  per_kg_carbon_minor: optional(money),
  stock_balance_minor: optional(money),
  full_slot_minor: optional(money),
  opportunity_percent: optional(percent),
  slot_price_percent: optional(percent),
};
const split = shape({
  parcels_max: integer({ min: 1, max: 16 }),
  part_value_min_minor: money,
  line_split: oneOf(['never', 'when_short']),
});
const hardRule = shape({
  rule_id: id,
  name,
  when: conditions(false),
  effect: oneOf(['exclude']),
});
const softRule = shape({
  rule_id: id,
  name,
  when: conditions(false),
  per_parcel_minor: integer({ min: -weightMinorMax, max: weightMinorMax }),
});
const fallback = shape({
  name,
  ignore_rule_ids: otherwise(list(id, { max: rulesMax }), []),
  promise_tolerance_hours: optional(toleranceHours),
  split: optional(split),
});
const competition = shape({
  nodes_max: integer({ min: 1, max: 8 }),
  extra_cost_max_minor: money,
  node_tags: otherwise(list(text({ max: 64 }), { max: 64 }), []),
  lease_minutes: integer({ min: 1, max: 10_080 }),
});
const reassignment = shape({
  every_seconds: integer({ min: 10, max: 86_400 }),
  orders_max: integer({ min: 2, max: 1000 }),
  gain_min_minor: integer({ min: 1, max: weightMinorMax }),
});
const promiseCost = optional(
  shape({
    per_lead_hour_minor: integer({ min: 1, max: weightMinorMax }),
    late_minor: integer({ min: 1, max: weightMinorMax }),
  }),
);
/** Costs of promises for some of the tiers. */
const promiseCosts = shape({
  standard: promiseCost,
  plus: promiseCost,
  vip: promiseCost,
  enterprise: promiseCost,
} satisfies Record<(typeof customerTiers)[number], unknown>);
const jointBatches = shape({
  from_orders: integer({ min: 2, max: 200 }),
  steps_max: integer({ min: 100, max: 1_000_000 }),
});
const scenario = shape({
  scenario_id: id,
  name,
  when: conditions(true),
  weights: optional(shape(someWeights)),
  split: optional(split),
  promise_confidence_percent: optional(confidence),
  promise_costs: optional(promiseCosts),
  competition: optional(competition),
  promise_tolerance_hours: optional(toleranceHours),
});
const pilot = shape({
  pilot_id: id,
  name,
  model: oneOf(['handling', 'transit']),
  when: conditions(true),
});
const step = shape({ objective: oneOf(objectives), tolerance_minor: money });

const fields = {
  strategy_id: id,
  version: optional(integer({ min: 1, max: 1_000_000_000 })),
  name,
  mode: otherwise(oneOf(['weighted', 'lexicographic']), 'weighted'),
  weights: shape(weights),
  priority: optional(list(step, { min: 1, max: objectives.length })),
  hard_rules: otherwise(list(hardRule, { max: rulesMax }), []),
  soft_rules: otherwise(list(softRule, { max: rulesMax }), []),
  split,
  fallbacks: otherwise(list(fallback, { max: fallbacksMax }), []),
  scenarios: otherwise(list(scenario, { max: scenariosMax }), []),
  competition: optional(competition),
  reassignment: optional(reassignment),
  joint_batches: optional(jointBatches),
  valid_from: optional(instant),
  valid_until: optional(instant),
  promise_confidence_percent: confidence,
  promise_costs: optional(promiseCosts),
  model_pilots: optional(list(pilot, { max: scenariosMax })),
};

type StrategyRead = ShapeOf<typeof fields>;

const strategy: Reader<StrategyRead> = checked(shape(fields), (read, on) => {
  checkPriority(read, on);
  checkDates(read, on);
  checkByCost(read, on);
  checkIds(read, on);
  checkFallbacks(read, on);
});

function checkPriority({ mode, priority }: StrategyRead, on: Reading): void {
  if (mode === 'lexicographic' && priority === undefined) {
    const remedy = 'Send the order of objectives of a lexicographic strategy.';
    faultAt(on, ['priority'], { reason: 'missing', remedy });
  }
  if (mode === 'weighted' && priority !== undefined) {
    const remedy = 'Remove priority, or set mode to lexicographic.';
    faultAt(on, ['priority'], { reason: 'only-for-lexicographic', remedy });
  }
  if (priority && new Set(priority.map(({ objective }) => objective)).size < priority.length)
    faultAt(on, ['priority'], { reason: 'duplicate', remedy: 'Name each objective once.' });
}

function checkDates(read: StrategyRead, on: Reading): void {
  if (read.valid_from === undefined || read.valid_until === undefined) return;
  if (read.valid_from >= read.valid_until) {
    const remedy = 'Let valid_until be later than valid_from.';
    faultAt(on, ['valid_until'], { reason: 'dates-order', remedy });
  }
}

/** What an exchange saves is told in cost; an order of priorities does not choose by it. */
function checkByCost(read: StrategyRead, on: Reading): void {
  if (read.mode !== 'lexicographic') return;
  for (const part of ['reassignment', 'joint_batches'] as const) {
    if (read[part] === undefined) continue;
    const remedy = `Remove ${part}, or set mode to weighted.`;
    faultAt(on, [part], { reason: 'only-for-weighted', remedy });
  }
}

/** Hard and soft rules share one space of ids, since traces name both. */
function checkIds(read: StrategyRead, on: Reading): void {
  const claimIn = (seen: Set<string>) => (found: string, path: readonly (string | number)[]) => {
    const remedy = `${quoted(found)} is taken; choose another id.`;
    if (seen.has(found)) faultAt(on, path, { reason: 'duplicate', remedy });
    seen.add(found);
  };
  const rule = claimIn(new Set());
  for (const [ix, { rule_id }] of read.hard_rules.entries())
    rule(rule_id, ['hard_rules', ix, 'rule_id']);
  for (const [ix, { rule_id }] of read.soft_rules.entries())
    rule(rule_id, ['soft_rules', ix, 'rule_id']);
  const scene = claimIn(new Set());
  for (const [ix, { scenario_id }] of read.scenarios.entries())
    scene(scenario_id, ['scenarios', ix, 'scenario_id']);
  const ofModel = claimIn(new Set());
  for (const [ix, { pilot_id }] of (read.model_pilots ?? []).entries())
    ofModel(pilot_id, ['model_pilots', ix, 'pilot_id']);
}

function checkFallbacks({ hard_rules, fallbacks }: StrategyRead, on: Reading): void {
  const known = hard_rules.map(({ rule_id }) => rule_id);
  for (const [ix, { ignore_rule_ids }] of fallbacks.entries())
    for (const [at, ruleId] of ignore_rule_ids.entries()) {
      if (known.includes(ruleId)) continue;
      const remedy = `${quoted(ruleId)} is no hard rule of this strategy. ${didYouMean(ruleId, known)}`;
      const path = ['fallbacks', ix, 'ignore_rule_ids', at];
      faultAt(on, path, { reason: 'unknown-rule', remedy });
    }
}

import { instantText } from '../../words/index.ts';
import type { CustomerTier } from '../../parties/decide/index.ts';
import type {
  ModelPilot,
  Objective,
  ObjectiveWeights,
  RuleField,
  RuleOperator,
  SplitLimits,
  StrategyDocument,
} from './document.ts';
import { fieldByJsonName, fieldDefinition, jsonKey } from './fields.ts';

/** One cell of the rule table in JSON. `field` is a name of the field registry, e.g. `order.service_level`. */
export interface ConditionJson {
  readonly field: string;
  readonly operator: RuleOperator;
  /** A list for `in` and `not_in`, else one text or number. */
  readonly value: string | number | readonly (string | number)[];
}

/** {@link ObjectiveWeights} in JSON; integers ≥ 0. */
export interface WeightsJson {
  readonly cost_percent: number;
  readonly duty_percent: number;
  readonly per_hour_minor: number;
  readonly per_late_hour_minor: ObjectiveWeights['perLateHourMinor'];
  readonly per_extra_parcel_minor: number;
  readonly per_kg_carbon_minor: number;
  readonly stock_balance_minor: number;
  readonly full_slot_minor: number;
  readonly opportunity_percent?: number;
  readonly slot_price_percent?: number;
}

/** {@link Competition} in JSON. */
export interface CompetitionJson {
  readonly nodes_max: number;
  readonly extra_cost_max_minor: number;
  readonly node_tags: readonly string[];
  readonly lease_minutes: number;
}

/** {@link ReassignmentTerms} in JSON. */
export interface ReassignmentJson {
  readonly every_seconds: number;
  readonly orders_max: number;
  readonly gain_min_minor: number;
}

/** {@link TierPromiseCosts} in JSON. */
export type PromiseCostsJson = Readonly<
  Partial<
    Record<CustomerTier, { readonly per_lead_hour_minor: number; readonly late_minor: number }>
  >
>;

/** {@link JointBatchTerms} in JSON. */
export interface JointBatchesJson {
  readonly from_orders: number;
  readonly steps_max: number;
}

/** {@link SplitLimits} in JSON. */
export interface SplitJson {
  readonly parcels_max: number;
  readonly part_value_min_minor: number;
  readonly line_split: SplitLimits['lineSplit'];
}

/**
 * A strategy as the API and files carry it: the same content as {@link StrategyDocument} in snake_case, with
 * instants in RFC 3339. `checkStrategy` reads it; these keys may be absent there: `version`, `mode` (weighted),
 * `priority`, `hard_rules`, `soft_rules`, `fallbacks`, `scenarios`, `valid_from`, `valid_until`.
 */
export interface StrategyJson {
  readonly strategy_id: string;
  readonly version: number;
  readonly name: string;
  readonly mode: StrategyDocument['mode'];
  readonly weights: WeightsJson;
  readonly priority?: readonly {
    readonly objective: Objective;
    readonly tolerance_minor: number;
  }[];
  readonly hard_rules: readonly {
    readonly rule_id: string;
    readonly name: string;
    readonly when: readonly ConditionJson[];
    readonly effect: 'exclude';
  }[];
  readonly soft_rules: readonly {
    readonly rule_id: string;
    readonly name: string;
    readonly when: readonly ConditionJson[];
    readonly per_parcel_minor: number;
  }[];
  readonly split: SplitJson;
  readonly fallbacks: readonly {
    readonly name: string;
    readonly ignore_rule_ids: readonly string[];
    readonly promise_tolerance_hours?: number;
    readonly split?: SplitJson;
  }[];
  readonly scenarios: readonly {
    readonly scenario_id: string;
    readonly name: string;
    readonly when: readonly ConditionJson[];
    readonly weights?: Partial<WeightsJson>;
    readonly split?: SplitJson;
    readonly promise_confidence_percent?: number;
    readonly promise_costs?: PromiseCostsJson;
    readonly competition?: CompetitionJson;
    readonly promise_tolerance_hours?: number;
  }[];
  readonly competition?: CompetitionJson;
  readonly reassignment?: ReassignmentJson;
  readonly joint_batches?: JointBatchesJson;
  /** RFC 3339, UTC. */
  readonly valid_from?: string;
  /** RFC 3339, UTC; exclusive. */
  readonly valid_until?: string;
  readonly promise_confidence_percent: number;
  readonly promise_costs?: PromiseCostsJson;
  readonly model_pilots?: readonly {
    readonly pilot_id: string;
    readonly name: string;
    readonly model: ModelPilot['model'];
    readonly when: readonly ConditionJson[];
  }[];
}

/** Writes a document as JSON; `checkStrategy` reads it back to an equal document. */
export const strategyJson = (document: StrategyDocument): StrategyJson =>
  renamed(document, (key, value) => {
    if (key === 'field') return [key, fieldDefinition(value as RuleField).jsonName];
    if (key === 'validFromAt') return ['valid_from', instantText(value as number)];
    if (key === 'validUntilAt') return ['valid_until', instantText(value as number)];
    return [jsonKey(key), value];
  }) as StrategyJson;

/** A strategy whose every name has been checked; instants are epoch ms UTC. */
type SoundStrategyJson = Omit<StrategyJson, 'valid_from' | 'valid_until'> & {
  readonly valid_from?: number;
  readonly valid_until?: number;
};

/** The document that was read. */
export const documentOf = (read: SoundStrategyJson): StrategyDocument =>
  renamed(read, (key, value) => {
    if (key === 'field') return [key, fieldByJsonName(String(value))?.field];
    if (key === 'valid_from') return ['validFromAt', value];
    if (key === 'valid_until') return ['validUntilAt', value];
    return [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value];
  }) as StrategyDocument;

type Rename = (key: string, value: unknown) => readonly [string, unknown];

/** The same tree with other keys; both forms differ in nothing else, which the round trip test watches. */
function renamed(value: unknown, rename: Rename): unknown {
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, rename));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => rename(key, entry));
  return Object.fromEntries(entries.map(([key, entry]) => [key, renamed(entry, rename)]));
}

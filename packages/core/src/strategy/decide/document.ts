import type { StrategyId } from '../../words/index.ts';
import type { CustomerTier } from '../../parties/decide/index.ts';
import type { PromiseCosts } from '../../promise/decide/index.ts';

/**
 * A strategy as operations staff edit it: plain JSON, versioned, checked at publish, compiled to functions.
 * All money is in minor units of the network's currency. Nothing in it is ever evaluated as code.
 */
export interface StrategyDocument {
  readonly strategyId: StrategyId;
  /** 1, 2, 3 … of this strategy. */
  readonly version: number;
  readonly name: string;
  /** `weighted`: the sum of all items decides. `lexicographic`: objectives in `priority` order, each within its tolerance. */
  readonly mode: 'weighted' | 'lexicographic';
  readonly weights: ObjectiveWeights;
  /** Only for `lexicographic`: most important first. */
  readonly priority?: readonly LexicographicStep[];
  readonly hardRules: readonly HardRule[];
  readonly softRules: readonly SoftRule[];
  readonly split: SplitLimits;
  /** Tried in order when nothing fits; the strategy itself is step 0. */
  readonly fallbacks: readonly FallbackStep[];
  /** First scenario whose conditions hold replaces the named parts; e.g. key accounts, cold chain. */
  readonly scenarios: readonly Scenario[];
  /** Work is offered to several nodes at once, the first claim wins; absent = to the planned node alone. */
  readonly competition?: Competition;
  /** Orders that nobody has begun may still change nodes; absent = they stay where they are. */
  readonly reassignment?: ReassignmentTerms;
  /** New orders that are committed together may exchange nodes before; absent = each is decided alone. */
  readonly jointBatches?: JointBatchTerms;
  /** The strategy counts only within these dates; absent = always. */
  readonly validFromAt?: number;
  readonly validUntilAt?: number;
  /** Confidence of promises, 50 … 99. */
  readonly promiseConfidencePercent: number;
  /** What promises cost, by tier: the date is where they cost least. Tiers that are not named go by the confidence. */
  readonly promiseCosts?: TierPromiseCosts;
  /** A model that is named here speaks only for orders that meet one of its pilots; absent = every serving model for all. */
  readonly modelPilots?: readonly ModelPilot[];
}

/** Orders for which a serving model speaks; for others the curves of the network do. */
export interface ModelPilot {
  readonly pilotId: string;
  readonly name: string;
  readonly model: 'handling' | 'transit';
  /** Order fields only. */
  readonly when: readonly RuleCondition[];
}

/** What a later promise and a broken one cost, for the tiers that are named. */
export type TierPromiseCosts = Readonly<Partial<Record<CustomerTier, PromiseCosts>>>;

/** What each objective is worth, in money, so that weights can be read aloud. */
export interface ObjectiveWeights {
  /** Freight, handling and duty are money already: 100 = as they are. */
  readonly costPercent: number;
  readonly dutyPercent: number;
  /** Per hour from order to the end of the window. */
  readonly perHourMinor: number;
  /** Per hour after the promised (or requested) window, by tier. */
  readonly perLateHourMinor: Readonly<Record<CustomerTier, number>>;
  /** Per parcel beyond the first. */
  readonly perExtraParcelMinor: number;
  /** Per kilogram CO2e. */
  readonly perKgCarbonMinor: number;
  /** For taking the last units: minor units × quantity / ATP left before (scarce stock costs more). */
  readonly stockBalanceMinor: number;
  /** At a fully loaded slot; rises with the square of the load. */
  readonly fullSlotMinor: number;
  /** Opportunity prices of stock: 100 = as on the price sheet; absent = they do not count. */
  readonly opportunityPercent?: number;
  /** Prices of places in slots, as part of the slot's cost: 100 = as on the price sheet; absent = they do not count. */
  readonly slotPricePercent?: number;
}

/** What a plan is judged by; `rules` is the sum of the soft rules. Names the cost items of a plan, in money. */
export type Objective =
  | 'cost'
  | 'time'
  | 'lateness'
  | 'split'
  | 'carbon'
  | 'duty'
  | 'stock_balance'
  | 'capacity'
  | 'rules'
  | 'opportunity';

/** One step of a lexicographic choice: plans that are equal here are judged by the next step. */
export interface LexicographicStep {
  readonly objective: Objective;
  /** Plans within this many minor units of the best are equal at this step. */
  readonly toleranceMinor: number;
}

/** A field a rule may look at. The registry in `fields.ts` gives its type. */
export type RuleField =
  | 'order.channel'
  | 'order.tier'
  | 'order.serviceLevel'
  | 'order.country'
  | 'order.subdivision'
  | 'order.postcode'
  | 'order.currency'
  | 'order.valueMinor'
  | 'order.weightGrams'
  | 'order.lineCount'
  | 'order.temperatureClass'
  | 'order.hourOfDay'
  | 'order.gift'
  | 'order.incoterm'
  | 'order.entity'
  | 'node.id'
  | 'node.kind'
  | 'node.tag'
  | 'node.country'
  | 'node.subdivision'
  | 'node.distanceKm'
  | 'node.loadPercent'
  | 'node.entity'
  | 'lane.serviceId'
  | 'lane.mode'
  | 'lane.leadHours';

/**
 * How a condition compares. `in` and `not_in` take a list; `gte` and `lte` (≥, ≤) numbers; `starts_with` a text.
 * Which suit a field is in `fields.ts`.
 */
export type RuleOperator = 'eq' | 'ne' | 'in' | 'not_in' | 'gte' | 'lte' | 'starts_with';

/** One cell of the rule table: `field operator value`. Cells of a rule are joined by AND. */
export interface RuleCondition {
  readonly field: RuleField;
  readonly operator: RuleOperator;
  readonly value: string | number | readonly (string | number)[];
}

/** Where its conditions hold, the node (or lane) is excluded. */
export interface HardRule {
  readonly ruleId: string;
  readonly name: string;
  readonly when: readonly RuleCondition[];
  readonly effect: 'exclude';
}

/** Where its conditions hold, a parcel from this node gets dearer (penalty > 0) or cheaper (bonus < 0). */
export interface SoftRule {
  readonly ruleId: string;
  readonly name: string;
  readonly when: readonly RuleCondition[];
  readonly perParcelMinor: number;
}

/** How far one order may be split into parcels. */
export interface SplitLimits {
  /** Most parcels for one order, 1 … 16. */
  readonly parcelsMax: number;
  /** A split is only allowed when both parts are worth at least this; 0 = always. Order currency, minor units. */
  readonly partValueMinMinor: number;
  /** Whether the quantity of one line may come from several nodes when no node has it all. */
  readonly lineSplit: 'never' | 'when_short';
}

/** A relaxed try. */
export interface FallbackStep {
  readonly name: string;
  /** Hard rules with these ids are ignored. */
  readonly ignoreRuleIds: readonly string[];
  /** How many hours after the promised window this step may still arrive; absent = no promise limit. */
  readonly promiseToleranceHours?: number;
  readonly split?: SplitLimits;
}

/** How work is offered to several nodes at once. */
export interface Competition {
  /** Nodes that see the offer, the planned one included, 1 … 8; 1 = no competition. */
  readonly nodesMax: number;
  /** Only nodes that would cost at most this more than the planned one, minor units. */
  readonly extraCostMaxMinor: number;
  /** Only nodes with one of these tags compete, and only among themselves; empty = all nodes. */
  readonly nodeTags: readonly string[];
  /** Whoever claims must begin within so many minutes, or the work is offered on. */
  readonly leaseMinutes: number;
}

/** How orders that nobody has begun are looked at again, all together. Only for strategies that weigh by cost. */
export interface ReassignmentTerms {
  /** Time from one look to the next, 10 … 86,400 s. */
  readonly everySeconds: number;
  /** Orders of one look, the oldest first, 2 … 1,000; the next look goes on behind them. */
  readonly ordersMax: number;
  /** An exchange must save at least this, minor units. */
  readonly gainMinMinor: number;
}

/** How new orders of one batch are decided together in a peak. Only for strategies that weigh by cost. */
export interface JointBatchTerms {
  /** Batches of fewer new orders are decided one by one, 2 … 200. */
  readonly fromOrders: number;
  /** Ways looked at per batch at most, 100 … 1,000,000. */
  readonly stepsMax: number;
}

/** Replaces parts of the strategy for orders that meet its conditions (order fields only). */
export interface Scenario {
  readonly scenarioId: string;
  readonly name: string;
  readonly when: readonly RuleCondition[];
  readonly weights?: Partial<ObjectiveWeights>;
  readonly split?: SplitLimits;
  /** Without `promiseCosts` beside it, these orders go by this confidence, whatever the strategy says of costs. */
  readonly promiseConfidencePercent?: number;
  /** In place of all those of the strategy. */
  readonly promiseCosts?: TierPromiseCosts;
  readonly competition?: Competition;
  /** Hours after the promised window that step 0 may arrive; absent = as the strategy. */
  readonly promiseToleranceHours?: number;
}

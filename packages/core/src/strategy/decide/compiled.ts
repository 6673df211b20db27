import type { CarrierService, NodeProfile } from '../../network/decide/index.ts';
import type {
  Competition,
  FallbackStep,
  ObjectiveWeights,
  LexicographicStep,
  SplitLimits,
  StrategyDocument,
  TierPromiseCosts,
} from './document.ts';

/** What rules see of the order, computed once per decision. */
export interface OrderFacts {
  readonly channel: string;
  readonly tier: string;
  readonly serviceLevel: string;
  readonly country: string;
  readonly subdivision: string;
  readonly postcode: string;
  readonly currency: string;
  readonly valueMinor: number;
  readonly weightGrams: number;
  readonly lineCount: number;
  /** The most demanding class among its lines. */
  readonly temperatureClass: string;
  /** `yes` or `no`. */
  readonly gift: string;
  /** `ddp`, `dap`, or empty. */
  readonly incoterm: string;
  /** The legal entity that sold it; empty when none is named. */
  readonly entity: string;
  /** Local hour at the place of delivery, by longitude when no zone is known, 0 … 23. */
  readonly hourOfDay: number;
}

/** What rules see of a candidate; one object is reused over all candidates of a decision. */
export interface LaneFacts {
  node: NodeProfile;
  service: CarrierService | undefined;
  distanceKm: number;
  loadPercent: number;
  /** From decision to the end of the window, hours. */
  leadHours: number;
}

/** A rule compiled to a function; `ruleIx` is its position in the document's table. */
export interface CompiledRule {
  readonly ruleIx: number;
  readonly ruleId: string;
  /** Whether it needs the lane (service, lead time): then it is tested per lane, else per node. */
  readonly perLane: boolean;
  readonly holds: (lane: LaneFacts) => boolean;
}

/** A compiled soft rule. */
export interface CompiledSoftRule extends CompiledRule {
  readonly perParcelMinor: number;
}

/** The strategy as one order meets it: scenario applied, order conditions already decided. */
export interface OrderStrategy {
  readonly document: StrategyDocument;
  readonly scenarioId: string | undefined;
  readonly weights: ObjectiveWeights;
  readonly split: SplitLimits;
  readonly promiseConfidencePercent: number;
  /** Undefined for a tier = its promises go by the confidence. */
  readonly promiseCosts: TierPromiseCosts | undefined;
  /** Sum of `modelBits` of the models that do not speak for it. */
  readonly withheldModels: number;
  /** Hours after the promised window that step 0 may arrive; undefined = unlimited (priced by lateness only). */
  readonly promiseToleranceHours: number | undefined;
  readonly priority: readonly LexicographicStep[] | undefined;
  /** Only rules whose order conditions hold. */
  readonly hardRules: readonly CompiledRule[];
  readonly softRules: readonly CompiledSoftRule[];
  readonly fallbacks: readonly FallbackStep[];
  /** Undefined = work is offered to the planned node alone. */
  readonly competition: Competition | undefined;
}

/** A published strategy, ready for use. */
export interface CompiledStrategy {
  readonly document: StrategyDocument;
  /** Whether any order's work is offered to several nodes at once. */
  readonly competes: boolean;
  /** Whether opportunity prices count for any order. */
  readonly weighsPrices: boolean;
  readonly forOrder: (order: OrderFacts) => OrderStrategy;
}

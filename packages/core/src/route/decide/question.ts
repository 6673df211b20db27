import type { ItemId, NodeId, OrderId, Place, ServiceId, Window } from '../../words/index.ts';
import type { Incoterm } from '../../intake/decide/index.ts';
import type { Network, ServiceLevel } from '../../network/decide/index.ts';
import type { CustomerTier, TemperatureClass } from '../../parties/decide/index.ts';
import type { LaneClock } from '../../promise/decide/index.ts';
import type { CompiledStrategy } from '../../strategy/decide/index.ts';
import type { PriceSource, PricesMissing } from './price/sheet.ts';

/** One line (or what is left of it) that needs a node. */
export interface RouteLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly quantityUnits: number;
  /** Shipping weight of the whole line, grams. */
  readonly weightGrams: number;
  /** Value of the whole line before tax, minor units of the order's currency. */
  readonly valueMinor: number;
  readonly temperatureClass: TemperatureClass;
  readonly hsCode: string | undefined;
  readonly originCountry: string | undefined;
  /** It must not enter the country of delivery from abroad. */
  readonly refusedAbroad?: boolean;
  /** Lines with the same word here travel in one parcel. Absent for lines that may go alone. */
  readonly together?: string;
  /**
   * The lines of the word are this many equal sets (kits): each set stays in one parcel, the sets may come apart where
   * lines may. Absent: all of it stays in one parcel.
   */
  readonly sets?: number;
}

/**
 * Everything the decision looks at that is not in the versioned documents: plain numbers, so that it can be
 * stored with the decision and asked again, byte for byte.
 */
export interface RouteQuestion {
  readonly at: number;
  readonly orderId: OrderId;
  readonly channel: string;
  readonly tier: CustomerTier;
  readonly serviceLevel: ServiceLevel;
  readonly currency: string;
  readonly shipTo: Place;
  readonly pickupNodeId: NodeId | undefined;
  /** The window promised already; lateness is measured against it. */
  readonly promisedWindow: Window | undefined;
  readonly lines: readonly RouteLine[];
  /** Nodes that must not be asked again (they rejected, are stricken …), with the reason for people. */
  readonly excluded: readonly { readonly nodeId: NodeId; readonly because: string }[];
  /** Forces the plan onto these nodes only ("why not B?"); undefined = free choice. */
  readonly onlyNodeIds: readonly NodeId[] | undefined;
  /** Forces more than nodes upon the plan ("why not by that service, by that day, in one parcel?"); absent = free choice. */
  readonly forced?: Forcing;
  /** Nothing may arrive after the promised window, whatever the strategy tolerates; absent = as the strategy says. */
  readonly keepsPromise?: boolean;
  readonly networkVersion: number;
  readonly strategy: { readonly strategyId: string; readonly version: number };
  readonly slice: BoardSlice;
  /** Everything travels in one parcel. */
  readonly shipComplete?: boolean;
  /** The legal entity that sold it, where the network names any. */
  readonly sellingEntity?: string;
  /** It is a present, and whether the node wraps it. */
  readonly gift?: boolean;
  readonly giftWrap?: boolean;
  /** Who pays duty at a border: the seller (its cost, as when absent) or the receiver. */
  readonly incoterm?: Incoterm;
  /** The sheet that the slice's prices come from; only where the strategy weighs prices and a sheet counts. */
  readonly prices?: PriceSource;
  /** Why the slice has no prices although the strategy weighs them. */
  readonly pricesMissing?: PricesMissing;
}

/** What a comparison forces upon a plan besides its nodes; all given ones hold. It only takes plans away, so that none gets cheaper. */
export interface Forcing {
  /** Only these carrier services. */
  readonly serviceIds?: readonly ServiceId[];
  /** Every parcel has arrived by then at the stated confidence, epoch ms. */
  readonly arriveByAt?: number;
  /** At most so many parcels, where the strategy allows more. */
  readonly parcelsMax?: number;
}

/** What the board said at that moment, per node (index = node index of the network version). */
export interface BoardSlice {
  /** ATP in units, `[nodeIx * lines + line]`, one entry per line of the question (lines of one item repeat it). */
  readonly atpUnits: Int32Array;
  /** nodeOpen, nodeDraining or nodeStricken. */
  readonly nodeState: Uint8Array;
  /** When the node could start this order, epoch ms; 0 = not within the horizon. */
  readonly startAt: Float64Array;
  /** Start of that slot, epoch ms. */
  readonly slotAt: Float64Array;
  /** How full that slot is, 0 … 100. */
  readonly loadPercent: Uint8Array;
  /**
   * What taking one unit costs later, thousandths of a minor unit, `[nodeIx * lines + line]`. This and `slotMilli` are
   * there when the question names its `prices`, else absent.
   */
  readonly priceMilli?: Float64Array;
  /** What the place in the slot costs later, thousandths of a minor unit. */
  readonly slotMilli?: Float64Array;
  /** What a minute of the node's own couriers costs now, thousandths of a minor unit; only where the sheet prices crews. */
  readonly crewMilli?: Float64Array;
  /** Services with a daily limit at open nodes, by node index; absent = none has one. */
  readonly carriers?: CarrierLoad[];
}

/** How far the parcels are taken that a carrier service takes from a node on the day of the slot. */
export interface CarrierLoad {
  readonly nodeIx: number;
  readonly serviceIx: number;
  /** Where they are counted. */
  readonly placeAt: number;
  readonly parcelsUsed: number;
  readonly parcelsMax: number;
  /** The chance that more come today than are left, percent: the last place is worth most where it fills fast. */
  readonly missedPercent: number;
  /** Where nothing is left: when work for this service could start on a later day; absent = not within the horizon. */
  readonly later?: { readonly slotAt: number; readonly startAt: number };
}

/** The versioned, immutable things a question refers to. */
export interface RouteContext {
  readonly network: Network;
  readonly laneClock: LaneClock;
  readonly strategy: CompiledStrategy;
}

/**
 * Why a node is not a candidate, in the order in which nodes are tested: the first failing test is recorded.
 * The position in this list is what traces store, so new reasons go to the end.
 */
export const eliminationReasons = [
  'candidate',
  'stricken',
  'draining',
  'excluded',
  'not-asked',
  'not-the-pickup-store',
  'no-ability',
  'temperature-class',
  'hard-rule',
  'no-slot',
  'no-carrier-service',
  'no-stock',
  'too-heavy',
  'too-late',
  'border-refused',
  'carrier-full',
] as const;
/** Why a node takes no part; the meaning of the trace's `had` and `needed` depends on it. @see eliminationReasons */
export type EliminationReason = (typeof eliminationReasons)[number];

/** What a parcel costs, item by item; all minor units of the network's currency, integers. */
export interface CostItems {
  readonly freightMinor: number;
  readonly handlingMinor: number;
  readonly timeMinor: number;
  readonly latenessMinor: number;
  readonly splitMinor: number;
  readonly dutyMinor: number;
  readonly carbonMinor: number;
  readonly capacityMinor: number;
  readonly stockBalanceMinor: number;
  readonly rulesMinor: number;
  /** What the goods would save later where they lie; absent where no prices count. */
  readonly opportunityMinor?: number;
}

/** Goods that one node ships in one parcel. */
export interface PlannedParcel {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly quantityUnits: number;
  }[];
  readonly weightGrams: number;
  readonly distanceKm: number;
  readonly carbonGrams: number;
  readonly slotAt: number;
  readonly startAt: number;
  readonly collectedAt: number;
  readonly window: Window;
  /** How sure the end of the window is, where cost chose it; else it is as sure as the plan says. */
  readonly confidencePercent?: number;
  readonly costItems: CostItems;
  readonly costMinor: number;
  /** Present where the parcel crosses a customs border. */
  readonly border?: BorderCharges;
  /** Present where another legal entity sends it than sold it. */
  readonly intercompany?: { readonly sellingEntity: string; readonly shippingEntity: string };
}

/** What customs take for a parcel; minor units of the network's currency, whoever pays. */
export interface BorderCharges {
  readonly dutyMinor: number;
  /** VAT or sales tax at import, on value and duty. It is no cost of routing: the country takes it of any seller. */
  readonly importTaxMinor: number;
  readonly paidBy: 'seller' | 'receiver';
  /** The same in minor units of the order's currency, at the network's rate. */
  readonly inOrderCurrency: { readonly dutyMinor: number; readonly importTaxMinor: number };
}

/** A complete answer to the question. */
export interface RoutePlan {
  readonly parcels: readonly PlannedParcel[];
  readonly totalMinor: number;
  readonly costItems: CostItems;
  /** From the earliest start to the latest end of all parcels. */
  readonly window: Window;
  /** Confidence at which the window of each parcel was asked, that of the least sure one where dates go by cost; `promiseOf` makes that of all together. */
  readonly confidencePercent: number;
}

/** Why it was decided so; always stored. Columns are indexed by node index. */
export interface RouteTrace {
  /** Index into `eliminationReasons` per node. */
  readonly eliminated: Uint8Array;
  /** What the node had / what was needed, in the unit of the reason (units, grams, hours late, rule index, state). */
  readonly had: Int32Array;
  readonly needed: Int32Array;
  /** Cheapest one-parcel total per candidate that can take the whole order; −1 where it cannot. */
  readonly wholeOrderMinor: Float64Array;
  readonly candidateCount: number;
  readonly runnerUp:
    { readonly nodeIds: readonly NodeId[]; readonly totalMinor: number } | undefined;
  /** Runner-up minus choice, minor units; −1 when there is no runner-up. */
  readonly marginMinor: number;
  /**
   * How far the margin may come out otherwise, one standard deviation, minor units; absent where plans are not
   * told apart by cost (no runner-up, an order of priorities) and in decisions of before it was stored.
   * @see spreadMinorOf
   */
  readonly spreadMinor?: number;
  /** The chance that the choice still costs less than the runner-up when estimates come out otherwise, 50 … 100. @see stillBestPercent */
  readonly stillBestPercent?: number;
  /** Which breaker decided between equals; `none` when cost did. */
  readonly tieBreaker: 'none' | 'fewer-parcels' | 'earlier-window' | 'nearer' | 'node-id';
  /** 0 = the strategy itself; n = fallback n. */
  readonly fallbackStep: number;
  readonly scenarioId: string | undefined;
  /** Proven distance to the optimum, minor units; 0 = exact. */
  readonly gapMinor: number;
  readonly method: 'exact' | 'bounded';
}

/** Nothing fits. Names the nearest feasible change, so that people have something to offer. */
export interface RouteRefusal {
  readonly reason: 'no-candidate' | 'insufficient-stock' | 'split-limit' | 'too-late';
  /** Lines (with missing units) that no plan can serve. */
  readonly shortLines: readonly {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly missingUnits: number;
  }[];
  readonly nearest: NearestChange | undefined;
  readonly trace: RouteTrace;
}

/** The smallest change found that would make the order routable. */
export type NearestChange =
  | { readonly change: 'allow-parcels'; readonly parcels: number }
  | {
      readonly change: 'reduce-lines';
      readonly lines: readonly { readonly lineNo: number; readonly availableUnits: number }[];
    }
  | { readonly change: 'later-promise'; readonly endAt: number }
  | { readonly change: 'lift-rule'; readonly ruleId: string }
  | { readonly change: 'ship-instead-of-pickup'; readonly nodeId: NodeId }
  | { readonly change: 'pickup-elsewhere'; readonly nodeId: NodeId }
  | { readonly change: 'wait-for-supply'; readonly itemId: ItemId };

/** Plan and trace together. */
export interface RouteAnswer {
  readonly plan: RoutePlan;
  readonly trace: RouteTrace;
}

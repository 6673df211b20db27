import type { ExternalId, FulfilmentId, ItemId, NodeId, OrderId } from '../words/index.ts';
import type { InputFault } from '../intake/index.ts';
import type { RoutePlan, RouteRefusal } from '../route/index.ts';
import type { Reservation } from '../reserve/index.ts';
import type { ClaimRefusal, Fulfilment } from '../release/index.ts';
import type { Lifecycle } from '../facts/index.ts';
import type { DecisionRecord, OrderRecord } from './ports/records.ts';

/** Who asks, and how to answer the same again. */
export interface RequestMeta {
  readonly principal: string;
  /** Idempotency-Key and SHA-256 hex of the canonical body. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  readonly traceparent?: string;
}

/** A refusal of the hub: a closed list of reasons, each with its numbers. */
export type HubRefusal =
  | { readonly reason: 'invalid'; readonly faults: readonly InputFault[] }
  | { readonly reason: 'not-found'; readonly what: string; readonly id: string }
  | {
      readonly reason: 'external-id-known';
      readonly orderId: OrderId;
      readonly externalId: ExternalId;
    }
  | { readonly reason: 'key-reused'; readonly key: string }
  | {
      readonly reason: 'stale';
      readonly what: string;
      readonly id: string;
      readonly version: number;
    }
  | {
      readonly reason: 'wrong-state';
      readonly what: string;
      readonly id: string;
      readonly state: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly reason: 'fenced';
      readonly fulfilmentId: FulfilmentId;
      readonly epoch: number;
      readonly currentEpoch: number;
    }
  | {
      readonly reason: 'insufficient-stock';
      readonly lines: readonly {
        readonly lineNo: number;
        readonly itemId: ItemId;
        readonly missingUnits: number;
      }[];
    }
  | { readonly reason: 'unroutable'; readonly refusal: RouteRefusal }
  | { readonly reason: 'contended'; readonly attempts: number }
  /** Nobody agrees to their own wish. */
  | { readonly reason: 'own-approval'; readonly by: string }
  | ClaimRefusal
  | {
      readonly reason: 'slot-full';
      readonly nodeId: NodeId;
      readonly slotAt: number;
      readonly ordersUsed: number;
      readonly ordersMax: number;
    }
  /** Too much waits already: nothing was looked at; ask again later. */
  | { readonly reason: 'busy'; readonly waiting: number; readonly retryAfterMs: number };

/** The hub holds, or refuses for a business reason. */
export type HubOutcome<T> =
  | { readonly ok: true; readonly value: T; readonly replayed?: boolean }
  | { readonly ok: false; readonly refusal: HubRefusal };

/** An accepted order as the hub answers it, routed or waiting for people. */
export interface PlacedOrder {
  readonly record: OrderRecord;
  readonly plan: RoutePlan | undefined;
  readonly fulfilments: readonly Fulfilment[];
  /** Set when no node can do it: an exception is open, nothing is lost. */
  readonly unroutable: RouteRefusal | undefined;
  readonly decisionId: string;
  /** Accepted and not placed yet: a router finds its nodes, and `decisionId` is what its decision will be called. */
  readonly waitsForRouter?: true;
}

/** An order with all that belongs to it. */
export interface OrderView {
  readonly record: OrderRecord;
  readonly fulfilments: readonly Fulfilment[];
  readonly reservations: readonly Reservation[];
  readonly lifecycle: Lifecycle;
  readonly decisions: readonly DecisionRecord[];
}

/** What a node answers to an offer, or reports while working. Must carry the epoch it was offered with. */
export type NodeAct =
  | { readonly act: 'accept' }
  | {
      readonly act: 'reject';
      readonly reason: string;
      /** Only these units; absent = all. */
      readonly lines?: readonly { readonly lineNo: number; readonly units: number }[];
    }
  | {
      /** Found fewer than asked: what is missing is booked off the shelf and re-routed; only that. */
      readonly act: 'short';
      readonly lines: readonly { readonly lineNo: number; readonly missingUnits: number }[];
    };

/** The answer for one captured event. */
export type CaptureResult =
  | {
      readonly ok: true;
      readonly eventId: string;
      readonly kind: string;
      readonly orderId: OrderId | undefined;
      readonly duplicate: boolean;
    }
  | { readonly ok: false; readonly faults: readonly InputFault[] };

/** Live figures for screens, metrics and the terminal. */
export interface HubFigures {
  readonly ordersAccepted: number;
  readonly ordersRouted: number;
  readonly ordersUnroutable: number;
  readonly parcels: number;
  readonly splitOrders: number;
  readonly costMinor: number;
  readonly carbonGrams: number;
  readonly rerouted: number;
  readonly factsCaptured: number;
  readonly delivered: number;
  readonly deliveredInWindow: number;
  readonly stockTakenRetries: number;
  /** Opened minus resolved since this process started; the store's list tells all. */
  readonly openExceptions: number;
  /** New orders that were decided with prices of stock, and those whose strategy weighs prices while none counted. */
  readonly decisionsPriced: number;
  readonly decisionsUnpriced: number;
  /** How often this process made a price sheet, and how long it took in all. */
  readonly priceMakings: number;
  readonly priceMakingMillis: number;
  /** How often this process looked at orders that nobody had begun, how many changed nodes, and what that saved in all. */
  readonly reassignmentLooks: number;
  readonly ordersReassigned: number;
  readonly reassignmentSavedMinor: number;
  /** Batches of new orders that were decided together, the time that took in all, µs, orders that got other nodes, and what that saved. */
  readonly jointBatches: number;
  readonly jointBatchMicros: number;
  readonly ordersDecidedJointly: number;
  readonly jointSavedMinor: number;
  /** Decision time, µs, of the last 4,096 decisions. */
  readonly decisionMicrosP50: number;
  readonly decisionMicrosP99: number;
  readonly commitMillisP50: number;
  readonly commitMillisP99: number;
  readonly boardSequence: number;
}

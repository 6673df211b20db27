import type { ExternalId, FulfilmentId, ItemId, NodeId, OrderId } from '../words/index.ts';
import type { InputFault } from '../intake/index.ts';
import type { RouteRefusal } from '../route/index.ts';
import type { ClaimRefusal } from '../release/index.ts';

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

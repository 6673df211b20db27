import type { ExternalId, OrderId } from '../../words/index.ts';
import type { ItemProfile } from '../../parties/decide/index.ts';
import type { SlotUse } from '../../network/decide/index.ts';
import type { InboundSupply, StockMove, StockPosition } from '../../stock/decide/index.ts';
import type { Reservation } from '../../reserve/decide/index.ts';
import type { Fulfilment } from '../../release/decide/index.ts';
import type {
  CaseRecord,
  DecisionRecord,
  DocumentRecord,
  EventDraft,
  ExceptionRecord,
  FactRecord,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
} from './records.ts';

/** A claim on an Idempotency-Key: same key and body → same answer for 30 days; other body → refused. */
export interface IdempotencyClaim {
  /** Who sent it (API key id); keys of two principals never meet. */
  readonly principal: string;
  readonly key: string;
  /** SHA-256 of the canonical body, hex. */
  readonly bodyHash: string;
  readonly expiresAt: number;
  /** What to answer again. */
  readonly status: number;
  readonly responseBody: string;
}

/** An order as it becomes, and the version that it was decided on. */
export interface OrderWrite {
  readonly record: OrderRecord;
  readonly expectedVersion: number;
}

/**
 * All that one decision changes, written whole or not at all. The stock and slot moves of its events are the
 * guarded part: they are applied exactly once, in the order of units.
 */
export interface CommitUnit {
  readonly at: number;
  readonly idempotency?: IdempotencyClaim;
  readonly orderAdded?: OrderRecord;
  /**
   * Known orders as they become: one, or several that exchange goods and change together or not at all. The `version`
   * of each is `expectedVersion + 1`; refused when one of the stored versions differs.
   */
  readonly ordersChanged: readonly OrderWrite[];
  readonly reservationsAdded: readonly Reservation[];
  /** New state of known reservations; refused when the stored units are not `unitsBefore` or it is not live. */
  readonly reservationsChanged: readonly {
    readonly record: Reservation;
    readonly unitsBefore: number;
  }[];
  readonly fulfilmentsAdded: readonly Fulfilment[];
  /** Refused when the stored version is not `record.version − 1`. */
  readonly fulfilmentsChanged: readonly Fulfilment[];
  readonly decisions: readonly DecisionRecord[];
  /** Refused whole (`known-fact`) when a fact with the same (hash, hasErrorDeclaration) is stored. */
  readonly facts: readonly FactRecord[];
  /** Facts stored before without an order that belong to this one now. */
  readonly factsLinked: readonly { readonly hash: string; readonly orderId: OrderId }[];
  readonly parcels: readonly ParcelRecord[];
  readonly exceptionsAdded: readonly ExceptionRecord[];
  readonly exceptionsChanged: readonly ExceptionRecord[];
  /** Refused (`stale`) when the id is stored already. */
  readonly casesAdded: readonly CaseRecord[];
  /** Refused (`stale`) when the stored version is not `record.version − 1`. */
  readonly casesChanged: readonly CaseRecord[];
  /** Refused (`stale`) when that version exists already. */
  readonly documents: readonly DocumentRecord[];
  readonly items: readonly ItemProfile[];
  readonly inbound: readonly InboundSupply[];
  readonly nodeStates: readonly NodeStateRecord[];
  readonly events: readonly EventDraft[];
}

/** What became of a unit. */
export type CommitResult =
  | {
      readonly ok: true;
      readonly sequences: readonly number[];
      /**
       * Stock moves as they were applied and logged, per event; only when some differ from what was asked (books
       * that did not have what has physically left stop at zero).
       */
      readonly stockMovesApplied?: readonly (readonly StockMove[])[];
    }
  | { readonly ok: false; readonly refusal: CommitRefusal };

/** Why a unit was not written; the fresh numbers let the board catch up at once. */
export type CommitRefusal =
  | {
      readonly reason: 'stock-taken';
      readonly positions: readonly StockPosition[];
      /** Every event up to this sequence that moved these positions is contained in them, later ones are not. */
      readonly asOfSequence: number;
    }
  | {
      readonly reason: 'slot-full';
      readonly slots: readonly SlotUse[];
      /** As for positions. */
      readonly asOfSequence: number;
    }
  | {
      readonly reason: 'stale';
      readonly what: 'order' | 'fulfilment' | 'reservation' | 'document' | 'exception' | 'case';
      readonly id: string;
    }
  | {
      readonly reason: 'external-id-known';
      readonly orderId: OrderId;
      readonly externalId: ExternalId;
    }
  | { readonly reason: 'key-replayed'; readonly status: number; readonly responseBody: string }
  | { readonly reason: 'key-reused'; readonly key: string }
  | { readonly reason: 'known-fact'; readonly hash: string };

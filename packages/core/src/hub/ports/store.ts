import type {
  CartId,
  ExternalId,
  ItemId,
  NodeId,
  OrderId,
  ReservationId,
} from '../../words/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import type { SlotUse } from '../../network/index.ts';
import type { InboundSupply, StockPosition } from '../../stock/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type {
  CaseKind,
  CaseRecord,
  CommitResult,
  CommitUnit,
  DecisionRecord,
  DocumentRecord,
  ExceptionRecord,
  FactRecord,
  LoggedEvent,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
} from '../decide/index.ts';
import type { TrailStore } from './trail.ts';

export type { CommitRefusal, CommitResult, CommitUnit, IdempotencyClaim } from '../decide/index.ts';

/** Everything a board needs to start, in one snapshot. */
export interface BoardStart {
  /** Watermark: ask `events` from here. */
  readonly sequence: number;
  /** Sequences above the watermark whose effects the snapshot contains already (they committed out of order). */
  readonly sequencesIncluded: readonly number[];
  readonly documents: readonly DocumentRecord[];
  readonly items: readonly ItemProfile[];
  readonly nodeStates: readonly NodeStateRecord[];
  readonly slots: readonly SlotUse[];
  readonly inbound: readonly InboundSupply[];
}

/** A page of a list: `next` is the cursor for the following page, undefined at the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | undefined;
}

/** A wish for a page: `limit` 1 … 200. */
export interface PageAsk {
  readonly limit: number;
  readonly after: string | undefined;
}

/** Filters of the order list; all given ones must hold. */
export interface OrderFilter {
  readonly state?: OrderRecord['state'];
  readonly status?: string;
  readonly channel?: string;
  readonly nodeId?: NodeId;
  /** Only of these customers; an empty list finds nothing. */
  readonly customerIds?: readonly string[];
  readonly acceptedFromAt?: number;
  readonly acceptedUntilAt?: number;
}

/** Filters of the fulfilment list. */
export interface FulfilmentFilter {
  readonly nodeId?: NodeId;
  readonly orderId?: OrderId;
  readonly states?: readonly Fulfilment['state'][];
}

/** Filters of the case list; all given ones must hold. */
export interface CaseFilter {
  readonly kind?: CaseKind;
  readonly state?: string;
  readonly orderId?: OrderId;
  readonly nodeId?: NodeId;
  readonly key?: string;
  /** Opened at or after. */
  readonly openedFromAt?: number;
  /** Opened before. */
  readonly openedUntilAt?: number;
}

/** Filters of the audit trail; all given ones must hold. */
export interface AuditFilter {
  readonly principal?: string;
  /** What was changed: `order/<id>` for all that is about an order, else the event's subject, e.g. `node/fr_07`. */
  readonly resource?: string;
  /** Committed at or after. */
  readonly recordedFromAt?: number;
  /** Committed before. */
  readonly recordedUntilAt?: number;
}

/**
 * The one store port: atomic batches with their guards. Memory (tests, simulation), PGlite (embedded) and
 * PostgreSQL pass one contract suite. The database arbitrates: boards may be a moment old.
 *
 * All methods may reject with a `StoreFailure` (network, disk); `retryable` tells whether trying again helps.
 */
export interface Store extends TrailStore {
  /**
   * Writes the batch in one durable transaction. Units are judged in order, each against what the earlier ones
   * left; a refused unit changes nothing and does not disturb its neighbours. Resolves after the commit.
   *
   * @param origin the writer that the events name (`LoggedEvent.origin`), so that it does not take its own work
   *   for another's when it follows the log; absent = the name the store was opened with
   * @returns one result per unit, in order
   */
  commit(units: readonly CommitUnit[], origin?: string): Promise<readonly CommitResult[]>;
  /**
   * Documents, items, states, slots from `at` on, and all positions: one consistent snapshot.
   *
   * @param onPositions receives the positions in pages, before the promise resolves
   */
  boardStart(
    at: number,
    onPositions: (page: readonly StockPosition[]) => void,
  ): Promise<BoardStart>;
  /** Positions in pages, node then item ascending. */
  positions(
    ask: PageAsk & { readonly nodeId?: NodeId; readonly itemId?: ItemId },
  ): Promise<Page<StockPosition>>;
  /**
   * Events after `sequence`, gapless: an event is handed out only when no earlier one can still commit.
   *
   * @returns at most `limit` events ascending; `watermark` is the sequence to ask from next time
   */
  events(
    sequence: number,
    limit: number,
  ): Promise<{ readonly events: readonly LoggedEvent[]; readonly watermark: number }>;
  order(orderId: OrderId): Promise<OrderRecord | undefined>;
  orders(orderIds: readonly OrderId[]): Promise<readonly OrderRecord[]>;
  orderByExternalId(externalId: ExternalId): Promise<OrderRecord | undefined>;
  /** Newest first. */
  orderList(filter: OrderFilter, ask: PageAsk): Promise<Page<OrderRecord>>;
  /** Events that name who made the change (`EventDraft.by`), newest first. */
  auditList(filter: AuditFilter, ask: PageAsk): Promise<Page<LoggedEvent>>;
  orderEvents(orderId: OrderId): Promise<readonly LoggedEvent[]>;
  fulfilments(orderIds: readonly OrderId[]): Promise<readonly Fulfilment[]>;
  fulfilmentList(filter: FulfilmentFilter, ask: PageAsk): Promise<Page<Fulfilment>>;
  /** Fulfilments whose `dueAt` ≤ at, earliest first. */
  fulfilmentsDue(at: number, limit: number): Promise<readonly Fulfilment[]>;
  /** Live and past reservations of orders. */
  reservations(orderIds: readonly OrderId[]): Promise<readonly Reservation[]>;
  reservationsOfCart(cartId: CartId): Promise<readonly Reservation[]>;
  reservation(reservationId: ReservationId): Promise<Reservation | undefined>;
  /** Live and past reservations of a lot, wherever it lay, by id ascending. */
  reservationsOfLot(
    of: { readonly itemId: ItemId; readonly lot: string },
    ask: PageAsk,
  ): Promise<Page<Reservation>>;
  /** Live soft reservations whose `expiresAt` ≤ at. */
  reservationsExpired(at: number, limit: number): Promise<readonly Reservation[]>;
  /** Live soft reservations of a position, the first to expire first. */
  reservationsSoftAt(
    place: Pick<StockPosition, 'nodeId' | 'itemId' | 'lot'>,
  ): Promise<readonly Reservation[]>;
  /** Oldest first. */
  decisions(orderId: OrderId): Promise<readonly DecisionRecord[]>;
  decision(decisionId: string): Promise<DecisionRecord | undefined>;
  facts(orderIds: readonly OrderId[]): Promise<readonly FactRecord[]>;
  factList(
    filter: { readonly kind?: string; readonly orderId?: OrderId },
    ask: PageAsk,
  ): Promise<Page<FactRecord>>;
  /** Which of these (hash, hasErrorDeclaration) keys are stored already. */
  knownFacts(
    keys: readonly { readonly hash: string; readonly hasErrorDeclaration: boolean }[],
  ): Promise<readonly { readonly hash: string; readonly hasErrorDeclaration: boolean }[]>;
  /** Facts without an order that speak of one of these objects. */
  unlinkedFacts(objectUris: readonly string[]): Promise<readonly FactRecord[]>;
  parcels(parcelUris: readonly string[]): Promise<readonly ParcelRecord[]>;
  exceptionList(
    filter: { readonly state?: 'open' | 'resolved'; readonly orderId?: OrderId },
    ask: PageAsk,
  ): Promise<Page<ExceptionRecord>>;
  /** The cases with these ids that are stored, by id ascending. */
  cases(caseIds: readonly string[]): Promise<readonly CaseRecord[]>;
  /** By id ascending. */
  caseList(filter: CaseFilter, ask: PageAsk): Promise<Page<CaseRecord>>;
  /**
   * Cases of these kinds whose `dueAt` ≤ at: kind by kind in the order asked, of each the earliest first and at most
   * `limit`, so that a kind of which much is due keeps no other waiting.
   */
  casesDue(kinds: readonly CaseKind[], at: number, limit: number): Promise<readonly CaseRecord[]>;
  /** Removes cases for good that are still at these versions. The log keeps what was told about them. @returns how many */
  forgetCases(cases: readonly Pick<CaseRecord, 'caseId' | 'version'>[]): Promise<number>;
  documents(kind: DocumentRecord['kind'], documentId?: string): Promise<readonly DocumentRecord[]>;
  /** The answer kept under an Idempotency-Key, if still valid at `at`. */
  idempotent(
    principal: string,
    key: string,
    at: number,
  ): Promise<
    | { readonly bodyHash: string; readonly status: number; readonly responseBody: string }
    | undefined
  >;
  /** Removes idempotency answers that expired before `at`. @returns how many */
  forgetExpiredKeys(at: number, limit: number): Promise<number>;
  /** Checks that the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store could not do its work (not: refused to). */
export class StoreFailure extends Error {
  readonly retryable: boolean;
  /** False: the batch may have been written. Whoever tries again must be able to tell (an idempotency key, a version). */
  readonly isFateKnown: boolean;
  constructor(
    message: string,
    retryable: boolean,
    more: { readonly cause?: unknown; readonly isFateKnown?: boolean } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'StoreFailure';
    this.retryable = retryable;
    this.isFateKnown = more.isFateKnown ?? true;
  }
}

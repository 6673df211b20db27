import type { OrderId } from '../../words/index.ts';
import type { ItemProfile } from '../../parties/decide/index.ts';
import type { SlotUse } from '../../network/decide/index.ts';
import type { InboundSupply, StockPosition } from '../../stock/decide/index.ts';
import type { Reservation } from '../../reserve/decide/index.ts';
import type { Fulfilment } from '../../release/decide/index.ts';
import type {
  CaseRecord,
  DecisionRecord,
  DocumentRecord,
  ExceptionRecord,
  FactRecord,
  LoggedEvent,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
} from './records.ts';
import type { IdempotencyClaim } from './unit.ts';

/**
 * What the store holds about the things a batch touches, read under lock. Keys are those of `keys.ts` or plain
 * ids; what is absent is not stored. A store in memory passes all it has.
 */
export interface CurrentState {
  readonly orders: ReadonlyMap<string, { readonly version: number }>;
  readonly fulfilments: ReadonlyMap<string, { readonly version: number }>;
  readonly exceptions: ReadonlyMap<string, { readonly version: number }>;
  readonly cases: ReadonlyMap<string, { readonly version: number }>;
  readonly reservations: ReadonlyMap<string, Pick<Reservation, 'units' | 'state'>>;
  readonly documents: { has(key: string): boolean };
  readonly facts: { has(key: string): boolean };
  readonly ordersByExternalId: ReadonlyMap<string, OrderId>;
  readonly answers: ReadonlyMap<string, KeptAnswer>;
  readonly positions: ReadonlyMap<string, StockPosition>;
  readonly slots: ReadonlyMap<string, SlotUse>;
}

/** What was answered under an Idempotency-Key, as far as judging looks at it. */
export type KeptAnswer = Pick<
  IdempotencyClaim,
  'bodyHash' | 'expiresAt' | 'status' | 'responseBody'
>;

/** A record as the batch leaves it; `added` when the store did not have it before the batch. */
export interface RecordWrite<T> {
  readonly record: T;
  readonly added: boolean;
}

/** A position as the batch found and leaves it. */
export interface PositionWrite {
  readonly before: StockPosition;
  readonly after: StockPosition;
  /** A unit newly reserved here under the guard, and no later one took more than is there: ATP ≥ 0 in the end. */
  readonly mustBeAvailable: boolean;
}

/** Places of a slot as the batch found and leaves them. */
export interface SlotWrite {
  readonly before: SlotUse;
  readonly after: SlotUse;
}

/** All that the accepted units of a batch change, each thing once, in its final state. */
export interface Writes {
  readonly orders: ReadonlyMap<string, RecordWrite<OrderRecord>>;
  readonly fulfilments: ReadonlyMap<string, RecordWrite<Fulfilment>>;
  readonly exceptions: ReadonlyMap<string, RecordWrite<ExceptionRecord>>;
  readonly cases: ReadonlyMap<string, RecordWrite<CaseRecord>>;
  readonly reservations: ReadonlyMap<string, RecordWrite<Reservation>>;
  readonly decisions: readonly DecisionRecord[];
  readonly facts: ReadonlyMap<string, FactRecord>;
  /** Only facts that the store had before. */
  readonly factsLinked: readonly { readonly hash: string; readonly orderId: OrderId }[];
  readonly parcels: ReadonlyMap<string, ParcelRecord>;
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  readonly items: ReadonlyMap<string, ItemProfile>;
  readonly inbound: ReadonlyMap<string, InboundSupply>;
  readonly nodeStates: ReadonlyMap<string, NodeStateRecord>;
  readonly ordersByExternalId: ReadonlyMap<string, OrderId>;
  readonly answers: ReadonlyMap<string, IdempotencyClaim>;
  /** Touched by accepted units, also when nothing remains of the change. */
  readonly positions: readonly PositionWrite[];
  readonly slots: readonly SlotWrite[];
  /** With the moves as they were applied: their sum is the difference of the positions. */
  readonly events: readonly LoggedEvent[];
}

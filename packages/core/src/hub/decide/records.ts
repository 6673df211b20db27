import type {
  DecisionId,
  ExceptionId,
  FulfilmentId,
  NodeId,
  OrderId,
  ItemId,
  Window,
  ServiceId,
} from '../../words/index.ts';
import type { SlotMove } from '../../network/decide/index.ts';
import type { StockMove } from '../../stock/decide/index.ts';
import type { CustomerOrder, OrderHold } from '../../intake/decide/index.ts';
import type { DeliveryPromise } from '../../promise/decide/index.ts';
import type { NearestChange } from '../../route/decide/index.ts';
import type { OrderAftercare } from '../../aftercare/decide/index.ts';
import type { Exclusion } from '../../release/decide/index.ts';

/** An order with what has been decided about it. */
export interface OrderRecord {
  /** What counts now: what was ordered, with every amendment since. */
  readonly order: CustomerOrder;
  /** What was ordered, once `order` was amended; absent before. */
  readonly ordered?: CustomerOrder;
  /** How often `order` was amended; the log tells each. */
  readonly amendments: number;
  /** Grows by one with every change; guards concurrent writers. */
  readonly version: number;
  /** `open`: work or waiting. `unroutable`: an exception is open. `cancelled`, `completed`: final. */
  readonly state: 'open' | 'unroutable' | 'cancelled' | 'completed';
  readonly acceptedAt: number;
  readonly promise: DeliveryPromise | undefined;
  /** Units cancelled so far per line number; lines without entry have none. */
  readonly cancelledUnits: Readonly<Record<number, number>>;
  /** Weight goods: grams that were weighed and sent per line number, where that is not what was ordered. */
  readonly weighedUnits?: Readonly<Record<number, number>>;
  /** Fencing number of the newest assignment. */
  readonly epoch: number;
  /** Units that wait for goods: neither with a node nor in an exception. */
  readonly waits: readonly LineWait[];
  /** Why it waits; empty = it does not. Ended ones are gone, the log has them. */
  readonly holds: readonly OrderHold[];
  /** How many holds it has had, once people placed one; absent = those that it came with. */
  readonly holdsEver?: number;
  /** The case in which its customer is asked what to do; absent = nothing is asked. */
  readonly choiceId?: string;
  /** Nodes that this order is not offered to, why (rejected, expired, short), and until when. */
  readonly excludedNodes: readonly Exclusion[];
  /** The advanced status as folded from facts when last looked at, e.g. `picking`; for lists and filters. */
  readonly status: string;
  /** Reasons that were given in words, oldest first; absent = none was. The log has only that there were some. */
  readonly remarks?: readonly Remark[];
  /** Refunds and what was sent again; absent while nothing was asked after delivery. */
  readonly aftercare?: OrderAftercare;
  /** What it says of people, as the store keeps it; absent = it says nothing, or is kept as it is. */
  readonly sealed?: SealedText;
  /** The version that was sealed first, where an earlier one was stored as it is; stores write all of that one anew. */
  readonly sealedFrom?: number;
  /** When what it said of people was made unreadable for good; absent = it was not. */
  readonly erasedAt?: number;
}

/** A reason in words, which may name people. */
export interface Remark {
  readonly about: 'cancelled' | 'rejected' | 'moved' | 'exception';
  readonly at: number;
  readonly text: string;
}

/** A text that only the holder of a key can read. */
export interface SealedText {
  /** The case that holds the key; without it nobody can read the text again. */
  readonly keyId: string;
  /** Cipher, nonce, tag and bytes as one text. */
  readonly text: string;
}

/** Units of a line that wait for goods. */
export interface LineWait {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly units: number;
  /** `backorder`: goods lack. `preorder`: they are not to be had before a date. */
  readonly kind: 'backorder' | 'preorder';
  readonly sinceAt: number;
  /** Items whose goods end it: the item itself, or the parts of a kit; a case for each finds it. */
  readonly watches: readonly ItemId[];
  /** Version of the order with which it began to wait: names its cases. */
  readonly caseNo: number;
  /** The announced supply that is held for it; undefined = none is known, so that nothing can be promised. */
  readonly supply: WaitSupply | undefined;
}

/** Where and when the goods are expected, and when they would arrive at the customer. */
export interface WaitSupply {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly expectedAt: number;
  readonly window: Window;
}

/** A stored decision: what was asked, what was answered, under which versions. */
export interface DecisionRecord {
  readonly decisionId: DecisionId;
  readonly orderId: OrderId;
  readonly kind: 'route' | 'reroute';
  readonly at: number;
  readonly networkVersion: number;
  readonly strategyId: string;
  readonly strategyVersion: number;
  /** Encoded question (see route's `encodeQuestion`). */
  readonly question: string;
  /** Encoded answer: plan or refusal, with its trace. */
  readonly answer: string;
}

/** An EPCIS fact as captured. */
export interface FactRecord {
  /** Event hash, `ni:///sha-256;…?ver=CBV2.0`. */
  readonly hash: string;
  readonly hasErrorDeclaration: boolean;
  readonly eventId: string;
  readonly kind: string;
  /** When it happened. */
  readonly at: number;
  readonly recordedAt: number;
  /** The order it speaks of; undefined while no parcel or order is known for it. */
  readonly orderId: OrderId | undefined;
  /** Objects it speaks of (parcels, vehicles), to link it later. */
  readonly objectUris: readonly string[];
  /** Canonical EPCIS JSON. */
  readonly epcis: string;
}

/** Which order a parcel belongs to. */
export interface ParcelRecord {
  readonly parcelUri: string;
  readonly orderId: OrderId;
  readonly fulfilmentId: FulfilmentId;
}

/** A question for people. */
export interface ExceptionRecord {
  readonly exceptionId: ExceptionId;
  readonly orderId: OrderId;
  /** `unroutable`: no node can do these units. `late-act`: a node shipped what was taken from it. `vendor-silent`: a vendor let its time run out. `cold-chain`: goods got too warm and the house cannot replace them by itself. */
  readonly kind: 'unroutable' | 'late-act' | 'vendor-silent' | 'cold-chain';
  readonly state: 'open' | 'resolved';
  readonly openedAt: number;
  readonly reason: string;
  readonly lines: readonly { readonly lineNo: number; readonly units: number }[];
  readonly nearest: NearestChange | undefined;
  readonly version: number;
}

/** What a case may be about. */
export type CaseKind =
  | 'return'
  | 'exchange'
  | 'claim'
  | 'cold_chain'
  | 'transfer'
  | 'lot'
  | 'reconciliation'
  | 'wait'
  | 'offer'
  | 'cool_down'
  | 'routing'
  | 'shelf_block'
  | 'slot_hold'
  | 'node_pause'
  | 'reminder'
  | 'stock_feed'
  | 'webhook'
  | 'webhook_cursor'
  | 'webhook_delivery'
  | 'tracking_link'
  | 'ingest_row'
  | 'ingest_source'
  | 'choice'
  | 'review'
  | 'review_cursor'
  | 'pickup'
  | 'import'
  | 'price_sheet'
  | 'price_job'
  | 'reassign_job'
  | 'demand_forecast'
  | 'demand_series'
  | 'forecast_job'
  | 'promotion'
  | 'holiday'
  | 'weather'
  | 'personal_key'
  | 'process_roster'
  | 'request_count'
  | 'approval'
  | 'api_key';

/**
 * A matter that the hub follows besides orders: versioned, found by what it is about, looked at again when due. Its
 * room gives `state` and `document` their meaning.
 */
export interface CaseRecord {
  /** Unique among all kinds; its prefix tells the kind, e.g. `ret_…`. */
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly state: string;
  readonly orderId: OrderId | undefined;
  readonly nodeId: NodeId | undefined;
  /** What else it is found by, e.g. an item or a hash; several cases may share one. */
  readonly key: string | undefined;
  /** When it must be looked at; undefined = never. */
  readonly dueAt: number | undefined;
  readonly openedAt: number;
  /** 1, 2, 3 …; guards concurrent writers. */
  readonly version: number;
  /** Plain JSON. */
  readonly document: unknown;
}

/** A versioned document: a network, a strategy, who may sell what, the aftercare policy, or a trained model. */
export interface DocumentRecord {
  readonly kind: 'network' | 'strategy' | 'allocation' | 'aftercare' | 'model';
  readonly documentId: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly note: string;
  /** Plain JSON. */
  readonly document: unknown;
}

/** Who made a change, and with which request. */
export interface Actor {
  /** The API key (`key_…`) or whoever else asked, e.g. `host` for the machine's own staff. */
  readonly principal: string;
  /** Name of the operation, e.g. `publishStrategy`. */
  readonly operation: string;
  /** As it was answered in `x-request-id`; undefined where no request was made. */
  readonly requestId: string | undefined;
}

/** One field that a change touched: a JSON pointer; `from` and `to` only of single values. */
export interface ChangedField {
  readonly field: string;
  readonly from?: string | number | boolean | null;
  readonly to?: string | number | boolean | null;
}

/** The fields that a change touched, and how many more than are told. */
export interface ChangedFields {
  readonly fields: readonly ChangedField[];
  readonly more: number;
}

/** Something that shall be told to everybody when the unit commits. */
export interface EventDraft {
  /** `dev.ordermesh.<family>.<verb>.v<n>` */
  readonly type: string;
  readonly id: string;
  readonly subject: string;
  readonly orderId: OrderId | undefined;
  readonly at: number;
  readonly causationId: string | undefined;
  readonly traceparent: string | undefined;
  /** What changed in stock; Σ over the log = the positions. */
  readonly stockMoves: readonly StockMove[];
  readonly slotMoves: readonly SlotMove[];
  /** Plain JSON for readers. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Who made the change; absent = the house itself. */
  readonly by?: Actor;
  /** What differs from before, of settings that somebody changed. Never what is said of people. */
  readonly changed?: ChangedFields;
}

/** An event of the log: committed, in order, for ever. */
export interface LoggedEvent extends EventDraft {
  readonly sequence: number;
  readonly recordedAt: number;
  /** Which process wrote it; lets a process skip what its board knows already. */
  readonly origin: string;
}

/** A node's state as people or health checks set it. */
export interface NodeStateRecord {
  readonly nodeId: NodeId;
  /** nodeOpen, nodeDraining or nodeStricken. */
  readonly state: number;
  readonly reason: string;
  readonly sinceAt: number;
}

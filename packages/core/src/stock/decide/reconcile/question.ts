import type { FulfilmentId, ItemId, NodeId, OrderId } from '../../../words/index.ts';
import type { StockPosition } from '../position.ts';
import type { Transfer } from '../transfer.ts';

/** A row of a snapshot as another system wrote it. */
export interface SnapshotRow {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  /** Empty when the other system does not tell lots. */
  readonly lot: string;
  readonly onHandUnits: number;
  readonly reservedUnits?: number;
  /** What it counts in, e.g. `each`, `gram`, `kg`; absent = as the item says. */
  readonly unit?: string;
}

/** What is compared: a snapshot of another system, and all that could explain why it differs from our books. */
export interface ReconcileQuestion {
  /** The moment at which the other system's numbers were true. */
  readonly asOfAt: number;
  /** Positions of its nodes that it does not name are 0 there. */
  readonly isComplete: boolean;
  readonly rows: readonly SnapshotRow[];
  readonly isNode: (nodeId: NodeId) => boolean;
  readonly unitOf: (itemId: ItemId) => 'each' | 'gram' | undefined;
  /** Our positions now, at least those of the snapshot's nodes. */
  readonly books: readonly StockPosition[];
  /** What was booked after the snapshot. */
  readonly moves: readonly BookedMove[];
  /** Work at nodes that holds goods and has begun. */
  readonly works: readonly OpenWork[];
  /** Transfers on their way. */
  readonly transfers: readonly Transfer[];
}

/** Units of on hand that were booked after the snapshot's moment. */
export interface BookedMove {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  readonly units: number;
  /** When it happened; a fact that was told late may have happened before the snapshot. */
  readonly happenedAt: number;
  /** Kind of the event, e.g. `stock.shipped`. */
  readonly kind: string;
  readonly eventId: string;
}

/** A fulfilment that is being worked, and what it holds. */
export interface OpenWork {
  readonly fulfilmentId: FulfilmentId;
  readonly orderId: OrderId;
  readonly nodeId: NodeId;
  readonly epoch: number;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly lot: string;
    /** Still reserved. */
    readonly heldUnits: number;
    /** Of these, not in any parcel although the parcels are packed: found fewer, and nobody said so. */
    readonly shortUnits: number;
  }[];
}

/** One reason of a difference. `units` of all reasons together are the whole difference, snapshot minus books. */
export interface DifferenceCause {
  readonly cause:
    | 'facts-after-snapshot'
    | 'shipment-in-flight'
    | 'short-pick-unconfirmed'
    | 'receipt-not-told'
    | 'unit-mismatch'
    | 'unknown-node'
    | 'unknown-item'
    | 'lots-not-told'
    | 'real-drift';
  readonly units: number;
  /** Events, fulfilments or transfers that it rests on; for a mismatch what to do. */
  readonly because: readonly string[];
}

/** One position on which two books disagree. */
export interface Difference {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  readonly snapshotUnits: number;
  /** Ours now. */
  readonly bookUnits: number;
  /** Reserved there and here, when the snapshot tells it and they differ; for people, it mends nothing. */
  readonly reserved: { readonly snapshotUnits: number; readonly bookUnits: number } | undefined;
  readonly causes: readonly DifferenceCause[];
}

/** A fact or adjustment that would mend a difference; it becomes true only when somebody applies it. */
export type Proposal =
  | {
      readonly proposalId: string;
      readonly kind: 'adjust';
      readonly nodeId: NodeId;
      readonly itemId: ItemId;
      readonly lot: string;
      readonly units: number;
      readonly reason: 'lost' | 'found';
    }
  | {
      readonly proposalId: string;
      readonly kind: 'report-short';
      readonly fulfilmentId: FulfilmentId;
      readonly epoch: number;
      readonly lines: readonly { readonly lineNo: number; readonly missingUnits: number }[];
    }
  | {
      readonly proposalId: string;
      readonly kind: 'receive-transfer';
      readonly transferId: string;
      readonly itemId: ItemId;
      readonly lot: string;
      readonly units: number;
    };

/** What was found. */
export interface Reconciliation {
  readonly asOfAt: number;
  readonly rows: number;
  /** Rows that agree with the books as they were at the snapshot's moment and are now. */
  readonly matches: number;
  readonly differences: readonly Difference[];
  readonly proposals: readonly Proposal[];
}

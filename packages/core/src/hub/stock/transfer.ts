import type { ItemId, NodeId } from '../../words/index.ts';

/** Where a transfer stands. Only `shipped` and `received` are physical; both are told by who did it. */
export type TransferState = 'requested' | 'approved' | 'shipped' | 'received' | 'cancelled';

/** Goods that move from one node to another; the document of its case. */
export interface Transfer {
  readonly transferId: string;
  readonly fromNodeId: NodeId;
  readonly toNodeId: NodeId;
  readonly state: TransferState;
  /** When it should arrive, epoch ms; in-transit units count as supply at the destination from then on. */
  readonly expectedAt: number;
  readonly reason: string;
  readonly lines: readonly TransferLine[];
  /** Who did what when, oldest first. */
  readonly history: readonly {
    readonly state: TransferState;
    readonly by: string;
    readonly at: number;
  }[];
}

/** One item and lot of a transfer, in units of the item. */
export interface TransferLine {
  readonly itemId: ItemId;
  readonly lot: string;
  /** Wanted; held at the source once approved. */
  readonly units: number;
  readonly shippedUnits: number;
  readonly receivedUnits: number;
  /** Shipped and never arrived, or arrived in no state to be sold; explained by `lossReason`. */
  readonly lostUnits: number;
  readonly lossReason: string | undefined;
}

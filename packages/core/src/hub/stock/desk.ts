import type {
  AllocationDocument,
  LotTraits,
  ReceivedUnits,
  Reconciliation,
  SnapshotRow,
  StockAsker,
  StockPosition,
  Transfer,
  TransferState,
} from '../../stock/index.ts';
import type { ItemId, NodeId, OrderId } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { Page, PageAsk } from '../ports/store.ts';

/** A position by its name. */
export interface PositionName {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
}

/** What was moved away, in units and orders. */
export interface MovedAway {
  readonly orderIds: readonly OrderId[];
  readonly units: number;
}

/** Why stock is other than the books said. */
export const adjustmentReasons = [
  'damaged',
  'lost',
  'found',
  'stolen',
  'expired',
  'count',
  'sample',
  'correction',
  'returned',
  'scrapped',
] as const;
/** @see adjustmentReasons */
export type AdjustmentReason = (typeof adjustmentReasons)[number];

/** One difference: more units than booked, or fewer. */
export interface AdjustmentRow {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot?: string;
  /** Signed, not 0. */
  readonly units: number;
  readonly reason: AdjustmentReason;
  readonly note?: string;
}

/** What was booked, and which orders had to find other goods. */
export interface Adjusted extends MovedAway {
  readonly positions: number;
}

/** What somebody tells of a lot; what is absent stays as it is. */
export interface LotRow {
  readonly itemId: ItemId;
  readonly lot: string;
  readonly expiresAt?: number;
  readonly receivedAt?: number;
}

/** Blocks a lot, or lets it free again. A recall is for ever. */
export interface LotBlock {
  readonly itemId: ItemId;
  readonly lot: string;
  readonly state: LotTraits['state'];
  readonly reason: string;
  readonly by: string;
}

/** Who has units of a blocked lot, and what was done. */
export interface LotBlocked {
  readonly lot: LotTraits;
  /** Units that lie at nodes; nobody is promised them any more. */
  readonly onHandUnits: number;
  /** Orders whose units found other goods (or wait for people when there are none). */
  readonly movedOrderIds: readonly OrderId[];
  /** Orders that got units of the lot: shipped or delivered. */
  readonly reachedOrders: readonly { readonly orderId: OrderId; readonly units: number }[];
}

/** Goods that shall move from one node to another. */
export interface TransferAsk {
  readonly fromNodeId: NodeId;
  readonly toNodeId: NodeId;
  /** When they should arrive, epoch ms. */
  readonly expectedAt: number;
  readonly reason: string;
  readonly by: string;
  readonly lines: readonly {
    readonly itemId: ItemId;
    readonly lot: string;
    readonly units: number;
  }[];
}

/** What somebody tells of a transfer. */
export interface TransferTold {
  readonly transferId: string;
  readonly by: string;
  /** When it happened; default now. */
  readonly at?: number;
  /** What was shipped or has arrived; default all of it. */
  readonly lines?: readonly ReceivedUnits[];
  /** Nothing more will arrive, default yes: what is missing then is lost. */
  readonly isLast?: boolean;
}

/** Another system's stock at a moment. */
export interface SnapshotAsk {
  /** Which system, e.g. `wms-east`. */
  readonly source: string;
  readonly asOfAt: number;
  /** What it does not name at its nodes is 0 there. */
  readonly isComplete: boolean;
  readonly rows: readonly SnapshotRow[];
  readonly by: string;
}

/** What a comparison found, and what was applied of its proposals. */
export interface StoredReconciliation extends Reconciliation {
  readonly reconciliationId: string;
  readonly source: string;
  readonly by: string;
  readonly appliedProposalIds: readonly string[];
}

/** A comparison after proposals were applied, with those whose act was refused: they are still open. */
export interface AppliedProposals extends StoredReconciliation {
  readonly refused: readonly { readonly proposalId: string; readonly reason: string }[];
}

/** Which proposals somebody applies; undefined = all that are left. */
export interface ApplyAsk {
  readonly reconciliationId: string;
  readonly proposalIds: readonly string[] | undefined;
  readonly by: string;
}

/** Who may sell what, lots, and corrections of the books. */
export interface StockDesk {
  /** The rules that count now; version 0 before the first were published. */
  allocation(): AllocationDocument;
  validateAllocation(document: unknown): HubOutcome<AllocationDocument>;
  /** Publishes the whole document as a new version; quotas keep what was used of them. */
  publishAllocation(document: unknown, note: string): Promise<HubOutcome<AllocationDocument>>;
  /** Every quota that counts now; `branch` is fence/channel/tier/customer. */
  quotas(): readonly {
    readonly nodeId: NodeId;
    readonly itemId: ItemId;
    readonly branch: string;
    /** Of the branch itself, without the parts of its children. */
    readonly quotaUnits: number;
    readonly usedUnits: number;
    readonly leftUnits: number;
  }[];
  /** Units that fences still keep at a place; they are part of the safety that the store holds. */
  fencedUnits(nodeId: NodeId, itemId: ItemId): number;
  /**
   * Units that left places before the books had them (goods sold before their receipt was told), as `onHandUnits` of the
   * place. The next receipt pays them, a count ends them.
   */
  owedStock(): readonly StockPosition[];
  /** What may be sold of an item at a node to this asker now: the number that routing sees. */
  availableTo(asker: StockAsker, place: { nodeId: NodeId; itemId: ItemId }): number;
  lot(itemId: ItemId, lot: string): LotTraits | undefined;
  /** Whether units of the lot may be promised now; goods without a lot always. */
  isSellable(itemId: ItemId, lot: string): boolean;
  setLots(rows: readonly LotRow[]): Promise<HubOutcome<{ readonly lots: number }>>;
  /** Quarantines, recalls or frees a lot; tells which orders it has reached. */
  blockLot(block: LotBlock): Promise<HubOutcome<LotBlocked>>;
  /** Books differences with reasons; orders that lose their goods are routed again. */
  adjustStock(rows: readonly AdjustmentRow[], by: string): Promise<HubOutcome<Adjusted>>;

  requestTransfer(ask: TransferAsk): Promise<HubOutcome<Transfer>>;
  /** Holds the goods at the source; refused when fewer are free there. */
  approveTransfer(told: TransferTold): Promise<HubOutcome<Transfer>>;
  /** Goods have left: they are supply at the destination from the expected moment on. */
  shipTransfer(told: TransferTold): Promise<HubOutcome<Transfer>>;
  receiveTransfer(told: TransferTold): Promise<HubOutcome<Transfer>>;
  cancelTransfer(told: TransferTold): Promise<HubOutcome<Transfer>>;
  transfer(transferId: string): Promise<HubOutcome<Transfer>>;
  /** By id ascending. */
  transfers(
    filter: {
      readonly state?: TransferState;
      readonly toNodeId?: NodeId;
      readonly fromNodeId?: NodeId;
    },
    ask: PageAsk,
  ): Promise<Page<Transfer>>;

  /** Explains every difference to another system's stock and proposes what would mend it; changes nothing. */
  reconcileStock(ask: SnapshotAsk): Promise<HubOutcome<StoredReconciliation>>;
  reconciliation(reconciliationId: string): Promise<HubOutcome<StoredReconciliation>>;
  applyProposals(ask: ApplyAsk): Promise<HubOutcome<AppliedProposals>>;
}

import type { AllocationDocument, LotTraits, StockAsker } from '../../stock/index.ts';
import type { ItemId, NodeId, OrderId } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';

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
  /** What may be sold of an item at a node to this asker now: the number that routing sees. */
  availableTo(asker: StockAsker, place: { nodeId: NodeId; itemId: ItemId }): number;
  lot(itemId: ItemId, lot: string): LotTraits | undefined;
  setLots(rows: readonly LotRow[]): Promise<HubOutcome<{ readonly lots: number }>>;
  /** Quarantines, recalls or frees a lot; tells which orders it has reached. */
  blockLot(block: LotBlock): Promise<HubOutcome<LotBlocked>>;
  /** Books differences with reasons; orders that lose their goods are routed again. */
  adjustStock(rows: readonly AdjustmentRow[], by: string): Promise<HubOutcome<Adjusted>>;
}

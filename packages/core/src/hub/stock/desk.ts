import type { AllocationDocument, LotTraits, StockAsker } from '../../stock/index.ts';
import type { ItemId, NodeId } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { Adjusted, AdjustmentRow } from './adjust.ts';
import type { LotBlock, LotBlocked, LotRow } from './lots.ts';

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

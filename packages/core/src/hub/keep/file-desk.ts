import type { ItemProfile } from '../../parties/index.ts';
import type { InboundSupply, StockPosition } from '../../stock/index.ts';
import type { ItemId, NodeId } from '../../words/index.ts';
import type { HubParts } from '../run/parts.ts';

/** What whole files are written from and compared with: the board as it is, without asking the store. */
export interface FileDesk {
  /** All items, by id ascending. */
  items(): readonly ItemProfile[];
  /** What the board says of one position and lot; all zero when there is none. */
  stockOf(nodeId: NodeId, itemId: ItemId, lot: string): StockPosition;
  /** What was announced to be on its way of an item, at all nodes; transfers are not announced. */
  announced(itemId: ItemId): readonly InboundSupply[];
}

/** @see FileDesk */
export const fileDesk = ({ board }: HubParts): FileDesk => ({
  items: () => [...board.items.values()].sort((a, b) => (a.itemId < b.itemId ? -1 : 1)),
  stockOf: (nodeId, itemId, lot) => board.stock.position(nodeId, itemId, lot),
  announced: (itemId) => board.stock.announced(itemId),
});

import { atpFor } from '../board/sell-to.ts';
import type { Hub } from '../hub.ts';
import { availability, position, setStock } from '../keep/stock-keeping.ts';
import type { HubParts } from '../run/parts.ts';
import { announce } from '../waiting/announce.ts';
import { adjustStock } from './adjust.ts';
import { publishAllocation, quotas, validateAllocation } from './allocation.ts';
import type { StockDesk } from './desk.ts';
import { blockLot, setLots } from './lots.ts';

/** The stock desk of a hub. */
export function stockDesk(
  parts: HubParts,
): StockDesk & Pick<Hub, 'setStock' | 'setInbound' | 'position' | 'availability'> {
  const { board } = parts;
  return {
    setStock: (rows, reason) => setStock(parts, rows, reason),
    setInbound: (rows) => announce(parts, rows),
    position: (nodeId, itemId) => position(parts, nodeId, itemId),
    availability: (itemId, atMoments, asker) => availability(parts, itemId, { atMoments, asker }),
    allocation: () => board.allocation.document,
    validateAllocation: (document) => validateAllocation(parts, document),
    publishAllocation: (document, note) => publishAllocation(parts, document, note),
    quotas: () => quotas(parts),
    fencedUnits: (nodeId, itemId) => board.stock.fencedUnits(nodeId, itemId),
    availableTo: (asker, place) => atpFor(board, { ...asker, at: parts.env.now() }, place),
    lot: (itemId, lot) => board.stock.lotTraits(itemId, lot),
    setLots: (rows) => setLots(parts, rows),
    blockLot: (block) => blockLot(parts, block),
    adjustStock: (rows, by) => adjustStock(parts, rows, { by }),
  };
}

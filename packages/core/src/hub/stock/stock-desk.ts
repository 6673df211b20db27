import { isSellable } from '../../stock/index.ts';
import type { Transfer } from '../../stock/index.ts';
import { atpFor } from '../board/sell-to.ts';
import type { Hub } from '../hub.ts';
import { availability, position, setStock } from '../keep/stock-keeping.ts';
import type { FactNames } from '../capture/fact-names.ts';
import type { HubParts } from '../run/parts.ts';
import { announce } from '../waiting/announce.ts';
import { adjustStock } from './adjust.ts';
import { publishAllocation, quotas, validateAllocation } from './allocation.ts';
import { applyProposals, reconciliation } from './apply-proposals.ts';
import type { StockDesk } from './desk.ts';
import { blockLot, setLots } from './lots.ts';
import { owedStock } from './owed.ts';
import { reconcileSnapshot } from './reconcile.ts';
import {
  approve,
  cancel,
  notFound,
  receive,
  requestTransfer,
  ship,
  transferCase,
} from './transfers.ts';

/** The stock desk of a hub. */
export function stockDesk(
  parts: HubParts,
  names: FactNames,
): StockDesk & Pick<Hub, 'setStock' | 'setInbound' | 'position' | 'availability'> {
  const { board } = parts;
  return {
    setStock: (rows, reason) => setStock(parts, rows, { reason }),
    setInbound: (rows) => announce(parts, rows),
    position: (nodeId, itemId) => position(parts, nodeId, itemId),
    availability: (itemId, atMoments, asker) => availability(parts, itemId, { atMoments, asker }),
    allocation: () => board.allocation.document,
    validateAllocation: (document) => validateAllocation(parts, document),
    publishAllocation: (document, note) => publishAllocation(parts, document, note),
    quotas: () => quotas(parts),
    fencedUnits: (nodeId, itemId) => board.stock.fencedUnits(nodeId, itemId),
    owedStock: () => owedStock(board.stock),
    availableTo: (asker, place) => atpFor(board, { ...asker, at: parts.env.now() }, place),
    lot: (itemId, lot) => board.stock.lotTraits(itemId, lot),
    isSellable: (itemId, lot) =>
      isSellable(board.stock.lotTraits(itemId, lot), { at: parts.env.now(), shelfMs: 0 }),
    setLots: (rows) => setLots(parts, rows),
    blockLot: (block) => blockLot(parts, block),
    adjustStock: (rows, by) => adjustStock(parts, rows, by),
    ...transferDesk(parts),
    reconcileStock: (ask) => reconcileSnapshot(parts, names, ask),
    reconciliation: (id) => reconciliation(parts, id),
    applyProposals: (ask) => applyProposals(parts, ask),
  };
}

type TransferCalls =
  | 'requestTransfer'
  | 'approveTransfer'
  | 'shipTransfer'
  | 'receiveTransfer'
  | 'cancelTransfer'
  | 'transfer'
  | 'transfers';

const transferDesk = (parts: HubParts): Pick<StockDesk, TransferCalls> => ({
  requestTransfer: (ask) => requestTransfer(parts, ask),
  approveTransfer: (told) => approve(parts, told),
  shipTransfer: (told) => ship(parts, told),
  receiveTransfer: (told) => receive(parts, told),
  cancelTransfer: (told) => cancel(parts, told),
  transfer: async (transferId) => {
    const record = await transferCase(parts, transferId);
    return record ? { ok: true, value: record.document as Transfer } : notFound(transferId);
  },
  transfers: async ({ state, toNodeId, fromNodeId }, ask) => {
    const page = await parts.store.caseList(
      {
        kind: 'transfer',
        ...(state && { state }),
        ...(toNodeId && { nodeId: toNodeId }),
        ...(fromNodeId && { key: fromNodeId }),
      },
      ask,
    );
    return { rows: page.rows.map(({ document }) => document as Transfer), next: page.next };
  },
});

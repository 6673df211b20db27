import { unitPriceMilli } from '../../route/index.ts';
import type { PriceSheet } from '../../route/index.ts';
import { itemId } from '../../words/index.ts';
import type { ItemId, NodeId } from '../../words/index.ts';
import type { Board } from '../board/board.ts';

/** What a unit of an item costs later that is taken from a node now. */
export interface PriceRow {
  readonly itemId: ItemId;
  readonly nodeId: NodeId;
  /** Thousandths of a minor unit of the network's currency, integer > 0. */
  readonly milli: number;
}

/** Which prices are asked for. */
export interface PriceRowsAsk {
  readonly itemId?: ItemId;
  readonly nodeId?: NodeId;
  /** Rows after this one, by item and the network's order of nodes. */
  readonly after?: Pick<PriceRow, 'itemId' | 'nodeId'>;
  readonly limit: number;
}

/** Prices on the newest sheet by item, then by node; whatever has none is left out. None for another network's sheet. */
export function priceRows(board: Board, ask: PriceRowsAsk): readonly PriceRow[] {
  const { sheet } = board.prices;
  if (sheet?.networkVersion !== board.network.document.version) return [];
  const rows: PriceRow[] = [];
  for (const item of itemsFrom(sheet, ask)) {
    rows.push(...rowsOf(board, sheet, { ...ask, itemId: item }));
    if (rows.length >= ask.limit) break;
  }
  return rows.slice(0, ask.limit);
}

/** All rows of one item, in the network's order of nodes. */
function rowsOf(
  { network }: Board,
  sheet: PriceSheet,
  { itemId: item, nodeId, after }: PriceRowsAsk & { readonly itemId: ItemId },
): readonly PriceRow[] {
  const afterIx = after?.itemId === item ? (network.nodeIxOf(after.nodeId) ?? -1) : -1;
  return network.nodes.flatMap((node, nodeIx): PriceRow[] => {
    const isMeant = nodeIx > afterIx && (nodeId === undefined || node.nodeId === nodeId);
    const milli = isMeant ? unitPriceMilli(sheet, nodeIx, item) : 0;
    return milli === 0 ? [] : [{ itemId: item, nodeId: node.nodeId, milli }];
  });
}

function itemsFrom({ rows }: PriceSheet, { itemId: only, after }: PriceRowsAsk): readonly ItemId[] {
  if (only !== undefined) return rows.has(only) ? [only] : [];
  const first = after?.itemId ?? itemId('');
  return [...rows.keys()].filter((item) => item >= first).sort();
}

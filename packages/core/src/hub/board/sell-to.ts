import type { ItemId, NodeId } from '../../words/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import type { BoardSlice, RouteLine } from '../../route/index.ts';
import { availableToPromise, claimAt } from '../../stock/index.ts';
import type { PlaceClaim, StockAsker, StockCounts } from '../../stock/index.ts';
import type { Board } from './board.ts';

/** Who asks for stock, and when. */
export type AskerNow = StockAsker & { readonly at: number };

/** The asker that an order is. */
export const askerOf = (order: CustomerOrder, at: number): AskerNow => ({
  channel: order.channel,
  tier: order.tier,
  customerId: order.customerId,
  at,
});

type StockSight = Pick<Board, 'stock' | 'allocation' | 'network'>;

/** ATP of an item at a node for an asker: what router, availability, cart and screens all tell. */
export function atpFor(
  board: StockSight,
  asker: AskerNow,
  place: { readonly nodeId: NodeId; readonly itemId: ItemId },
): number {
  const shelfMs = board.allocation.shelfMs(asker, place.itemId);
  const counts = board.stock.countsFor(place.nodeId, place.itemId, { at: asker.at, shelfMs });
  return availableToPromise(counts, claimFor(board, asker, { ...place, counts }));
}

/** The same at a later moment, with the supplies that are known to arrive until then. */
export function atpLater(
  board: StockSight,
  asker: AskerNow,
  place: { readonly nodeId: NodeId; readonly itemId: ItemId },
): number {
  const { at } = asker;
  const shelfMs = board.allocation.shelfMs(asker, place.itemId);
  const counts = board.stock.countsFor(place.nodeId, place.itemId, { at, shelfMs });
  const claim = claimFor(board, asker, { ...place, counts });
  return board.stock.atpUnitsAt(place.nodeId, place.itemId, { at, shelfMs, claim });
}

/** What the rules say about the asker at a place; undefined = nothing. */
export function claimFor(
  { stock, allocation }: StockSight,
  asker: AskerNow,
  place: { readonly nodeId: NodeId; readonly itemId: ItemId; readonly counts?: StockCounts },
): PlaceClaim | undefined {
  const { nodeId, itemId } = place;
  if (!allocation.speaksOf(asker.channel, itemId)) return undefined;
  const need = { at: asker.at, shelfMs: 0 };
  return claimAt(allocation, asker, {
    nodeId,
    itemId,
    counts: place.counts ?? stock.countsFor(nodeId, itemId, need),
    leftUnits: (lot) => stock.quotaLeftUnits(nodeId, itemId, lot),
  });
}

/**
 * Writes into a slice what this asker may buy, where rules of allocation or shelf life speak of an item. Two look-ups
 * per line when none does.
 */
export function sellTo(
  board: StockSight,
  asker: AskerNow,
  { lines, slice }: { readonly lines: readonly RouteLine[]; readonly slice: BoardSlice },
): void {
  const { allocation, network } = board;
  lines.forEach(({ itemId }, lineIx) => {
    const speaks = allocation.speaksOf(asker.channel, itemId);
    const shelfMs = allocation.shelfMs(asker, itemId);
    if (!speaks && shelfMs === 0) return;
    const buffers = allocation.buffersOf(asker.channel, itemId);
    // Most rules are plain buffers: what a stranger sees, less a number.
    const isPlain =
      shelfMs === 0 &&
      !allocation.isFenced(itemId) &&
      buffers.every(({ percent }) => percent === 0);
    network.nodes.forEach(({ nodeId }, nodeIx) => {
      const at = nodeIx * lines.length + lineIx;
      const strangerUnits = slice.atpUnits[at] ?? 0;
      // A rule gives more than a stranger sees only inside a fence.
      if (strangerUnits === 0 && !allocation.fenceAt(nodeId, itemId)) return;
      slice.atpUnits[at] = isPlain
        ? lessBuffer(strangerUnits, buffers, nodeId)
        : atpFor(board, asker, { nodeId, itemId });
    });
  });
}

function lessBuffer(
  onHandUnits: number,
  buffers: ReturnType<StockSight['allocation']['buffersOf']>,
  nodeId: NodeId,
): number {
  const buffer = buffers.find(({ nodeIds }) => nodeIds === undefined || nodeIds.has(nodeId));
  return availableToPromise(
    { onHandUnits, reservedUnits: 0, safetyUnits: 0 },
    { ownUnits: 0, bufferUnits: buffer?.units ?? 0, isPoolOpen: true },
  );
}

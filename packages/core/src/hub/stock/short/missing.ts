import { isQuota } from '../../../stock/index.ts';
import type { StockPosition } from '../../../stock/index.ts';
import type { HubParts } from '../../run/parts.ts';
import type { PositionName } from '../desk.ts';

/** Goods of a node, whatever their lot. */
export type Shelf = Pick<StockPosition, 'nodeId' | 'itemId'>;

/** The position without a lot, and all lots. */
export const positionsAt = (
  { board }: HubParts,
  { nodeId, itemId }: Shelf,
): readonly StockPosition[] => [
  board.stock.position(nodeId, itemId, ''),
  ...board.stock.lotsOf(nodeId, itemId),
];

/** More is held than is there. */
export const missingAt = ({ onHandUnits, reservedUnits }: StockPosition): number =>
  Math.max(0, reservedUnits - onHandUnits);

/** What the board shows to be missing of an item at a node, over all lots. */
export const missingUnits = (parts: HubParts, shelf: Shelf): number =>
  positionsAt(parts, shelf).reduce((sum, place) => sum + missingAt(place), 0);

/** How many units more than there are the store knows to be held of an item at a node, over all lots. */
export const missingInStore = async (parts: HubParts, shelf: Shelf): Promise<number> =>
  (await positionsInStore(parts, shelf)).reduce((sum, place) => sum + missingAt(place), 0);

/**
 * How many units are missing at a position, to be asked again after each that was let go of. What the board shows beyond
 * what the store knows is being written and may be refused, so it does not count; if it stays, the watch finds it.
 */
export async function surelyMissing(parts: HubParts, place: PositionName): Promise<() => number> {
  const { nodeId, itemId, lot } = place;
  const shown = (): number => missingAt(parts.board.stock.position(nodeId, itemId, lot));
  if (shown() === 0) return () => 0;
  const known = (await positionsInStore(parts, place)).find((one) => one.lot === lot);
  const unsureUnits = Math.max(0, shown() - (known ? missingAt(known) : 0));
  return () => shown() - unsureUnits;
}

async function positionsInStore(
  { store }: HubParts,
  { nodeId, itemId }: Shelf,
): Promise<readonly StockPosition[]> {
  const { rows } = await store.positions({ nodeId, itemId, limit: 200, after: undefined });
  return rows.filter((place) => !isQuota(place));
}

import type { ItemId, NodeId } from '../../words/index.ts';
import type { FreeSupply } from '../../path.ts';
import type { StockPosition } from '../../stock/index.ts';

/** Marks places that are on the road: goods announced for a node lie at `~` and its id, in a lot named by their date. */
const roadMark = '~';

/** Where goods lie that are announced for a node and a date: a position that the store guards like any other. */
export const roadPosition = (supply: {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly expectedAt: number;
}): Pick<StockPosition, 'nodeId' | 'itemId' | 'lot'> => ({
  nodeId: `${roadMark}${supply.nodeId}` as NodeId,
  itemId: supply.itemId,
  lot: String(supply.expectedAt),
});

/** Whether a position is goods on the road, not at a node. */
export const isOnTheRoad = ({ nodeId }: Pick<StockPosition, 'nodeId'>): boolean =>
  nodeId.startsWith(roadMark);

/** The node to which goods on the road go. */
export const nodeOnTheRoad = ({ nodeId }: Pick<StockPosition, 'nodeId'>): NodeId =>
  nodeId.slice(roadMark.length) as NodeId;

/** Announced goods, and how many of them are held for orders that wait. */
export class SupplyBook {
  readonly #byItem = new Map<string, Map<string, StockPosition>>();

  set(position: StockPosition): void {
    const rows = this.#byItem.get(position.itemId) ?? new Map<string, StockPosition>();
    this.#byItem.set(position.itemId, rows);
    const { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits } = position;
    const isEmpty = onHandUnits === 0 && reservedUnits === 0;
    if (isEmpty) rows.delete(keyOf(position));
    else
      rows.set(keyOf(position), { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits });
  }

  /** The position as it is known; zeros when none is. */
  position(at: Pick<StockPosition, 'nodeId' | 'itemId' | 'lot'>): StockPosition {
    const known = this.#byItem.get(at.itemId)?.get(keyOf(at));
    return known ?? { ...at, onHandUnits: 0, reservedUnits: 0, safetyUnits: 0 };
  }

  /** All announced goods of an item for a node, by date. */
  of(nodeId: NodeId, itemId: ItemId): readonly StockPosition[] {
    const rows = this.#byItem.get(itemId)?.values() ?? [];
    return [...rows].filter((row) => row.nodeId === `${roadMark}${nodeId}`).sort(byDate);
  }

  /** Items of which a supply was expected before a moment and is still held for orders. */
  overdue(beforeAt: number): readonly ItemId[] {
    const items: ItemId[] = [];
    for (const [itemId, rows] of this.#byItem)
      if ([...rows.values()].some((row) => row.reservedUnits > 0 && Number(row.lot) < beforeAt))
        items.push(itemId as ItemId);
    return items;
  }

  /** What can still be promised of an item, earliest first. */
  free(itemId: string): readonly FreeSupply[] {
    return [...(this.#byItem.get(itemId)?.values() ?? [])]
      .filter((row) => row.onHandUnits > row.reservedUnits)
      .sort(byDate)
      .map((row) => ({
        nodeId: nodeOnTheRoad(row),
        expectedAt: Number(row.lot),
        units: row.onHandUnits - row.reservedUnits,
      }));
  }
}

const keyOf = ({ nodeId, lot }: Pick<StockPosition, 'nodeId' | 'lot'>): string =>
  `${nodeId}/${lot}`;

const byDate = (a: StockPosition, b: StockPosition): number =>
  Number(a.lot) - Number(b.lot) || (a.nodeId < b.nodeId ? -1 : 1);

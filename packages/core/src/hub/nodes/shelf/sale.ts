import type { ItemId, NodeId } from '../../../words/index.ts';
import { looseItems } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import { whoYields, withoutUnits } from '../../../release/index.ts';
import type { Fulfilment, Yielding } from '../../../release/index.ts';
import { isQuota } from '../../../stock/index.ts';
import type { StockMove, StockPosition } from '../../../stock/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import { freeUnits, fulfilmentsNow } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import { rerouteOpen } from '../../orders/reroute.ts';
import type { HubParts } from '../../run/parts.ts';
import { softHoldsYield } from '../../stock/short/soft-holds.ts';

/** What a sale over the counter (or its correction) does to the shelf; nothing for every other fact. */
export function saleMoves(names: FactNames, fact: StoredFact): readonly StockMove[] {
  const nodeId = names.nodeOf(fact.nodeUri);
  if (fact.kind !== 'sold' || nodeId === undefined) return [];
  const sign = fact.hasErrorDeclaration ? 1 : -1;
  return looseItems(fact.epcis).flatMap(({ itemUri, lot, units }) => {
    const itemId = names.itemOf(itemUri);
    if (itemId === undefined || units === 0) return [];
    const onHandUnits = sign * units;
    const guard = sign < 0 ? 'leaving' : 'physical';
    return [{ nodeId, itemId, lot, onHandUnits, reservedUnits: 0, safetyUnits: 0, guard }];
  });
}

/** Goods of a node, whatever their lot. */
type Shelf = Pick<StockPosition, 'nodeId' | 'itemId'>;

/** How it is told that goods are gone. */
export interface GoodsGone {
  readonly type: 'node.sold_at_till' | 'node.work_taken_back';
  readonly because: string;
}

/** They were bought over the counter. */
export const soldAtTill: GoodsGone = { type: 'node.sold_at_till', because: 'sold-at-till' };

/**
 * Somebody may have bought what was held for others: the till does not ask. Transfers, carts and exchanges yield first;
 * then work that lost its goods moves to another node, only the units that are missing. The store says whether any are:
 * a board may show what is being written and will be refused.
 *
 * @returns how many orders moved
 */
export async function holdersYield(
  parts: HubParts,
  shelves: readonly Shelf[],
  gone: GoodsGone,
): Promise<number> {
  let moved = 0;
  for (const { nodeId, itemId } of shelves) {
    const shelf = { nodeId, itemId };
    const mostUnits = missingUnits(parts, shelf) > 0 ? await missingInStore(parts, shelf) : 0;
    if (mostUnits <= 0) continue;
    for (const place of positionsAt(parts, shelf))
      if (missingAt(place) > 0)
        await softHoldsYield(parts, place, {
          because: gone.because,
          missingUnits: () => Math.min(mostUnits, missingAt(placeNow(parts, place))),
        });
    const units = Math.min(missingUnits(parts, shelf), await missingInStore(parts, shelf));
    if (units <= 0) continue;
    const works = await openWork(parts, nodeId);
    for (const yielding of whoYields(works, { itemId, units }))
      if (await yieldOne(parts, yielding, { itemId, gone })) moved += 1;
  }
  if (moved > 0) parts.figures.add('rerouted', moved);
  return moved;
}

/** The position without a lot, and all lots. */
const positionsAt = ({ board }: HubParts, { nodeId, itemId }: Shelf): readonly StockPosition[] => [
  board.stock.position(nodeId, itemId, ''),
  ...board.stock.lotsOf(nodeId, itemId),
];

/** More is held than is there. */
const missingAt = ({ onHandUnits, reservedUnits }: StockPosition): number =>
  Math.max(0, reservedUnits - onHandUnits);

const missingUnits = (parts: HubParts, shelf: Shelf): number =>
  positionsAt(parts, shelf).reduce((sum, place) => sum + missingAt(place), 0);

/** How many units more than there are the store knows to be held of an item at a node, over all lots. */
export async function missingInStore(
  { store }: HubParts,
  { nodeId, itemId }: Shelf,
): Promise<number> {
  const { rows } = await store.positions({ nodeId, itemId, limit: 200, after: undefined });
  return rows.filter((place) => !isQuota(place)).reduce((sum, place) => sum + missingAt(place), 0);
}

const placeNow = ({ board }: HubParts, { nodeId, itemId, lot }: StockPosition): StockPosition =>
  board.stock.position(nodeId, itemId, lot);

async function openWork(parts: HubParts, nodeId: NodeId): Promise<readonly Fulfilment[]> {
  const states = ['scheduled', 'offered', 'accepted', 'in_progress'] as const;
  const works: Fulfilment[] = [];
  for (let after: string | undefined; ;) {
    const page = await parts.store.fulfilmentList({ nodeId, states }, { limit: 200, after });
    works.push(...page.rows);
    after = page.next;
    if (after === undefined) return works;
  }
}

async function yieldOne(
  parts: HubParts,
  yielding: Yielding,
  { itemId, gone }: { readonly itemId: ItemId; readonly gone: GoodsGone },
): Promise<boolean> {
  const { work, lineNo, units } = yielding;
  const outcome = await changeOrder(parts, work.orderId, (change) => {
    const now = fulfilmentsNow(change).find(
      ({ fulfilmentId }) => fulfilmentId === work.fulfilmentId,
    );
    const still = Math.min(units, missingUnits(parts, { nodeId: work.nodeId, itemId }));
    if (!now || still <= 0) return false;
    const given = withoutUnits(now, [{ lineNo, units: still }], 'cancelled');
    if (!given.ok) return false;
    freeUnits(
      change,
      { after: given.value.fulfilment, freed: given.value.freed },
      { ...gone, reroute: true },
    );
    rerouteOpen(change, parts.pathBoard);
    return undefined;
  });
  return outcome.ok && outcome.value !== undefined;
}

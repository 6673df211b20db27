import type { ItemId, NodeId } from '../../../words/index.ts';
import { looseItems } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import { whoYields, withoutUnits } from '../../../release/index.ts';
import type { Fulfilment, Yielding } from '../../../release/index.ts';
import type { StockMove } from '../../../stock/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import { freeUnits, fulfilmentsNow } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import { rerouteOpen } from '../../orders/reroute.ts';
import type { HubParts } from '../../run/parts.ts';

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

/**
 * Somebody may have bought what was held for an order: the till does not ask. Work that lost its goods moves to
 * another node, only the units that are missing.
 *
 * @returns how many orders moved
 */
export async function ordersYield(parts: HubParts, moves: readonly StockMove[]): Promise<number> {
  let moved = 0;
  for (const { nodeId, itemId } of moves) {
    const units = missingUnits(parts, nodeId, itemId);
    if (units <= 0) continue;
    const works = await openWork(parts, nodeId);
    for (const yielding of whoYields(works, { itemId, units }))
      if (await yieldOne(parts, yielding, itemId)) moved += 1;
  }
  if (moved > 0) parts.figures.add('rerouted', moved);
  return moved;
}

/** More is held than is there, over all lots of the item at the node. */
function missingUnits({ board }: HubParts, nodeId: NodeId, itemId: ItemId): number {
  const lots = [board.stock.position(nodeId, itemId, ''), ...board.stock.lotsOf(nodeId, itemId)];
  return lots.reduce(
    (sum, { onHandUnits, reservedUnits }) => sum + Math.max(0, reservedUnits - onHandUnits),
    0,
  );
}

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

async function yieldOne(parts: HubParts, yielding: Yielding, itemId: ItemId): Promise<boolean> {
  const { work, lineNo, units } = yielding;
  const outcome = await changeOrder(parts, work.orderId, (change) => {
    const now = fulfilmentsNow(change).find(
      ({ fulfilmentId }) => fulfilmentId === work.fulfilmentId,
    );
    const still = Math.min(units, missingUnits(parts, work.nodeId, itemId));
    if (!now || still <= 0) return false;
    const given = withoutUnits(now, [{ lineNo, units: still }], 'cancelled');
    if (!given.ok) return false;
    freeUnits(
      change,
      { after: given.value.fulfilment, freed: given.value.freed },
      { type: 'node.sold_at_till', because: 'sold-at-till', reroute: true },
    );
    rerouteOpen(change, parts.pathBoard);
    return undefined;
  });
  return outcome.ok && outcome.value !== undefined;
}

import type { ItemId } from '../../../words/index.ts';
import { isActive, whoYields, withoutUnits } from '../../../release/index.ts';
import type { Yielding } from '../../../release/index.ts';
import { unitsToSend } from '../../capture/rest-left.ts';
import { freeUnits, fulfilmentsNow } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import { rerouteOpen } from '../../orders/reroute.ts';
import type { HubParts } from '../../run/parts.ts';
import { missingAt, missingInStore, missingUnits, positionsAt, surelyMissing } from './missing.ts';
import type { Shelf } from './missing.ts';
import { worksAt } from './move-away.ts';
import { softHoldsYield } from './soft-holds.ts';

/** How it is told that goods are gone. */
export interface GoodsGone {
  readonly type: 'node.sold_at_till' | 'node.work_taken_back';
  readonly because: string;
}

/**
 * Goods that are held for others are gone: a till does not ask. Transfers, carts and exchanges yield first; then work
 * that lost its goods moves to another node, only the units that are missing. The store says whether any are: a board may
 * show what is being written and will be refused.
 *
 * @returns whether the store knows that there are fewer than are held
 */
export async function holdersYield(
  parts: HubParts,
  { nodeId, itemId }: Shelf,
  gone: GoodsGone,
): Promise<boolean> {
  const shelf = { nodeId, itemId };
  if (missingUnits(parts, shelf) <= 0 || (await missingInStore(parts, shelf)) <= 0) return false;
  for (const place of positionsAt(parts, shelf))
    if (missingAt(place) > 0)
      await softHoldsYield(parts, place, {
        because: gone.because,
        missingUnits: await surelyMissing(parts, place),
      });
  await ordersYield(parts, shelf, gone);
  return true;
}

async function ordersYield(parts: HubParts, shelf: Shelf, gone: GoodsGone): Promise<void> {
  const { itemId } = shelf;
  if (missingUnits(parts, shelf) <= 0) return;
  const units = Math.min(missingUnits(parts, shelf), await missingInStore(parts, shelf));
  if (units <= 0) return;
  let moved = 0;
  for (const yielding of whoYields(await worksAt(parts, shelf), { itemId, units }))
    if (await yieldOne(parts, yielding, { itemId, gone })) moved += 1;
  if (moved > 0) parts.figures.add('rerouted', moved);
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
    if (!now || !isActive(now.state)) return false;
    // It may have sent some of it, or all, since it was listed.
    const toSend = unitsToSend(change, now).find((line) => line.lineNo === lineNo)?.units ?? 0;
    const missing = missingUnits(parts, { nodeId: work.nodeId, itemId });
    const still = Math.min(units, toSend, missing);
    if (still <= 0) return false;
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

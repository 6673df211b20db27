import { customerTiers } from '../../../parties/index.ts';
import { isActive, withoutUnits } from '../../../release/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { Reservation } from '../../../reserve/index.ts';
import type { OrderId } from '../../../words/index.ts';
import { freeUnits, fulfilmentsNow } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import { rerouteOpen } from '../../orders/reroute.ts';
import type { MovedAway, PositionName } from '../desk.ts';
import { surelyMissing } from './missing.ts';
import { softHoldsYield } from './soft-holds.ts';
import type { HubParts } from '../../run/parts.ts';

const atPlace = (held: Reservation, place: PositionName): boolean =>
  held.nodeId === place.nodeId && held.itemId === place.itemId && held.lot === place.lot;

/**
 * Reservations that the goods of a position do not cover any more find other goods: approved transfers, carts and
 * exchanges lose theirs first, then orders whose work has not begun, the lowest tier first, the latest order first.
 * Exactly the missing units move.
 *
 * @param missingUnits how many must still go, on the board as it is when asked
 */
export async function moveAway(
  parts: HubParts,
  place: PositionName,
  why: { readonly because: string; readonly missingUnits: () => number },
): Promise<MovedAway> {
  const moved: OrderId[] = [];
  let units = 0;
  if (why.missingUnits() <= 0) return { orderIds: moved, units };
  await softHoldsYield(parts, place, why);
  for (const { orderId } of await losers(parts, place)) {
    if (why.missingUnits() <= 0) break;
    let freed = 0;
    const outcome = await changeOrder(parts, orderId, (change) => {
      freed = takeAway(change, place, { ...why, units: why.missingUnits() });
      if (freed === 0) return false;
      rerouteOpen(change, parts.pathBoard);
      return undefined;
    });
    if (!outcome.ok || !outcome.value) continue;
    moved.push(orderId);
    units += freed;
  }
  parts.figures.add('rerouted', moved.length);
  return { orderIds: moved, units };
}

interface Loser {
  readonly orderId: OrderId;
  readonly hasBegun: boolean;
  readonly tierRank: number;
  readonly acceptedAt: number;
}

/** Orders with work at the node, the first to lose first; ties by the later order id. */
async function losers(parts: HubParts, place: PositionName): Promise<readonly Loser[]> {
  const works = await worksAt(parts, place);
  const ids = [...new Set(works.map(({ orderId }) => orderId))];
  const found: Loser[] = [];
  for (let from = 0; from < ids.length; from += 200) {
    const records = await parts.store.orders(ids.slice(from, from + 200));
    for (const { order, acceptedAt } of records)
      found.push({
        orderId: order.orderId,
        hasBegun: works.some(
          ({ orderId, state }) =>
            orderId === order.orderId && (state === 'in_progress' || state === 'ready'),
        ),
        tierRank: customerTiers.indexOf(order.tier),
        acceptedAt,
      });
  }
  return found.sort(
    (a, b) =>
      Number(a.hasBegun) - Number(b.hasBegun) ||
      a.tierRank - b.tierRank ||
      b.acceptedAt - a.acceptedAt ||
      (a.orderId < b.orderId ? 1 : -1),
  );
}

/** Work at a node that has not left and names the item. */
export async function worksAt(
  { store }: HubParts,
  { nodeId, itemId }: Pick<PositionName, 'nodeId' | 'itemId'>,
): Promise<readonly Fulfilment[]> {
  const works: Fulfilment[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.fulfilmentList(
      { nodeId, states: ['scheduled', 'offered', 'accepted', 'in_progress', 'ready'] },
      { limit: 200, after },
    );
    works.push(...page.rows.filter(({ lines }) => lines.some((line) => line.itemId === itemId)));
    if (page.next === undefined) return works;
    after = page.next;
  }
}

/** Frees up to `units` that the order holds at the position. @returns how many */
function takeAway(
  change: OrderChange,
  place: PositionName,
  why: { readonly because: string; readonly units: number },
): number {
  let openUnits = why.units;
  for (const work of fulfilmentsNow(change)) {
    if (!isActive(work.state) || work.nodeId !== place.nodeId) continue;
    const given = work.lines
      .map(({ lineNo, quantityUnits }) => {
        const units = Math.min(
          openUnits,
          quantityUnits,
          heldUnits(change, work, { lineNo, place }),
        );
        openUnits -= units;
        return { lineNo, units };
      })
      .filter(({ units }) => units > 0);
    const outcome = withoutUnits(work, given, 'cancelled');
    if (!outcome.ok || given.length === 0) continue;
    freeUnits(
      change,
      { after: outcome.value.fulfilment, freed: outcome.value.freed },
      { type: 'node.work_taken_back', because: why.because, reroute: true, lot: place.lot },
    );
  }
  return why.units - openUnits;
}

function heldUnits(
  change: OrderChange,
  work: Fulfilment,
  { lineNo, place }: { readonly lineNo: number; readonly place: PositionName },
): number {
  return [...change.reservations.values()]
    .filter(
      (held) =>
        held.state === 'live' &&
        held.fulfilmentId === work.fulfilmentId &&
        held.lineNo === lineNo &&
        atPlace(held, place),
    )
    .reduce((sum, { units }) => sum + units, 0);
}

/** Positions of which more is reserved than is on hand lose the difference. */
export async function resourceShortages(
  parts: HubParts,
  places: readonly PositionName[],
): Promise<MovedAway> {
  const orderIds: OrderId[] = [];
  let units = 0;
  for (const place of places) {
    const moved = await moveAway(parts, place, {
      because: 'counted-below-reserved',
      missingUnits: await surelyMissing(parts, place),
    });
    orderIds.push(...moved.orderIds);
    units += moved.units;
  }
  return { orderIds, units };
}

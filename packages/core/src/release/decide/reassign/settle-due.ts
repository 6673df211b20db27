import { makeRoom } from './make-room.ts';
import type { Step } from './make-room.ts';
import { openPrices, priceItem } from './pooled-price.ts';
import type { PooledPrices } from './pooled-price.ts';
import { cellOf, moveTo, openPool, orderAt, settle } from './pool.ts';
import type { Pool } from './pool.ts';
import { wayMinor, waysOf } from './ways.ts';
import type { PendingWay } from './ways.ts';
import type { DueWindow, PendingWindow, Reassigned, Reassignment } from './window.ts';

/**
 * Gives every order that is begun next its node for good, as late as it can be decided. What goods are worth to all others
 * is asked anew for each of them, exactly: the goods of all orders that can still move lie in one pool with what is free, the
 * other orders ask for them within their promises, and so does everybody who may still come. Orders that hold what it takes
 * pass their goods on in a chain. None is sent later than promised, and no line that is sent stays unsent.
 *
 * Why late and pooled: an order that stays unbegun for a while is not decided with what was known when it came, but with what
 * came since; a price that counts its goods as gone, or the goods of its neighbours, tells nothing of that.
 *
 * @see Xu, Allgor & Graves 2009, Benefits of Reevaluating Real-Time Order Fulfillment Decisions
 * @returns changes of nodes in the order in which they are done; deterministic
 */
export function settleDue(window: DueWindow): Reassigned {
  const pool = openPool(window);
  const prices = openPrices(pool);
  const reassignments: Reassignment[] = [];
  const due = window.due.filter((order) => pool.isOpen[order] === true);
  let settled = 0;
  for (const order of due) {
    if (pool.steps >= window.stepsMax) break;
    reassignments.push(...place(pool, prices, order));
    settle(pool, order);
    settled += 1;
  }
  return {
    reassignments,
    savesMinor: reassignments.reduce((sum, { savesMinor }) => sum + savesMinor, 0),
    steps: pool.steps,
    isCutShort: settled < due.length,
  };
}

function place(pool: Pool, prices: PooledPrices, order: number): readonly Reassignment[] {
  const pending = { ...orderAt(pool, order), nodes: pool.nodes[order] ?? [] };
  for (const item of new Set(Array.from(pending.items)))
    priceItem(pool, prices, { item, without: order });
  const priced: PendingWindow = { ...pool.window, unitPriceMinor: prices.unitMinor };
  const nowMinor = wayMinor(priced, pending, pending.nodes);
  const gainMin = Math.max(1, pool.window.gainMinMinor);
  const ways = waysOf(priced, pending, (node, line) => mayGet(pool, { order, node, line }));
  for (const way of ways) {
    pool.steps += 1;
    const savesMinor = nowMinor - way.minor;
    if (savesMinor < gainMin) return [];
    const steps = goTo(pool, prices, { order, way });
    if (steps !== undefined) return [{ savesMinor, orders: steps }];
  }
  return [];
}

/** Whether an open order could let it have the goods of a line; its own are its own. */
function mayGet(
  pool: Pool,
  { order, node, line }: { readonly order: number; readonly node: number; readonly line: number },
): boolean {
  const { items, units } = orderAt(pool, order);
  return (pool.openUnits[cellOf(pool, items[line] ?? 0, node)] ?? 0) >= (units[line] ?? 0);
}

/** Moves the order and everybody who makes room for it. @returns undefined when somebody would lack goods */
function goTo(
  pool: Pool,
  { unitMinor }: PooledPrices,
  { order, way }: { readonly order: number; readonly way: PendingWay },
): Reassignment['orders'] | undefined {
  const before = pool.nodes.slice();
  const own: Step = { order, nodes: way.nodes };
  moveTo(pool, order, way.nodes);
  const others = makeRoom(pool, unitMinor, [own]);
  if (others === undefined) {
    moveTo(pool, order, before[order] ?? []);
    return undefined;
  }
  return [...new Map([own, ...others].map((step) => [step.order, step])).keys()].map((moved) => ({
    orderId: orderAt(pool, moved).orderId,
    fromNodes: before[moved] ?? [],
    toNodes: pool.nodes[moved] ?? [],
  }));
}

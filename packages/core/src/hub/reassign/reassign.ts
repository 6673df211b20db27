import { reassignUnpicked } from '../../release/index.ts';
import type { ReassignmentTerms } from '../../strategy/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { PageAsk } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { carryOut, moversOf } from './carry-out.ts';
import { movableOrder } from './movable.ts';
import type { MovableOrder } from './movable.ts';
import { poolTerms, settleOpen } from './settle-open.ts';
import type { FoundExchange } from './settle-open.ts';
import { pendingWindow } from './window.ts';

/** What one look at the orders that nobody has begun did. */
export interface Looked {
  /** Orders looked at. */
  readonly orders: number;
  readonly moved: number;
  readonly savesMinor: number;
  /** Where the next look goes on; undefined = at the beginning. */
  readonly after: string | undefined;
}

/**
 * Looks at orders that nobody has begun, all together, and lets them change nodes where that saves enough and keeps every
 * promise; what was settled stays. Exchanges are carried out one by one, each in a commit of its own; what meets a node that was faster is left.
 *
 * @param after where the last look ended
 */
export async function reassignOpen(
  parts: HubParts,
  terms: ReassignmentTerms,
  after: string | undefined,
): Promise<Looked> {
  const found = await openOrders(parts, terms.ordersMax, after);
  const states = await Promise.all(found.ids.map((id) => parts.states.load(id)));
  const orders = states.flatMap((state): readonly MovableOrder[] => {
    const order = state && movableOrder(state);
    return order && !order.lines.some(({ work }) => work.isSettled) ? [order] : [];
  });
  let [moved, savesMinor] = [0, 0];
  if (orders.length > 0) {
    const { nodes } = parts.board.network;
    const nodeIds = nodes.map(({ nodeId }) => nodeId);
    const byId = new Map(orders.map((order) => [order.orderId as string, order]));
    const touched = new Set<string>();
    for (const { exchange, pooled } of await exchangesOf(parts, orders, terms)) {
      const movers = moversOf(exchange, byId, nodeIds);
      // An order that moved, or did not, is no longer as the exchange found it.
      if (movers.some(({ order }) => touched.has(order.orderId))) continue;
      for (const { order } of movers) touched.add(order.orderId);
      const { gainMinMinor } = terms;
      const done = await carryOut(parts, movers, { gainMinMinor, ...(pooled && { pooled }) });
      moved += done?.orders ?? 0;
      savesMinor += done?.savesMinor ?? 0;
    }
  }
  const { figures } = parts;
  figures.add('reassignmentLooks');
  figures.add('ordersReassigned', moved);
  figures.add('reassignmentSavedMinor', savesMinor);
  return { orders: orders.length, moved, savesMinor, after: found.after };
}

/** By the forecast those that are begun next, with all goods in one pool; without one all at the prices of the moment. */
async function exchangesOf(
  parts: HubParts,
  orders: readonly MovableOrder[],
  terms: ReassignmentTerms,
): Promise<readonly FoundExchange[]> {
  const pool = poolTerms(parts);
  if (pool) return settleOpen(parts, orders, { terms, pool });
  const window = await pendingWindow(parts, orders, terms.gainMinMinor);
  return reassignUnpicked(window).reassignments.map((exchange) => ({ exchange }));
}

/** Orders of works that no node has taken, in the order of the store's list. */
async function openOrders(
  { store }: HubParts,
  ordersMax: number,
  from: string | undefined,
): Promise<{ readonly ids: readonly OrderId[]; readonly after: string | undefined }> {
  const ids = new Set<OrderId>();
  for (let after = from; ;) {
    const ask: PageAsk = { limit: Math.min(200, ordersMax), after };
    const page = await store.fulfilmentList({ states: ['scheduled', 'offered'] }, ask);
    for (const { orderId } of page.rows) ids.add(orderId);
    after = page.next;
    if (after === undefined || ids.size >= ordersMax) return { ids: [...ids], after };
  }
}

import type { NodeId, OrderId } from '../../../words/index.ts';
import { isActive } from '../../../release/index.ts';
import { changeOrder } from '../../orders/orders.ts';
import type { HubParts } from '../../run/parts.ts';
import { leaveNode } from '../act.ts';

/** Moves everything that a node has not shipped to other nodes. @returns the orders that were moved */
export async function evacuateNode(
  parts: HubParts,
  nodeId: NodeId,
  because: string,
): Promise<readonly OrderId[]> {
  const moved: OrderId[] = [];
  let after: string | undefined;
  do {
    const page = await parts.store.fulfilmentList(
      { nodeId, states: ['scheduled', 'offered', 'accepted', 'in_progress', 'ready'] },
      { limit: 200, after },
    );
    const ids = new Set(
      page.rows.filter((work) => isActive(work.state)).map((work) => work.orderId),
    );
    await Promise.all(
      [...ids].map(async (id) => {
        const outcome = await changeOrder(parts, id, (change) =>
          leaveNode(change, nodeId, { because, board: parts.pathBoard }) ? undefined : false,
        );
        if (outcome.ok && outcome.value) moved.push(id);
      }),
    );
    after = page.next;
  } while (after !== undefined);
  parts.figures.add('rerouted', moved.length);
  return moved;
}

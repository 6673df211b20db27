import type { CaseRecord, CommitResult, CommitUnit } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { BookWatch } from './watch-books.ts';

/** Watches orders that wait for routers, commit by commit. */
export interface RoutingWatch extends BookWatch {
  /** Orders that routers have placed. */
  readonly placed: () => number;
}

/**
 * The wait of an order ends once, in the commit that also looks for its nodes: nobody ends it on credit. Nobody gives up an
 * order that nodes have got: that is how it shows when somebody tries to place it again and the store does not take it.
 */
export function watchRouting(
  database: MemoryDatabase,
  broken: (invariant: string, numbers: string) => void,
): RoutingWatch {
  const placed = new Set<OrderId>();
  const ended = (orderId: OrderId): void => {
    if (placed.has(orderId)) broken('an accepted order is placed once', orderId);
    placed.add(orderId);
    const record = database.orders.get(orderId);
    if (record?.state === 'open' && record.epoch === 0)
      broken('who ends the wait of an order has placed it', orderId);
  };
  const givenUp = (orderId: OrderId): void => {
    if (database.fulfilmentsOf.has(orderId))
      broken('routers give up no order that is placed', orderId);
  };
  const look = ({ kind, state, orderId }: CaseRecord): void => {
    if (kind !== 'routing' || orderId === undefined) return;
    if (state === 'routed') ended(orderId);
    if (state === 'dead') givenUp(orderId);
  };
  return {
    placed: () => placed.size,
    committed: (units: readonly CommitUnit[], results: readonly CommitResult[]) => {
      units.forEach(({ casesChanged }, ix) => {
        if (results[ix]?.ok) casesChanged.forEach(look);
      });
    },
  };
}

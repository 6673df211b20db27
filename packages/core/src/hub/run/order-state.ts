import type { OrderId } from '../../words/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { FactRecord, OrderRecord } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

/** All of an order that a change looks at, as the store had it a moment ago. */
export interface OrderState {
  readonly record: OrderRecord;
  readonly fulfilments: readonly Fulfilment[];
  readonly reservations: readonly Reservation[];
  readonly facts: readonly FactRecord[];
}

/** Loads order states; calls that come together are one batch of queries, whatever their number. */
export interface OrderStates {
  load(orderId: OrderId): Promise<OrderState | undefined>;
}

interface Waiting {
  readonly orderId: OrderId;
  readonly resolve: (state: OrderState | undefined) => void;
  readonly reject: (failure: unknown) => void;
}

/** @param idsMax most orders per query */
export function orderStates(store: Store, idsMax = 200): OrderStates {
  let waiting: Waiting[] = [];

  async function loadAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const ids = [...new Set(batch.map(({ orderId }) => orderId))];
      const states = await readStates(store, ids);
      for (const { orderId, resolve } of batch) resolve(states.get(orderId));
    } catch (failure) {
      for (const { reject } of batch) reject(failure);
    }
  }

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += idsMax)
      void loadAll(all.slice(from, from + idsMax));
  }

  return {
    load: (orderId) =>
      new Promise((resolve, reject) => {
        waiting.push({ orderId, resolve, reject });
        if (waiting.length === 1) void Promise.resolve().then(flush);
      }),
  };
}

async function readStates(
  store: Store,
  ids: readonly OrderId[],
): Promise<Map<OrderId, OrderState>> {
  const [records, fulfilments, reservations, facts] = await Promise.all([
    store.orders(ids),
    store.fulfilments(ids),
    store.reservations(ids),
    store.facts(ids),
  ]);
  const fulfilmentsOf = groupByOrder(fulfilments);
  const reservationsOf = groupByOrder(reservations);
  const factsOf = groupByOrder(facts);
  return new Map(
    records.map((record) => {
      const id = record.order.orderId;
      return [
        id,
        {
          record,
          fulfilments: fulfilmentsOf.get(id) ?? [],
          reservations: reservationsOf.get(id) ?? [],
          facts: factsOf.get(id) ?? [],
        },
      ];
    }),
  );
}

function groupByOrder<T extends { readonly orderId: OrderId | undefined }>(
  rows: readonly T[],
): Map<OrderId, T[]> {
  const groups = new Map<OrderId, T[]>();
  for (const row of rows) {
    if (row.orderId === undefined) continue;
    const group = groups.get(row.orderId);
    if (group) group.push(row);
    else groups.set(row.orderId, [row]);
  }
  return groups;
}

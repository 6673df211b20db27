import type { OrderId } from '../../words/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { CaseRecord, FactRecord, OrderRecord } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

/** All of an order that a change looks at, as the store had it a moment ago. */
export interface OrderState {
  readonly record: OrderRecord;
  readonly fulfilments: readonly Fulfilment[];
  readonly reservations: readonly Reservation[];
  readonly facts: readonly FactRecord[];
  /** Returns, exchanges and claims about it; read only when it has some. */
  readonly cases: readonly CaseRecord[];
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
  const casesOf = await readMatters(store, records);
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
          cases: casesOf.get(id) ?? [],
        },
      ];
    }),
  );
}

const matterKinds: readonly CaseRecord['kind'][] = ['return', 'exchange', 'claim', 'cold_chain'];

/** The matters of orders that have some. Read after the orders, so that the order's version guards them too. */
async function readMatters(
  store: Store,
  records: readonly OrderRecord[],
): Promise<Map<OrderId, readonly CaseRecord[]>> {
  const asked = records.filter(({ aftercare }) => (aftercare?.matters ?? 0) > 0);
  const read = await Promise.all(
    asked.map(async ({ order: { orderId } }) => {
      const rows = await readCases(store, orderId);
      return [orderId, rows.filter(({ kind }) => matterKinds.includes(kind))] as const;
    }),
  );
  return new Map(read);
}

async function readCases(store: Store, orderId: OrderId): Promise<readonly CaseRecord[]> {
  const rows: CaseRecord[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.caseList({ orderId }, { limit: 200, after });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
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

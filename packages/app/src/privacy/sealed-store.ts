import type { CaseRecord, CommitUnit, OrderRecord, Page, Store } from '@ordermesh/core/hub';
import type { KeyBox } from '../webhooks/index.ts';
import { matterSeals } from './matter-seals.ts';
import { orderSeals } from './order-seals.ts';
import { personalKeys } from './personal-keys.ts';
import { rowSeals } from './row-seals.ts';

/**
 * A store that keeps what orders say of people in envelopes: sealed on the way in, in the same commit as the key, and
 * opened on the way out. What was stored without envelopes is read as it is, and sealed when it changes next.
 *
 * @param box wraps the keys; one that does not seal leaves the store as it is
 * @param mono monotonic clock, ms
 */
export function sealedStore(
  store: Store,
  box: KeyBox,
  mono: () => number = () => performance.now(),
): Store {
  if (!box.seals) return store;
  const keys = personalKeys(store, box, mono);
  const [orders, rows, matters] = [orderSeals(keys), rowSeals(keys), matterSeals(keys)];

  const sealedUnit = (unit: CommitUnit, strange: readonly OrderRecord[]): CommitUnit =>
    matters.seal(rows.seal(orders.seal(forgetDestroyed(unit, keys.forget))), strange);
  const openOrders = async (records: readonly OrderRecord[]): Promise<readonly OrderRecord[]> => {
    await keys.load(records.flatMap(({ sealed }) => (sealed ? [sealed.keyId] : [])));
    return records.map(orders.open);
  };
  const openOrder = async (record: OrderRecord | undefined): Promise<OrderRecord | undefined> =>
    record && (await openOrders([record]))[0];
  const openCases = async (records: readonly CaseRecord[]): Promise<readonly CaseRecord[]> => {
    await keys.load(records.flatMap((one) => [...rows.keysOf(one), ...matters.keysOf(one)]));
    return records.map((one) => matters.open(rows.open(one)));
  };

  return {
    ...store,
    commit: (units, origin) => {
      const commitSealed = (strange: readonly OrderRecord[]) =>
        store.commit(
          units.map((unit) => sealedUnit(unit, strange)),
          origin,
        );
      const needed = units.flatMap(orders.needed);
      const strangers = [...new Set(units.flatMap(matters.ordersOf))];
      if (needed.length + strangers.length === 0) return commitSealed([]);
      const read = Promise.all([store.orders(strangers), keys.load(needed)]);
      return read.then(([strange]) => commitSealed(strange));
    },
    order: async (orderId) => openOrder(await store.order(orderId)),
    orders: async (orderIds) => openOrders(await store.orders(orderIds)),
    orderByExternalId: async (externalId) => openOrder(await store.orderByExternalId(externalId)),
    orderList: async (filter, ask) => opened(await store.orderList(filter, ask), openOrders),
    cases: async (caseIds) => openCases(await store.cases(caseIds)),
    caseList: async (filter, ask) => opened(await store.caseList(filter, ask), openCases),
    casesDue: async (kinds, at, limit) => openCases(await store.casesDue(kinds, at, limit)),
  };
}

const opened = async <T>(
  page: Page<T>,
  open: (rows: readonly T[]) => Promise<readonly T[]>,
): Promise<Page<T>> => ({ ...page, rows: await open(page.rows) });

/** A key that this commit destroys or wraps again is read anew. */
function forgetDestroyed(unit: CommitUnit, forget: (keyId: string) => void): CommitUnit {
  for (const { kind, caseId } of unit.casesChanged) if (kind === 'personal_key') forget(caseId);
  return unit;
}

import { emptyUnit } from '@ordermesh/core/hub';
import type { CaseRecord, CommitUnit, Hub, OrderRecord, Store } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import { AppFailure } from '../errors/index.ts';
import { withoutTexts } from './matter-seals.ts';
import { matterKeyId, rowOfKey } from './personal-keys.ts';
import type { PersonalKeyDocument } from './personal-keys.ts';
import { personalOf, withoutPersonal } from './personal.ts';

/** Whose personal data shall be gone: all of a customer, or that of one order. */
export interface ErasureAsk {
  readonly of: { readonly customerId: string } | { readonly orderId: OrderId };
  /** Who asks; told in the log. */
  readonly by: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

/** An order whose personal data stays for now: it must still be delivered. */
export interface KeptOrder {
  readonly orderId: OrderId;
  readonly because: 'order-open';
}

/** What was erased, or would be. */
export interface Erasure {
  readonly erasedOrderIds: readonly OrderId[];
  /** Rows of sources that wait to be tried again. */
  readonly erasedRows: number;
  readonly kept: readonly KeptOrder[];
}

/** Keys or orders that go into one commit. */
const perCommit = 500;

interface Desk {
  readonly hub: Pick<Hub, 'keepCases'>;
  readonly store: Pick<Store, 'caseList' | 'cases' | 'commit' | 'order' | 'orders' | 'orderList'>;
  readonly now: () => number;
}

/**
 * Destroys the keys of what orders say of people, so that nobody can read it again, wherever a copy lies. Facts,
 * decisions, amounts and places stay. Orders that are still to be delivered keep theirs and are named: ask again when
 * they are done. The keys go and the log is told in one commit.
 *
 * @throws AppFailure `contended` when orders were written meanwhile: ask again
 */
export async function erasePersonalData(desk: Desk, ask: ErasureAsk): Promise<Erasure> {
  const keys = await keysOf(desk, ask);
  const orders = await ordersOf(desk, ask, keys);
  const openIds = new Set(orders.filter(isOpen).map(({ order }) => order.orderId));
  const doomed = keys.filter(({ state, document }) => {
    const { orderId } = document as PersonalKeyDocument;
    return state === 'live' && (orderId === null || !openIds.has(orderId));
  });
  const ids = doomed.map(({ document }) => (document as PersonalKeyDocument).orderId);
  const rows = doomed.filter((_key, ix) => ids[ix] === null).map(({ caseId }) => rowOfKey(caseId));
  const plain = await plainOf(desk, orders);
  const erased: Erasure = {
    erasedOrderIds: [
      ...new Set([
        ...ids.filter((id) => id !== null),
        ...plain.map(({ order: { orderId } }) => orderId),
      ]),
    ],
    erasedRows: new Set(rows).size,
    kept: orders.filter((record) => isOpen(record) && says(record)).map(keptOf),
  };
  if (ask.dryRun) return erased;
  await strip(desk, plain);
  await destroy(desk, ask, { doomed, erased });
  return erased;
}

const isOpen = ({ state }: OrderRecord): boolean => state === 'open' || state === 'unroutable';

const says = (record: OrderRecord): boolean => personalOf(record) !== undefined;

/** Those that have no key, are not open, and of which something may be taken: of them, or of what was asked about them. */
async function plainOf(
  { store }: Desk,
  orders: readonly OrderRecord[],
): Promise<readonly OrderRecord[]> {
  const plain: OrderRecord[] = [];
  for (const record of orders) {
    if (isOpen(record) || record.sealed) continue;
    if (says(record) || (await mattersOf(store, record.order.orderId)).some(withoutTexts))
      plain.push(record);
  }
  return plain;
}

const keptOf = ({ order: { orderId } }: OrderRecord): KeptOrder => ({
  orderId,
  because: 'order-open',
});

/** Orders from before anything was sealed have no key: what they say is taken out of them. */
async function strip({ store, now }: Desk, plain: readonly OrderRecord[]): Promise<void> {
  const at = now();
  const units: CommitUnit[] = [];
  for (const record of plain) {
    const matters = await mattersOf(store, record.order.orderId);
    const bare = { ...withoutPersonal(record), version: record.version + 1, erasedAt: at };
    units.push({
      ...emptyUnit(at),
      ordersChanged: [{ record: bare, expectedVersion: record.version }],
      casesChanged: matters.flatMap((matter) => withoutTexts(matter) ?? []),
    });
  }
  for (let from = 0; from < units.length; from += perCommit) {
    const results = await store.commit(units.slice(from, from + perCommit));
    if (results.some(({ ok }) => !ok)) throw new AppFailure('contended');
  }
}

async function destroy(
  { hub, now }: Desk,
  { of, by }: ErasureAsk,
  { doomed, erased }: { readonly doomed: readonly CaseRecord[]; readonly erased: Erasure },
): Promise<void> {
  const at = now();
  const who = 'customerId' in of ? `customer/${of.customerId}` : `order/${of.orderId}`;
  for (let from = 0; from === 0 || from < doomed.length; from += perCommit) {
    const changed = doomed.slice(from, from + perCommit).map((record): CaseRecord => {
      const { orderId } = record.document as PersonalKeyDocument;
      const document: PersonalKeyDocument = { orderId, erasedAt: at };
      return { ...record, version: record.version + 1, state: 'erased', document };
    });
    const kept = await hub.keepCases({
      changed,
      told: [
        {
          type: 'personal.erased',
          id: `${who}.erased.${String(at)}.${String(from)}`,
          subject: who,
          body: { by, keys: changed.length, orders: erased.erasedOrderIds.length },
        },
      ],
    });
    if (!kept.ok) throw new AppFailure('contended');
  }
}

async function keysOf({ store }: Desk, { of }: ErasureAsk): Promise<readonly CaseRecord[]> {
  if ('orderId' in of) {
    const keyId = (await store.order(of.orderId))?.sealed?.keyId;
    return store.cases([...(keyId === undefined ? [] : [keyId]), ...(await matterKeys(store, of))]);
  }
  const filter = { kind: 'personal_key', key: of.customerId } as const;
  return allPages((after) => store.caseList(filter, { limit: 200, after }));
}

/** Keys of every version of what was asked after delivery. */
async function matterKeys(
  store: Desk['store'],
  { orderId }: { readonly orderId: OrderId },
): Promise<readonly string[]> {
  return (await mattersOf(store, orderId)).flatMap(({ caseId, version }) =>
    Array.from({ length: version }, (_, ix) => matterKeyId(caseId, ix + 1)),
  );
}

const mattersOf = (store: Desk['store'], orderId: OrderId): Promise<readonly CaseRecord[]> =>
  allPages((after) => store.caseList({ orderId }, { limit: 200, after }));

async function ordersOf(
  { store }: Desk,
  { of }: ErasureAsk,
  keys: readonly CaseRecord[],
): Promise<readonly OrderRecord[]> {
  if ('orderId' in of) return store.orders([of.orderId]);
  const { customerId } = of;
  const ids = keys.flatMap(({ document }) => (document as PersonalKeyDocument).orderId ?? []);
  const sealed: OrderRecord[] = [];
  for (let from = 0; from < ids.length; from += 200)
    sealed.push(...(await store.orders([...new Set(ids.slice(from, from + 200))])));
  const older = await olderOrders(store, customerId);
  const known = new Set(sealed.map(({ order }) => order.orderId));
  return [...sealed, ...older.filter(({ order }) => !known.has(order.orderId))];
}

/** How long processes that do not seal yet may have run beside the first one that did. */
const rollingMs = 3_600_000;

/** Orders of the customer from before anything was sealed: they have no key under which they could be found. */
async function olderOrders(
  store: Desk['store'],
  customerId: string,
): Promise<readonly OrderRecord[]> {
  // Ids carry their time: the first key is the oldest.
  const first = await store.caseList({ kind: 'personal_key' }, { limit: 1, after: undefined });
  const since = first.rows[0]?.openedAt;
  const filter = since === undefined ? {} : { acceptedUntilAt: since + rollingMs };
  const all = await allPages((after) => store.orderList(filter, { limit: 200, after }));
  return all.filter(({ order, sealed }) => !sealed && order.customerId === customerId);
}

async function allPages<T>(
  read: (
    after: string | undefined,
  ) => Promise<{ readonly rows: readonly T[]; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read(after);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

import type { CommitResult, LoggedEvent, Page, PageAsk, Store } from '@ordermesh/core/hub';
import { orderId } from '@ordermesh/core/words';

import { aFact, monday } from '../build/unit.ts';
import { seededRandom } from '../seeded-random.ts';
import { randomUnit } from './random-units.ts';
import { plain, wordOf } from './same.ts';
import type { Same } from './same.ts';

/** How long and how often. */
export interface ReplayMaking {
  readonly seed: number;
  /** Batches; one to four units each. */
  readonly steps: number;
  /** All reads are compared after so many steps, and at the end. */
  readonly compareEvery: number;
}

/**
 * The same random batches on all stores: the same results, the same reads. The first store leads: changes are made
 * from what it knows. Sequences are compared as an order, not as numbers, because databases leave gaps.
 *
 * @returns how often each answer (`ok` or a reason) was given, so that a test can see that all of them were
 */
export async function differentialReplay(
  stores: readonly Store[],
  making: ReplayMaking,
  same: Same,
): Promise<Readonly<Record<string, number>>> {
  const random = seededRandom(making.seed);
  const answers: Record<string, number> = {};
  const [first] = stores;
  let step = 0;
  for (let turn = 1; turn <= making.steps && first; turn += 1) {
    const units = [];
    for (let left = random.integer(1, 4); left > 0; left -= 1)
      units.push(await randomUnit({ random, store: first, step: (step += 1) }));
    // A change is sometimes sent twice, as clients do.
    const batch = random.chance(0.05)
      ? [...units, ...units.filter(({ orderAdded }) => !orderAdded)]
      : units;
    const results = await Promise.all(stores.map(async (store) => store.commit(batch)));
    countWords(answers, results[0] ?? []);
    for (const other of results.slice(1))
      same(other.map(timeless), (results[0] ?? []).map(timeless));
    if (turn % making.compareEvery === 0 || turn === making.steps)
      await sameReads(stores, step, same);
  }
  return answers;
}

function countWords(answers: Record<string, number>, results: readonly CommitResult[]): void {
  for (const result of results) answers[wordOf(result)] = (answers[wordOf(result)] ?? 0) + 1;
}

/** A result without sequence numbers. */
function timeless(result: CommitResult): unknown {
  if (result.ok) return { ok: true, events: result.sequences.length };
  return plain({ ...result.refusal, asOfSequence: undefined });
}

async function sameReads(stores: readonly Store[], step: number, same: Same): Promise<void> {
  const [expected, ...others] = await Promise.all(
    stores.map(async (store) => readAll(store, step)),
  );
  for (const other of others) same(other, expected);
}

/** Everything that a store can be asked, sequences left out. */
async function readAll(store: Store, step: number): Promise<unknown> {
  const ids = Array.from(
    { length: 12 },
    (_, back) => `ord_${String(step - back * 3).padStart(6, '0')}`,
  );
  const orderIds = ids.map(orderId);
  const positions: unknown[] = [];
  const {
    sequence: _sequence,
    sequencesIncluded: _included,
    ...start
  } = await store.boardStart(monday, (page) => positions.push(...page));
  const uris = Array.from({ length: 9 }, (_, ix) => `urn:parcel:${ix + 1}`);
  const keys = Array.from({ length: 60 }, (_, ix) => aFact(`ni:${ix + 1}`));
  return plain({
    start,
    positions,
    paged: await allPages((ask) => store.positions(ask)),
    events: await allEvents(store),
    orders: await allPages((ask) => store.orderList({}, ask)),
    shipped: await allPages((ask) => store.orderList({ status: 'shipped' }, ask)),
    some: await store.orders(orderIds),
    byName: await store.orderByExternalId({ system: 's', id: '7' }),
    orderEvents: (await Promise.all(orderIds.map((id) => store.orderEvents(id)))).map(
      withoutSequences,
    ),
    fulfilments: await allPages((ask) => store.fulfilmentList({}, ask)),
    accepted: await allPages((ask) =>
      store.fulfilmentList({ states: ['accepted', 'shipped'] }, ask),
    ),
    ofOrders: await store.fulfilments(orderIds),
    due: await store.fulfilmentsDue(monday + 250, 20),
    reservations: await store.reservations(orderIds),
    expired: await store.reservationsExpired(monday + 250, 20),
    decisions: await Promise.all(orderIds.map((id) => store.decisions(id))),
    facts: await store.facts(orderIds),
    factList: await allPages((ask) => store.factList({}, ask)),
    picked: await allPages((ask) => store.factList({ kind: 'picking' }, ask)),
    known: await store.knownFacts(keys),
    unlinked: await store.unlinkedFacts(uris),
    parcels: await store.parcels(uris),
    exceptions: await allPages((ask) => store.exceptionList({}, ask)),
    cases: await allPages((ask) => store.caseList({}, ask)),
    casesDue: await store.casesDue(['transfer', 'return', 'exchange'], monday + 250, 20),
    networks: await store.documents('network'),
    strategies: await store.documents('strategy', 'only'),
    answers: await Promise.all(
      ['k1', 'k2', 'k3'].map((key) => store.idempotent('shop', key, monday + step)),
    ),
  });
}

async function allPages<T>(read: (ask: PageAsk) => Promise<Page<T>>): Promise<readonly T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read({ limit: 50, after });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

async function allEvents(store: Store): Promise<unknown> {
  const events: LoggedEvent[] = [];
  for (let from = 0; ;) {
    const page = await store.events(from, 500);
    events.push(...page.events);
    if (page.events.length === 0) return withoutSequences(events);
    from = page.watermark;
  }
}

const withoutSequences = (events: readonly LoggedEvent[]): unknown =>
  events.map(({ sequence: _sequence, origin: _origin, ...event }) => event);

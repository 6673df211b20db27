import { StoreFailure } from '@ordermesh/core/hub';
import type { CommitUnit, Store } from '@ordermesh/core/hub';
import { itemId, orderId } from '@ordermesh/core/words';
import {
  aMove,
  aReservation,
  aUnit,
  anEvent,
  anOrderRecord,
  monday,
  seededRandom,
  wordOf,
} from '@ordermesh/testkit';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import { booleans, int4s, int8s, texts } from './array.ts';
import { openDb } from './connection.ts';
import { migrate } from './migrate.ts';
import { postgresStore } from './store.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_writers_${String(process.pid)}`;
const open = (origin = 'test', poolMax = 4): Promise<Store> =>
  postgresStore({ connectionString, poolMax, origin, schema });

async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const drop = () => inDatabase((client) => client.query(`drop schema if exists ${schema} cascade`));
afterEach(drop);
afterAll(drop);

describe('several writers on one PostgreSQL', () => {
  it('four batchers over many positions and slots lose nothing and deadlock nobody out', async () => {
    const stores = await Promise.all(['a', 'b', 'c', 'd'].map((origin) => open(origin, 2)));
    const items = Array.from({ length: 40 }, (_, ix) => itemId(`item_${String(ix)}`));
    const random = seededRandom(11);
    const fill = items.map((item) => aMove({ itemId: item, onHandUnits: 400, guard: 'physical' }));
    await stores[0]?.commit([aUnit({ events: [anEvent('fill', { stockMoves: fill })] })]);
    let sold = 0;
    const batcher = async (store: Store, name: string): Promise<void> => {
      for (let batch = 0; batch < 25; batch += 1) {
        const units = Array.from({ length: 60 }, (_, ix): CommitUnit => {
          const id = `ord_${name}_${String(batch)}_${String(ix)}`;
          const lines = [random.pick(items), random.pick(items), random.pick(items)];
          return aUnit({
            orderAdded: anOrderRecord(id),
            reservationsAdded: lines.map((item, line) =>
              aReservation(`rsv_${id}_${String(line)}`, id, { itemId: item, lineNo: line + 1 }),
            ),
            events: [
              anEvent(`evt_${id}`, {
                orderId: orderId(id),
                stockMoves: lines.map((item) => aMove({ itemId: item, reservedUnits: 1 })),
                slotMoves: [
                  {
                    nodeId: aMove().nodeId,
                    slotAt: monday + random.integer(0, 5) * 3_600_000,
                    orders: 1,
                    ordersMax: 900,
                  },
                ],
              }),
            ],
          });
        });
        const results = await store.commit(units);
        sold += results.filter(({ ok }) => ok).length;
      }
    };
    await Promise.all(stores.map((store, ix) => batcher(store, String(ix))));
    const held = await inDatabase(async (client) => {
      const { rows } = await client.query<{
        counter: string;
        live: string;
        orders: string;
        slots: string;
      }>(
        `select (select sum(reserved_units) from ${schema}.stock_position) as counter,
          (select sum(units) from ${schema}.reservation where state = 'live') as live,
          (select count(*) from ${schema}.customer_order) as orders,
          (select sum(orders_used) from ${schema}.slot_use) as slots`,
      );
      return rows[0];
    });
    expect(sold).toBeGreaterThan(5000);
    expect(held).toEqual({
      counter: String(sold * 3),
      live: String(sold * 3),
      orders: String(sold),
      slots: String(sold),
    });
    await Promise.all(stores.map((store) => store.close()));
  }, 60_000);

  it('hands out every event once and in order while writers overtake each other', async () => {
    const stores = await Promise.all(['a', 'b', 'c'].map((origin) => open(origin, 3)));
    const reader = stores[0]!;
    const progress = { isWriting: true };
    const writer = async (store: Store, name: string): Promise<number[]> => {
      const written: number[] = [];
      for (let ix = 0; ix < 120; ix += 1) {
        const item = itemId(`${name}_${String(ix % 3)}`);
        const stockMoves = [aMove({ itemId: item, onHandUnits: 1, guard: 'physical' })];
        const events = Array.from({ length: 1 + (ix % 4) }, (_, n) =>
          anEvent(`${name}_${String(ix)}_${String(n)}`, n === 0 ? { stockMoves } : {}),
        );
        for (const result of await store.commit([aUnit({ events })]))
          if (result.ok) written.push(...result.sequences);
      }
      return written;
    };
    const seen: number[] = [];
    const reading = (async () => {
      let from = 0;
      for (let wasWriting = true; wasWriting;) {
        wasWriting = progress.isWriting;
        for (;;) {
          const page = await reader.events(from, 50);
          seen.push(...page.events.map(({ sequence }) => sequence));
          from = page.watermark;
          if (page.events.length === 0) break;
        }
      }
    })();
    const written = (
      await Promise.all(
        stores.flatMap((store, ix) => [
          writer(store, `x${String(ix)}`),
          writer(store, `y${String(ix)}`),
        ]),
      )
    ).flat();
    progress.isWriting = false;
    await reading;
    expect(seen).toEqual(written.sort((a, b) => a - b));
    await Promise.all(stores.map((store) => store.close()));
  }, 60_000);

  it('does not hand out what an older, unfinished writer may still precede; a new board has both', async () => {
    const store = await open();
    await store.ping();
    await inDatabase(async (slow) => {
      await slow.query(`set search_path to ${schema}`);
      await slow.query('begin');
      const claim = await slow.query<{ first_sequence: string; horizon: string }>(
        'select first_sequence, horizon::text from claim_sequences(1)',
      );
      await store.commit([aUnit({ events: [anEvent('quick')] })]);
      expect((await store.events(0, 9)).events).toEqual([]);
      const early = await store.boardStart(monday, () => undefined);
      expect([early.sequence, early.sequencesIncluded]).toEqual([0, [2]]);
      await slow.query(
        `insert into event_log values ($1, $2::xid8, 0, 'slow', 't', null, '{"id":"slow","stockMoves":[],"slotMoves":[]}')`,
        [claim.rows[0]?.first_sequence, claim.rows[0]?.horizon],
      );
      await slow.query('commit');
    });
    expect((await store.events(0, 9)).events.map(({ id }) => id)).toEqual(['slow', 'quick']);
    await store.close();
  });

  it('the same key a hundred times at once has one effect and ninety-nine equal answers', async () => {
    const [one, two] = await Promise.all([open('a', 5), open('b', 5)]);
    const tries = Array.from({ length: 100 }, (_, ix) =>
      (ix % 2 === 0 ? one : two).commit([
        aUnit({
          orderAdded: anOrderRecord(`ord_${String(ix)}`),
          idempotency: {
            principal: 'shop',
            key: 'k',
            bodyHash: 'same',
            expiresAt: monday + 1000,
            status: 201,
            responseBody: `{"order":${String(ix)}}`,
          },
        }),
      ]),
    );
    const results = (await Promise.all(tries)).flat();
    const words = results.map(wordOf);
    expect(words.filter((word) => word === 'ok')).toHaveLength(1);
    expect(words.filter((word) => word === 'key-replayed')).toHaveLength(99);
    const answers = new Set(
      results.map((result) =>
        !result.ok && result.refusal.reason === 'key-replayed' ? result.refusal.responseBody : '',
      ),
    );
    expect(answers).toEqual(new Set(['', `{"order":${String(words.indexOf('ok'))}}`]));
    const orders = await one.orderList({}, { limit: 9, after: undefined });
    expect(orders.rows).toHaveLength(1);
    await Promise.all([one.close(), two.close()]);
  }, 60_000);
});

describe('opening a PostgreSQL store', () => {
  it('refuses a database whose applied migration has changed, and one that is newer', async () => {
    const db = openDb({ connectionString, poolMax: 1, schema });
    expect(await migrate(db, schema)).toContain('0001_store.sql');
    expect(await migrate(db, schema)).toEqual([]);
    await expect(migrate(db, schema, [])).rejects.toThrow(/does not know/);
    await inDatabase((client) =>
      client.query(`update ${schema}.schema_migration set checksum = 'other'`),
    );
    await expect(migrate(db, schema)).rejects.toThrow(
      /0001_store.sql was applied with checksum other/,
    );
    await db.close();
  });

  it('refuses a server that would lose accepted orders in a power cut', async () => {
    const unsafe = `${connectionString}?options=-c%20synchronous_commit%3Doff`;
    const opening = postgresStore({ connectionString: unsafe, poolMax: 1, origin: 'test', schema });
    await expect(opening).rejects.toThrow(/synchronous_commit is off/);
    await expect(opening).rejects.toBeInstanceOf(StoreFailure);
  });

  it('says that trying again may help when nobody listens', async () => {
    const nobody = 'postgres://postgres@127.0.0.1:1/postgres';
    const opening = postgresStore({ connectionString: nobody, poolMax: 1, origin: 'test' });
    await expect(opening).rejects.toMatchObject({ name: 'StoreFailure', retryable: true });
  });

  it('several processes that start together migrate once', async () => {
    const stores = await Promise.all(['a', 'b', 'c'].map((origin) => open(origin, 1)));
    expect(await stores[0]?.commit([aUnit({ events: [anEvent('a')] })])).toEqual([
      { ok: true, sequences: [1] },
    ]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('heals the horizons of a log that was restored from another cluster', async () => {
    const store = await open();
    await store.commit([aUnit({ events: [anEvent('gone'), anEvent('old')] })]);
    // A gap, which nobody will fill.
    await inDatabase((client) =>
      client.query(`delete from ${schema}.event_log where sequence = 1`),
    );
    await inDatabase((client) =>
      client.query(`select setval('${schema}.event_horizon', 9000000000000)`),
    );
    await inDatabase((client) =>
      client.query(`update ${schema}.event_log set horizon = '9000000000000'`),
    );
    expect((await store.events(0, 9)).events).toEqual([]);
    await store.close();
    const again = await open();
    expect((await again.events(0, 9)).events.map(({ id }) => id)).toEqual(['old']);
    await again.close();
  });

  it('the array parameters mean what they say, at their edges', async () => {
    const numbers = [0, -1, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, undefined];
    const words = ['', 'ü"\\{}', undefined, 'x'.repeat(3_000_000), '\u{1F375}'];
    const rows = await inDatabase((client) =>
      client.query<{ a: string[]; b: string[]; c: number[]; d: boolean[]; e: string[] }>(
        'select $1::int8[]::text[] as a, $2::text[] as b, $3::int4[] as c, $4::boolean[] as d, $5::text[] as e',
        [
          int8s(numbers, (value) => value),
          texts(words, (text) => text),
          int4s([-2, 7], (value) => value),
          booleans([true, false], (flag) => flag),
          texts([], () => ''),
        ],
      ),
    );
    expect(rows.rows[0]).toEqual({
      a: numbers.map((value) => (value === undefined ? null : String(value))),
      b: words.map((text) => text ?? null),
      c: [-2, 7],
      d: [true, false],
      e: [],
    });
  });
});

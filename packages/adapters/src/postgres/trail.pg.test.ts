import { trailSealer, verifyTrail } from '@ordermesh/core/hub';
import type { Store } from '@ordermesh/core/hub';
import { anEvent, aUnit, monday, tamperedTrail } from '@ordermesh/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { postgresStore } from './store.ts';
import { tamperings } from './testing/tampering.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const prefix = `om_trail_${String(process.pid)}`;
const client = new pg.Client(connectionString);
let schemas = 0;

const open = (schema: string): Promise<Store> =>
  postgresStore({ connectionString, poolMax: 4, origin: 'test', schema });
const emptySchema = (): string => `${prefix}_${String((schemas += 1))}`;

beforeAll(() => client.connect());
afterAll(async () => {
  for (let ix = 1; ix <= schemas; ix += 1)
    await client.query(`drop schema if exists ${prefix}_${String(ix)} cascade`);
  await client.end();
});

const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };

describe('the audit trail in PostgreSQL', () => {
  it.each(tamperings)(
    'finds by its seals who changed with SQL: $name',
    async ({ statements, found }) => {
      const schema = emptySchema();
      const store = await open(schema);
      await client.query(`set search_path to ${schema}`);
      const checked = await tamperedTrail(store, (text) => client.query(text), statements);
      expect(checked).toEqual({ before: undefined, after: found });
      await store.close();
    },
  );

  it('is one chain with every entry once while six writers commit and three processes seal', async () => {
    const schema = emptySchema();
    const stores = await Promise.all([open(schema), open(schema), open(schema)]);
    let isWriting = true;
    const write = async (store: Store, writer: number): Promise<void> => {
      for (let turn = 0; turn < 60; turn += 1) {
        const events = Array.from({ length: 1 + (turn % 7) }, (_, ix) =>
          anEvent(`e_${String(writer)}_${String(turn)}_${String(ix)}`, turn % 3 ? { by } : {}),
        );
        await store.commit([aUnit({ events })]);
      }
    };
    const seal = async (store: Store): Promise<void> => {
      const look = trailSealer(store, () => monday);
      while (isWriting) await look();
      await look();
    };
    const sealing = Promise.all(stores.map(seal));
    await Promise.all([...stores, ...stores].map(write));
    isWriting = false;
    await sealing;
    const [store] = stores;
    const checked = await verifyTrail(store, { afterSeal: 0, sealsMax: 2_000 });
    expect([checked.misfit, checked.isEnd]).toEqual([undefined, true]);
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from ${schema}.event_log where principal is not null`,
    );
    expect(checked.entries).toBe(Number(rows[0]?.count));
    expect(checked.entries).toBeGreaterThan(900);
    expect(checked.seals).toBeGreaterThan(3);
    await Promise.all(stores.map((one) => one.close()));
  }, 120_000);

  it('is sealed only up to where nothing can still commit in between', async () => {
    const schema = emptySchema();
    const store = await open(schema);
    const look = trailSealer(store, () => monday);
    await store.commit([aUnit({ events: [anEvent('early', { by })] })]);
    await client.query(`set search_path to ${schema}`);
    await client.query('begin');
    const slow = await client.query<{ first: string }>(
      'select first_sequence as first from claim_sequences(1)',
    );
    await store.commit([aUnit({ events: [anEvent('late', { by })] })]);
    expect((await look())?.entries).toHaveLength(1);
    expect(await look()).toBeUndefined();
    await client.query(
      `insert into event_log (sequence, horizon, recorded_at, origin, type, event, principal)
        select $1, pg_current_xact_id(), 0, 'slow', 't', '{"stockMoves":[],"slotMoves":[]}', 'key_slow'`,
      [slow.rows[0]?.first],
    );
    await client.query('commit');
    expect((await look())?.entries).toHaveLength(2);
    const checked = await verifyTrail(store, { afterSeal: 0, sealsMax: 9 });
    expect([checked.entries, checked.misfit]).toEqual([3, undefined]);
    await store.close();
  });
});

import type { Store } from '@ordermesh/core/hub';
import { differentialReplay, memoryStore, storeContract } from '@ordermesh/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openDb } from '../postgres/connection.ts';
import type { Db } from '../postgres/connection.ts';
import { openStore } from '../postgres/store.ts';
import { startWorker } from './wire.ts';
import type { DatabaseWorker } from './wire.ts';

const tables = `select string_agg(quote_ident(tablename), ', ' order by tablename) as names from pg_tables
  where schemaname = current_schema() and tablename not like '%migration%'`;

const same = (actual: unknown, expected: unknown): void => {
  expect(actual).toEqual(expected);
};

describe('the embedded store', () => {
  let worker: DatabaseWorker;
  let db: Db;
  let store: Store;

  // Starting the database takes seconds, so that all cases share one, emptied for each.
  beforeAll(async () => {
    worker = await startWorker(undefined);
    db = openDb({
      connectionString: 'postgres://postgres@localhost/postgres',
      poolMax: 1,
      stream: worker.connect,
    });
    store = await openStore(db, { isServer: false, schema: undefined, origin: 'test' });
  }, 60_000);
  beforeEach(async () => {
    const [row] = await db.query<{ names: string }>({ text: tables });
    await db.query({ text: `truncate ${row?.names ?? ''}` });
  });
  afterAll(async () => {
    await store.close();
    await worker.stop();
  });

  for (const { name, run } of storeContract) it(name, () => run(store, same));

  it('answers and holds what the memory store does, over 300 seeded batches', async () => {
    const making = { seed: 20_261_125, steps: 300, compareEvery: 100 };
    await differentialReplay([memoryStore(), store], making, same);
  }, 120_000);
});

import type { Store } from '@ordermesh/core/hub';
import { tamperedTrail } from '@ordermesh/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openDb } from '../postgres/connection.ts';
import type { Db } from '../postgres/connection.ts';
import { openStore } from '../postgres/store.ts';
import { tamperings } from '../postgres/testing/tampering.ts';
import { startWorker } from './wire.ts';
import type { DatabaseWorker } from './wire.ts';

describe('the audit trail in the embedded store finds by its seals who changed with SQL', () => {
  let worker: DatabaseWorker;
  let db: Db;
  let store: Store;

  beforeAll(async () => {
    worker = await startWorker(undefined);
    const connectionString = 'postgres://postgres@localhost/postgres';
    db = openDb({ connectionString, poolMax: 1, stream: worker.connect });
    store = await openStore(db, { isServer: false, schema: undefined, origin: 'test' });
  }, 60_000);
  beforeEach(() => db.query({ text: 'truncate event_log, trail_seal' }));
  afterAll(async () => {
    await store.close();
    await worker.stop();
  });

  it.each(tamperings)('$name', async ({ statements, found }) => {
    const checked = await tamperedTrail(store, (text) => db.query({ text }), statements);
    expect(checked).toEqual({ before: undefined, after: found });
  });
});

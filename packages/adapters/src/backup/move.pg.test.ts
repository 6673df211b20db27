import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { aMove, anEvent, aUnit, differentialReplay } from '@ordermesh/testkit';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';

import { pgliteStore } from '../pglite/index.ts';
import { postgresStore } from '../postgres/index.ts';
import { loadStore, readLines, saveStore } from './index.ts';
import type { BackupSummary, StorePlace } from './index.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const prefix = `om_move_${String(process.pid)}`;
const folder = mkdtempSync(join(tmpdir(), 'ordermesh-move-'));
const schemaNamed = (name: string): StorePlace => ({
  kind: 'postgres',
  connectionString,
  schema: `${prefix}_${name}`,
});

afterAll(async () => {
  const client = new pg.Client(connectionString);
  await client.connect();
  for (const name of ['moved', 'busy', 'copy'])
    await client.query(`drop schema if exists ${prefix}_${name} cascade`);
  await client.end();
  rmSync(folder, { recursive: true, force: true });
});

async function saveTo(place: StorePlace): Promise<{ lines: string[]; summary: BackupSummary }> {
  const lines: string[] = [];
  const summary = await saveStore(place, {
    write: (text) => {
      lines.push(text.trimEnd());
      return Promise.resolve();
    },
    madeBy: 'test',
    takenAt: 0,
  });
  return { lines, summary };
}

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* await Promise.resolve(lines);
}

it('everything moves from the embedded store to PostgreSQL: every table has the same hash there', async () => {
  const directory = join(folder, 'embedded');
  const store = await pgliteStore({ directory, origin: 'writer' });
  await differentialReplay([store], { seed: 7, steps: 60, compareEvery: 60 }, () => undefined);
  await store.close();
  const { lines, summary } = await saveTo({ kind: 'embedded', directory });
  await loadStore(schemaNamed('moved'), readLines(from(lines)), { verify: true });
  expect((await saveTo(schemaNamed('moved'))).summary).toEqual(summary);
  expect([summary.foldAgrees, summary.lastSequence > 50]).toEqual([true, true]);

  // And the log is handed out from its beginning, whatever transaction ids the old database had.
  const moved = await postgresStore({
    connectionString,
    poolMax: 2,
    origin: 'reader',
    schema: `${prefix}_moved`,
  });
  const { events } = await moved.events(0, 5);
  await moved.close();
  expect(events.length).toBe(5);
}, 600_000);

it('a backup that is taken while others write agrees with itself', async () => {
  const schema = `${prefix}_busy`;
  const store = await postgresStore({ connectionString, poolMax: 4, origin: 'writer', schema });
  await differentialReplay([store], { seed: 8, steps: 20, compareEvery: 20 }, () => undefined);
  const work = { isOver: false };
  const writing = (async () => {
    for (let made = 1; !work.isOver; made += 1) {
      const stockMoves = [aMove({ onHandUnits: 1 })];
      await store.commit([aUnit({ events: [anEvent(`busy ${String(made)}`, { stockMoves })] })]);
    }
  })();
  const taken = [await saveTo(schemaNamed('busy')), await saveTo(schemaNamed('busy'))];
  work.isOver = true;
  await writing;
  await store.close();
  expect(taken.map(({ summary }) => summary.foldAgrees)).toEqual([true, true]);
  const lines = taken[1]?.lines ?? [];
  await loadStore(schemaNamed('copy'), readLines(from(lines)), { verify: true });
}, 600_000);

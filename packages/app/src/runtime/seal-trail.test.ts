import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, expect, it } from 'vitest';
import { verifyTrail } from '@ordermesh/core/hub';
import { anEvent, aUnit, memoryDatabase, memoryStore, monday } from '@ordermesh/testkit';
import { sha256Hex } from '../json/index.ts';
import { newKeyPair, readSealingKey } from '../trail/index.ts';
import { sealTrail } from './seal-trail.ts';

const folder = mkdtempSync(join(tmpdir(), 'om-sealing-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('a process with a key signs what it seals, and says so and stops sealing when seals were taken away', async () => {
  const auditKeyFile = join(folder, 'audit.key');
  writeFileSync(auditKeyFile, newKeyPair().privatePem);
  const database = memoryDatabase();
  const store = memoryStore({ database });
  const told: Record<string, unknown>[] = [];
  const log = pino(
    {},
    { write: (line: string) => told.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };
  const change = (id: string) => store.commit([aUnit({ events: [anEvent(id, { by })] })]);
  /** A process that starts, seals and ends; its key is read anew. */
  const run = (dataDirectory: string) =>
    sealTrail(
      { store, now: () => monday },
      { log, key: readSealingKey({ auditKeyFile, dataDirectory: join(folder, dataDirectory) }) },
    ).stop();
  await change('one');
  await run('first');
  await change('two');
  await run('second');
  const key = readSealingKey({ auditKeyFile, dataDirectory: folder });
  if (!key) throw new Error('there is a key');
  const how = { hash: sha256Hex, signatures: { fromSeal: 1, judge: key.judge } };
  const check = () => verifyTrail(store, { afterSeal: 0, sealsMax: 9 }, how);
  expect(await check()).toMatchObject({ seals: 2, misfit: undefined });
  expect(told.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  database.seals.splice(1);
  await change('three');
  await run('second');
  expect(told.at(-1)).toMatchObject({ level: 50, misfit: { what: 'head-missing', seal: 2 } });
  expect(database.seals).toHaveLength(1);
  // The other process knows the first seal only: from there it may go on.
  await run('first');
  expect(await check()).toMatchObject({ seals: 2, entries: 3, misfit: undefined });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anEvent,
  aUnit,
  memoryDatabase,
  memoryStore,
  monday,
  smallWorld,
} from '@ordermesh/testkit';
import type { Role } from '../config/index.ts';
import { demoKey } from '../keys/index.ts';
import { readRoster } from '../presence/index.ts';
import { newKeyPair, readSealingKey } from '../trail/index.ts';
import { startServer } from './index.ts';
import { sealTrail } from './seal-trail.ts';
import { testServerSettings } from './testing/server-settings.ts';

const log = pino({ level: 'silent' });
const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };
const ends: (() => unknown)[] = [];
let folder = '';
let database = memoryDatabase();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'om-chain-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  database = memoryDatabase();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const change = (id: string) =>
  memoryStore({ database }).commit([aUnit({ events: [anEvent(id, { by })] })]);

/** The key as a process with this data directory has it. */
function keyIn(dataDirectory: string) {
  const auditKeyFile = join(folder, 'audit.key');
  writeFileSync(auditKeyFile, pem, { flag: 'w' });
  return readSealingKey({ auditKeyFile, dataDirectory: join(folder, dataDirectory) });
}
const pem = newKeyPair().privatePem;

/** Seals once, as a process that starts and ends does. */
const sealOnce = (key?: ReturnType<typeof keyIn>) =>
  sealTrail({ store: memoryStore({ database }), now: () => monday }, { log, key }).stop();

async function serves(roles: readonly Role[], key?: ReturnType<typeof keyIn>) {
  const world = await smallWorld({ database, origin: roles.join('-') });
  const backend = { ...world, now: () => world.clock.now() };
  const server = await startServer({
    ...{ settings: testServerSettings, log, keys: () => [demoKey], roles: new Set(roles) },
    ...{ presence: 'alone', sealingKey: key, start: () => Promise.resolve(backend) },
  });
  ends.push(() => server.stop());
  const asked = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  const warned = async () => {
    const { status, text } = await asked('/readyz');
    const { warnings } = JSON.parse(text) as { warnings: { warning: string; why: string }[] };
    return { status, names: warnings.map(({ warning }) => warning), warnings };
  };
  return { asked, warned, backend };
}

describe('a chain of seals that was tampered with', () => {
  beforeEach(async () => {
    for (const turn of ['one', 'two']) {
      await change(turn);
      await sealOnce(keyIn('worker'));
    }
  });

  it('is told at /readyz and as a metric by every process, and takes none of them out of service', async () => {
    database.seals.splice(1);
    const worker = await serves(['worker'], keyIn('worker'));
    await expect.poll(worker.warned).toMatchObject({ status: 200, names: ['audit-chain-broken'] });
    const api = await serves(['api']);
    expect(await api.warned()).toMatchObject({ status: 200, names: ['audit-chain-broken'] });
    expect((await api.warned()).warnings[0]?.why).toContain('(head-missing, seal 2)');
    for (const one of [worker, api]) {
      const { text } = await one.asked('/metrics');
      expect(text).toContain('ordermesh_audit_chain_broken 1\n');
      expect(text).toContain('ordermesh_audit_seal_number 1\n');
      expect(text).toMatch(/^ordermesh_audit_unsealed_entries [1-9]/m);
      expect(text).toContain('ordermesh_ready 1\n');
    }
    const roster = await readRoster(api.backend.store, api.backend.now());
    expect(roster.warnings().map(({ warning }) => warning)).toEqual(['audit-chain-broken']);
  });

  it('is told no more once people have let the process go on', async () => {
    database.seals.splice(1);
    const before = await serves(['worker'], keyIn('worker'));
    await expect.poll(before.warned).toMatchObject({ names: ['audit-chain-broken'] });
    await ends.pop()?.();
    rmSync(join(folder, 'worker', 'audit-head.txt'));
    const after = await serves(['worker'], keyIn('worker'));
    await expect.poll(() => database.seals.length).toBeGreaterThan(1);
    expect(await after.warned()).toMatchObject({ status: 200, names: [] });
    expect((await after.asked('/metrics')).text).toContain('ordermesh_audit_chain_broken 0\n');
  });

  it('that goes on unsigned behind signed seals is told, though nothing else is wrong with it', async () => {
    const worker = await serves(['worker']);
    await expect.poll(worker.warned).toMatchObject({ status: 200, names: ['audit-unsigned'] });
    expect((await worker.warned()).warnings[0]?.why).toContain('seals up to 2 are signed');
    expect((await worker.asked('/metrics')).text).toContain('ordermesh_audit_unsigned 1\n');
  });
});

it('where it was never signed and nothing waits long, nothing is warned of', async () => {
  await change('one');
  await sealOnce();
  const worker = await serves(['worker']);
  await expect.poll(() => database.seals.length).toBeGreaterThan(0);
  expect(await worker.warned()).toMatchObject({ status: 200, names: [] });
  const { text } = await worker.asked('/metrics');
  expect(text).toMatch(/^ordermesh_audit_seal_age_seconds \d+$/m);
  expect(text).toMatch(/^ordermesh_audit_unsealed_seconds \d+$/m);
});

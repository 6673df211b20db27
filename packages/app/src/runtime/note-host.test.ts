import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { loadConfiguration } from '../config/index.ts';
import { addKey, createKey, keyRing, readKeys } from '../keys/index.ts';
import { auditEntry } from '../http/views/audit.ts';
import { noteHost } from './index.ts';

const secret = `${'A'.repeat(43)}=`;
const log = pino({ level: 'silent' });
let [folder, path, world]: [string, string, SmallWorld] = [] as never;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'om-host-'));
  path = join(folder, 'keys.json');
  world = await smallWorld();
});
afterEach(async () => {
  await world.hub.stop();
  rmSync(folder, { recursive: true });
});

const configuration = () =>
  loadConfiguration({
    flags: { store: 'postgres://om:hunter2@db/om', fourEyes: 'on' },
    environment: { OM_SECRET_KEY: secret, OM_PORT: '4600' },
    readFile: () => undefined,
  });
const trail = async () => {
  const page = await world.store.auditList({ principal: 'host' }, { limit: 99, after: undefined });
  return page.rows.map(auditEntry).reverse();
};
/** A process that begins, looks once and ends. */
const processRuns = async () => {
  const noting = noteHost(world, {
    ...{ configuration: configuration(), log },
    keys: keyRing(path, () => performance.now()),
  });
  await noting.stop();
};
const make = (name: string) => {
  const { text, record } = createKey({
    ...{ name, mode: 'live', scopes: ['orders:write'], at: 0 },
    ...{ kind: 'enterprise', owns: { customers: ['c_anna'] } },
  });
  addKey(path, record);
  return { text, record };
};

it('the trail tells under which settings the hub ran, without secrets', async () => {
  await processRuns();
  const [start] = await trail();
  expect(start).toMatchObject({ change: 'hub.started', operation: 'serve', resource: 'hub' });
  const fields = Object.fromEntries((start?.changed ?? []).map(({ field, to }) => [field, to]));
  expect(fields).toMatchObject({
    '/settings/fourEyes': 'on',
    '/settings/store': 'postgres://om:…@db/om',
    '/settings/secretKey': 'set',
  });
  expect('/settings/port' in fields).toBe(false);
  expect(JSON.stringify(world.database.events)).not.toMatch(/hunter2|AAAAAAAA/);
});

it('the trail tells which keys came and went, with their scopes and without the key, its name and its customers', async () => {
  const [shop, app] = [make('Anna Meier'), make('app')];
  await processRuns();
  const [gone, stays] = readKeys(path);
  writeFileSync(path, JSON.stringify({ keys: [stays] }));
  await processRuns();
  await processRuns();
  const keys = (await trail()).filter(({ change }) => change.startsWith('key.'));
  expect(keys.map(({ change, resource }) => [change, resource])).toEqual([
    ['key.added', `key/${shop.record.keyId}`],
    ['key.added', `key/${app.record.keyId}`],
    ['key.removed', `key/${String(gone?.keyId)}`],
  ]);
  expect(keys[0]?.changed).toContainEqual({ field: '/scopes/orders:write', to: true });
  expect(keys[0]?.changed).toContainEqual({ field: '/owns/customers', to: 1 });
  const stored = JSON.stringify([world.database.events, [...world.database.cases]]);
  for (const said of [shop.text, shop.text.slice(8), shop.record.sha256, 'Anna Meier', 'c_anna'])
    expect(stored).not.toContain(said);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterAll, expect, it } from 'vitest';
import { itemId, nodeId } from '@ordermesh/core/words';
import { aDraft, anItem, smallWorld } from '@ordermesh/testkit';
import type { Backend } from '../../../backend.ts';
import { loadConfiguration } from '../../../config/index.ts';
import { startBackend } from '../../../runtime/index.ts';
import { typeWords } from '../../testing/served.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_backup_${String(process.pid)}`;
const folder = mkdtempSync(join(tmpdir(), 'om-backup-'));
const file = join(folder, 'store.omb');

afterAll(async () => {
  const client = new pg.Client(connectionString);
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.end();
  rmSync(folder, { recursive: true, force: true });
});

const type = (line: string) => typeWords(line.split(' '), { environment: {} });

const hubAt = (environment: Record<string, string>): Promise<Backend> =>
  startBackend(
    loadConfiguration({
      flags: { dataDirectory: folder },
      environment,
      readFile: (path) => (path.startsWith(folder) ? readFileSync(path) : undefined),
    }),
    { as: 'test', log: pino({ level: 'silent' }), note: () => undefined },
  );

const close = async ({ hub, store }: Backend): Promise<void> => {
  await hub.stop();
  await store.close();
};

const named = aDraft({
  ship_to: {
    latitude: 31.23,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
    recipient: { name: 'Wang Xiaoming', address_lines: ['1 Nanjing East Road'] },
  },
});
const again = { principal: 'shop', idempotency: { key: 'once', bodyHash: 'same' } };

it('a store is saved, checked, moved to PostgreSQL, and serves there: names are readable, the same key has the same answer', async () => {
  const old = await hubAt({});
  await old.hub.publishNetwork((await smallWorld()).hub.network(), 'the small world');
  await old.hub.putItems([anItem('OAT')]);
  await old.hub.setStock(
    [{ nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 10 }],
    'first count',
  );
  const placed = await old.hub.placeOrder(named, again);
  if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
  const { orderId } = placed.value.record.order;
  const before = await old.store.order(orderId);
  await close(old);

  const saved = await type(`backup --to ${file} --data-directory ${folder}`);
  expect([saved.code, saved.out]).toEqual([0, expect.stringContaining('as the tables of stock')]);
  expect((await type(`backup --to ${file} --data-directory ${folder}`)).code).toBe(64);
  expect((await type(`restore ${file} --read-only`)).out).toContain('the file is whole');
  const cut = join(folder, 'cut.omb');
  const bytes = readFileSync(file);
  writeFileSync(cut, bytes.subarray(0, bytes.length - 200));
  const refused = await type(`restore ${cut} --read-only`);
  expect([refused.code, refused.talk]).toEqual([65, expect.stringMatching(/OM1021[^]*line \d+/)]);

  const to = `--to ${connectionString} --store-schema ${schema} --data-directory ${folder}`;
  const moved = await type(`migrate-store ${to}`);
  expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('OM_SECRET_KEY_FILE=')]);
  expect((await type(`migrate-store ${to}`)).talk).toContain('OM1022');

  const there = await hubAt({
    OM_STORE: connectionString,
    OM_STORE_SCHEMA: schema,
    OM_SECRET_KEY_FILE: join(folder, 'secret.key'),
  });
  expect(await there.store.order(orderId)).toEqual(before);
  expect(JSON.stringify(before)).toContain('Wang Xiaoming');
  const repeated = await there.hub.placeOrder(named, again);
  expect(repeated).toMatchObject({ ok: true, replayed: true });
  expect(repeated.ok && repeated.value.record.order.orderId).toBe(orderId);
  expect(there.hub.position(nodeId('st_a'), itemId('OAT'))?.onHandUnits).toBe(10);
  await close(there);
}, 600_000);

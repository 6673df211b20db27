import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsBus } from '@ordermesh/adapters/nats';
import { postgresStore } from '@ordermesh/adapters/postgres';
import { ordermesh } from '@ordermesh/sdk';
import type { OrderDraft } from '@ordermesh/sdk';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { openReceiver } from '../webhooks/testing/receiver.ts';
import { natsProgram, natsServer, serveProcess } from './testing/processes.ts';
import type { Process } from './testing/processes.ts';

const store = process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_roles_${String(process.pid)}`;
const directory = mkdtempSync(join(tmpdir(), 'ordermesh-roles-'));
const hasNats = spawnSync(natsProgram, ['--version']).status === 0;
const port = 42_300 + (process.pid % 1_000);
const bus = `nats://127.0.0.1:${String(port)}`;
const environment = {
  OM_STORE: store,
  OM_STORE_SCHEMA: schema,
  OM_BUS: bus,
  OM_DATA_DIRECTORY: directory,
  OM_WEBHOOK_TARGETS: 'any',
};
let killNats: () => Promise<void>;
let api: Process;
let worker: Process;

const client = () => ordermesh({ url: api.url, key: demoKeyText });
const place = () => client().orders.place(aDraft() as unknown as OrderDraft);

/** Follows the feed from outside. */
async function fedOrders() {
  const ids = new Set<string>();
  const end = await natsBus({
    ...{ servers: bus, mesh: 'ordermesh', origin: 'test', partitions: 8, replicas: 1 },
  });
  const stop = await end.feed.follow(({ event }) => {
    if (event?.orderId !== undefined && event.type.includes('order.placed')) ids.add(event.orderId);
  });
  return {
    ids,
    stop: async () => {
      await stop();
      await end.close();
    },
  };
}

beforeAll(async () => {
  if (!hasNats) return;
  killNats = await natsServer(port, directory);
  const first = await postgresStore({
    ...{ connectionString: store, schema, poolMax: 2, origin: 'first' },
  });
  await (await smallWorld({ store: first })).hub.stop();
  await first.close();
  writeFileSync(join(directory, 'keys.json'), JSON.stringify({ keys: [demoKey] }));
  [api, worker] = await Promise.all([
    serveProcess({ ...environment, OM_ROLES: 'api' }),
    serveProcess({ ...environment, OM_ROLES: 'webhook,worker' }),
  ]);
}, 300_000);

afterAll(async () => {
  if (!hasNats) return;
  await Promise.all([api.stop(), worker.stop()]);
  await killNats();
  rmSync(directory, { recursive: true, force: true });
  const db = new pg.Client(store);
  await db.connect();
  await db.query(`drop schema if exists ${schema} cascade`);
  await db.end();
}, 60_000);

const only = hasNats ? '' : ' (skipped: there is no nats-server to start here)';

describe.skipIf(!hasNats)(`a hub of two processes on PostgreSQL and NATS${only}`, () => {
  it('answers requests where the role api is, and tells its health everywhere', async () => {
    const authorization = `Bearer ${demoKeyText}`;
    const asked = (url: string) => fetch(`${url}/v1/orders`, { headers: { authorization } });
    expect([(await asked(api.url)).status, (await asked(worker.url)).status]).toEqual([200, 404]);
    for (const { url } of [api, worker]) {
      const ready = (await (await fetch(`${url}/readyz`)).json()) as { parts: { name: string }[] };
      expect(ready.parts.map(({ name }) => name)).toEqual(['hub', 'store', 'bus']);
    }
  });

  it('carries what one process commits to all, and tells it through the process with the role webhook', async () => {
    const receiver = await openReceiver();
    const fed = await fedOrders();
    await client().webhooks.create({ url: receiver.url, types: ['order.placed'] });
    const { order } = await place();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
    await expect.poll(() => fed.ids.has(order.order_id), { timeout: 10_000 }).toBe(true);
    await fed.stop();
    await receiver.close();
  }, 30_000);

  it('takes orders while the bus is killed, and feeds them once it is back', async () => {
    await killNats();
    const placed = [await place(), await place()];
    killNats = await natsServer(port, directory);
    const later = await place();
    const fed = await fedOrders();
    const last = await place();
    await expect.poll(() => fed.ids.has(last.order.order_id), { timeout: 20_000 }).toBe(true);
    await fed.stop();
    const orders = await Promise.all(
      [...placed, later].map(({ order }) => client().orders.get(order.order_id)),
    );
    expect(orders.length).toBe(3);
    const { newest } = await ends();
    const log = await postgresStore({
      connectionString: store,
      schema,
      poolMax: 1,
      origin: 'look',
    });
    const { events } = await log.events((newest?.sequence ?? 1) - 1, 10);
    await log.close();
    expect(events[0]?.id).toBe(newest?.eventId);
  }, 60_000);
});

async function ends() {
  const look = await natsBus({
    ...{ servers: bus, mesh: 'ordermesh', origin: 'look', partitions: 8, replicas: 1 },
  });
  const end = await look.feed.end();
  await look.close();
  return end;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '@ordermesh/adapters/postgres';
import { ordermesh } from '@ordermesh/sdk';
import type { OrderDraft } from '@ordermesh/sdk';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { natsProgram, natsServer, serveProcess } from './testing/processes.ts';
import type { Process } from './testing/processes.ts';

const store = process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_routers_${String(process.pid)}`;
const directory = mkdtempSync(join(tmpdir(), 'ordermesh-routers-'));
const hasNats = spawnSync(natsProgram, ['--version']).status === 0;
const port = 43_300 + (process.pid % 1_000);
const environment = {
  OM_STORE: store,
  OM_STORE_SCHEMA: schema,
  OM_BUS: `nats://127.0.0.1:${String(port)}`,
  OM_DATA_DIRECTORY: directory,
  OM_ROUTING: 'router',
  OM_ROUTING_TRIES: '3',
  OM_WRITES_AT_ONCE_MAX: '0',
};
const db = new pg.Client(store);
let killNats: () => Promise<void>;
let api: Process;
let routers: Process[] = [];

const client = () => ordermesh({ url: api.url, key: demoKeyText });
const router = () => serveProcess({ ...environment, OM_ROLES: 'router' });
const place = async (): Promise<string> => {
  const placed = await client().orders.place(aDraft() as unknown as OrderDraft);
  expect([placed.waits_for_router, placed.plan]).toEqual([true, null]);
  return placed.order.order_id;
};
const placeMany = (count: number) => Promise.all(Array.from({ length: count }, place));

/** How many parcels and how many first decisions each order has, as the database tells. */
async function workOf(ids: readonly string[]): Promise<Map<string, readonly [number, number]>> {
  const { rows } = await db.query<{ id: string; works: string; decisions: string }>(
    `select o.order_id as id,
       (select count(*) from ${schema}.fulfilment f where f.order_id = o.order_id) as works,
       (select count(*) from ${schema}.decision d where d.order_id = o.order_id) as decisions
     from ${schema}.customer_order o where o.order_id = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, works, decisions }) => [id, [Number(works), Number(decisions)]]));
}

async function expectPlacedOnce(ids: readonly string[], withinMs: number): Promise<void> {
  await expect
    .poll(async () => [...(await workOf(ids)).values()].filter(([works]) => works > 0).length, {
      timeout: withinMs,
      interval: 100,
    })
    .toBe(ids.length);
  expect([...(await workOf(ids)).values()]).toEqual(ids.map(() => [1, 1]));
}

/** Every unit that the database holds for an order is one that an order has. */
async function expectStockHeldOnce(): Promise<void> {
  const { rows } = await db.query<{ held: string; booked: string }>(
    `select (select coalesce(sum(units), 0) from ${schema}.reservation where state = 'live') as held,
       (select coalesce(sum(reserved_units), 0) from ${schema}.stock_position) as booked`,
  );
  expect(rows[0]?.held).toBe(rows[0]?.booked);
}

beforeAll(async () => {
  if (!hasNats) return;
  killNats = await natsServer(port, directory);
  const first = await postgresStore({
    ...{ connectionString: store, schema, poolMax: 2, origin: 'first' },
  });
  const stock = { st_a: { OAT: 9_000 }, st_b: { OAT: 9_000 }, dc_w: { OAT: 9_000 } };
  await (await smallWorld({ store: first, stock })).hub.stop();
  await first.close();
  writeFileSync(join(directory, 'keys.json'), JSON.stringify({ keys: [demoKey] }));
  await db.connect();
  [api, ...routers] = await Promise.all([
    serveProcess({ ...environment, OM_ROLES: 'api' }),
    router(),
    router(),
  ]);
}, 300_000);

afterAll(async () => {
  if (!hasNats) return;
  await Promise.all([api, ...routers].map((process) => process.stop()));
  await killNats();
  rmSync(directory, { recursive: true, force: true });
  await db.query(`drop schema if exists ${schema} cascade`);
  await db.end();
}, 60_000);

const only = hasNats ? '' : ' (skipped: there is no nats-server to start here)';

describe.skipIf(!hasNats)(`routers on PostgreSQL and NATS${only}`, () => {
  it('place what the API accepted, and two never place one order twice', async () => {
    await expectPlacedOnce(await placeMany(120), 20_000);
    await expectStockHeldOnce();
  }, 60_000);

  it('may be killed in the middle: each order is placed exactly once', async () => {
    const orders = placeMany(200);
    const [victim] = routers;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await victim?.kill()).toBe(null);
    routers = [...routers.slice(1), await router()];
    await expectPlacedOnce(await orders, 60_000);
    await expectStockHeldOnce();
  }, 120_000);

  it('place orders within twenty seconds while the bus is down, and take from it again once it is back', async () => {
    await killNats();
    await expectPlacedOnce(await placeMany(20), 20_000);
    killNats = await natsServer(port, directory);
    await expectPlacedOnce(await placeMany(20), 20_000);
  }, 90_000);

  it('find on an empty bus what a lost stream held', async () => {
    await killNats();
    rmSync(join(directory, 'jetstream'), { recursive: true, force: true });
    const orders = await placeMany(5);
    killNats = await natsServer(port, directory);
    await expectPlacedOnce([...orders, ...(await placeMany(5))], 25_000);
  }, 90_000);

  it('place the order of a key customer before those that waited for long, and these all the same', async () => {
    await Promise.all(routers.map((one) => one.stop()));
    const many = await placeMany(600);
    const draft = aDraft({ tier: 'vip' }) as unknown as OrderDraft;
    const { order } = await client().orders.place(draft);
    routers = [await router()];
    await expectPlacedOnce([...many, order.order_id], 90_000);
    const { rows } = await db.query<{ before: string }>(
      `select count(*) as before from ${schema}.event_log e
         where e.type like '%.decision.routed.%' and e.order_id = any($1) and e.sequence < (
           select min(sequence) from ${schema}.event_log v
             where v.type like '%.decision.routed.%' and v.order_id = $2)`,
      [many, order.order_id],
    );
    expect(Number(rows[0]?.before)).toBeLessThan(many.length / 2);
    routers.push(await router());
  }, 150_000);

  it('are missed by an api that differs from the others, which says so at /readyz', async () => {
    const other = { OM_ROUTING: 'intake', OM_ROLES: 'api', OM_FOUR_EYES: 'on' };
    const stray = await serveProcess({ ...environment, ...other });
    const ready = await fetch(`${stray.url}/readyz`);
    const { warnings } = (await ready.json()) as { warnings: { warning: string; why: string }[] };
    expect([ready.status, warnings.map(({ warning }) => warning)]).toEqual([
      200,
      ['routing-differs', 'settings-differ'],
    ]);
    expect(warnings[1]?.why).toContain('do not agree on OM_FOUR_EYES');
    const metrics = await (await fetch(`${stray.url}/metrics`)).text();
    expect(metrics).toContain('ordermesh_routing_differs 1\n');
    expect(metrics).toContain('ordermesh_settings_differ 1\n');
    expect(metrics).toMatch(/ordermesh_processes\{role="api"\} 2\n/);
    await stray.stop();
  }, 60_000);

  it('give an order up that fails again and again, and place it once people let them try again', async () => {
    await db.query(
      `create function ${schema}.poison() returns trigger language plpgsql as
         'begin raise exception ''this order is poison''; end'`,
    );
    await db.query(
      `create trigger poison before insert on ${schema}.fulfilment
         for each row execute function ${schema}.poison()`,
    );
    const id = await place();
    const dead = async () => {
      for await (const letter of client().deadLetters.list()) return letter;
      return undefined;
    };
    await expect.poll(dead, { timeout: 40_000, interval: 250 }).toMatchObject({
      order_id: id,
      state: 'dead',
      tries: 3,
      reason: 'failed',
    });
    const letter = await dead();
    expect(letter?.last_error?.text).toContain('this order is poison');
    await db.query(`drop trigger poison on ${schema}.fulfilment`);
    await client().deadLetters.retry(letter?.dead_letter_id ?? '');
    await expectPlacedOnce([id], 20_000);
    expect(await dead()).toBe(undefined);
  }, 120_000);
});

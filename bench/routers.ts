/**
 * How much faster more routers are: the same number of accepted orders is placed by 1, 2 and 4 processes with the role
 * `router`, taken from NATS JetStream and written to PostgreSQL, in one run. CPU of routers and database says what limits
 * it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { natsBus } from '@ordermesh/adapters/nats';
import { postgresStore } from '@ordermesh/adapters/postgres';
import { createHub } from '@ordermesh/core/hub';
import type { Bus, Hub } from '@ordermesh/core/hub';
import pg from 'pg';

import { benchEnv } from './accept.ts';
import { cpuMeter } from './cpu.ts';
import { fill } from './fill.ts';
import type { Draft } from './fill.ts';
import { serve } from './http.ts';
import type { Figure } from './report.ts';

const schema = 'om_bench_routers';
const mesh = 'bench_routers';

/** Where the routers of the bench find what they share. */
interface Place {
  readonly url: string;
  readonly nats: string;
}

/** Orders that wait, and what hands them to routers. */
interface Waiting {
  readonly client: pg.Client;
  readonly bus: Bus;
  readonly accept: (from: number, count: number) => Promise<readonly string[]>;
}

interface Drained {
  readonly routers: number;
  readonly perSecond: number;
  readonly routerMicros: number;
  readonly postgresMicros: number;
  readonly seconds: number;
}

/** @param orders how many orders each number of routers places */
export async function benchRouters(place: Place, orders: number): Promise<readonly Figure[]> {
  const client = new pg.Client(place.url);
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  const directory = mkdtempSync(join(tmpdir(), 'ordermesh-bench-'));
  const bus = await natsBus({
    ...{ servers: place.nats, mesh, origin: 'bench', partitions: 8, replicas: 1 },
  });
  const store = await postgresStore({
    ...{ connectionString: place.url, poolMax: 8, origin: 'bench', schema },
  });
  const gathered: string[] = [];
  const hub = await acceptingHub(store, bus, gathered);
  const draft = await fill(hub);
  const waiting: Waiting = { client, bus, accept: acceptOrders(hub, draft, gathered) };
  const drained: Drained[] = [];
  try {
    for (const [ix, routers] of [1, 2, 4].entries()) {
      await client.query('analyze');
      drained.push(await drain(waiting, { ...place, directory, routers, orders, ix }));
    }
  } finally {
    await hub.stop();
    await store.close();
    await bus.close();
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
    rmSync(directory, { recursive: true, force: true });
  }
  return drained.flatMap((one) => figuresOf(one, drained[0], orders));
}

/**
 * Accepts an hour ahead, so that no router takes from the store what the bench has not put on the bus yet; what it would
 * put there is gathered instead.
 */
const acceptingHub = (
  store: Awaited<ReturnType<typeof postgresStore>>,
  bus: Bus,
  gathered: string[],
): Promise<Hub> =>
  createHub({
    store,
    env: { ...benchEnv, now: () => Date.now() + 3_600_000 },
    origin: 'bench',
    hasTimers: false,
    rules: { routing: 'router' },
    bus: {
      feed: bus.feed,
      routing: {
        put: (keys) => {
          gathered.push(...keys);
          return Promise.resolve();
        },
        take: () => Promise.reject(new Error('the bench takes nothing')),
      },
    },
  });

const acceptOrders =
  (hub: Hub, draft: Draft, gathered: string[]): Waiting['accept'] =>
  async (from, count) => {
    gathered.length = 0;
    for (let at = 0; at < count; at += 500) {
      const some = Array.from({ length: Math.min(500, count - at) }, (_, ix) =>
        draft(from + at + ix),
      );
      const outcomes = await hub.placeOrders(some, { principal: 'bench' });
      const refused = outcomes.find(({ ok }) => !ok);
      if (refused) throw new Error(`not accepted: ${JSON.stringify(refused).slice(0, 400)}`);
    }
    while (gathered.length < count) await pause(10);
    return [...gathered];
  };

/** So many orders are placed first, so that every router is warm before the clock starts. */
const warmOrders = 400;

async function drain(
  { client, bus, accept }: Waiting,
  asked: Place & {
    readonly directory: string;
    readonly routers: number;
    readonly orders: number;
    readonly ix: number;
  },
): Promise<Drained> {
  const from = (asked.ix + 1) * 10_000_000;
  const warm = await accept(from, warmOrders * asked.routers);
  const keys = await accept(from + 5_000_000, asked.orders);
  const routers = await Promise.all(
    Array.from({ length: asked.routers }, () =>
      serve(asked.directory, {
        url: asked.url,
        schema,
        more: { OM_ROLES: 'router', OM_ROUTING: 'router', OM_BUS: asked.nats, OM_BUS_NAME: mesh },
      }),
    ),
  );
  await bus.routing.put(warm, 'usual');
  await untilWaiting(client, asked.orders);
  const meters = routers.map(({ child }) => cpuMeter(child.pid ?? process.pid));
  const startedMs = performance.now();
  await bus.routing.put(keys, 'usual');
  await untilWaiting(client, 0);
  const seconds = (performance.now() - startedMs) / 1_000;
  const used = meters.map((meter) => meter());
  await Promise.all(
    routers.map(({ child }) => {
      child.kill('SIGTERM');
      return new Promise((resolve) => child.once('exit', resolve));
    }),
  );
  return {
    ...{ routers: asked.routers, seconds, perSecond: asked.orders / seconds },
    routerMicros: used.reduce((sum, { processMicros }) => sum + processMicros, 0),
    postgresMicros: used[0]?.postgresMicros ?? 0,
  };
}

async function untilWaiting(client: pg.Client, count: number): Promise<void> {
  const text = `select count(*) as waiting from ${schema}.case_file where kind = 'routing' and state = 'waiting'`;
  for (;;) {
    const { rows } = await client.query<{ waiting: string }>(text);
    if (Number(rows[0]?.waiting) <= count) return;
    await pause(50);
  }
}

function figuresOf(one: Drained, first: Drained | undefined, orders: number): readonly Figure[] {
  const name = `routers: ${String(one.routers)}`;
  const cores = availableParallelism();
  const share = (micros: number): number => (micros / 1_000_000 / one.seconds / cores) * 100;
  return [
    { name: `${name}, placed`, value: one.perSecond, unit: 'orders/s' },
    {
      name: `${name} ÷ 1`,
      value: one.perSecond / (first?.perSecond ?? one.perSecond),
      unit: 'ratio',
    },
    { name: `${name}, CPU of routers`, value: one.routerMicros / orders, unit: 'µs/order' },
    { name: `${name}, CPU of PostgreSQL`, value: one.postgresMicros / orders, unit: 'µs/order' },
    {
      name: `${name}, both of ${String(cores)} cores`,
      value: share(one.routerMicros + one.postgresMicros),
      unit: '%',
    },
  ];
}

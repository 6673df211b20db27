/**
 * What a served hub does under more orders than it can take, one order a request: rates are raised until it no longer
 * keeps up (the knee), then latencies below the knee, and at twice the knee what still comes through. Whoever sends has a
 * core of its own where that is possible, so that it takes nothing from those who serve.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { postgresStore } from '@ordermesh/adapters/postgres';
import { createHub } from '@ordermesh/core/hub';
import { seededRandom } from '@ordermesh/testkit';
import pg from 'pg';

import { senderApart } from './cores.ts';
import { cpuMeter } from './cpu.ts';
import { fill } from './fill.ts';
import { createKey, serve } from './http.ts';
import { openLoop } from './open-loop.ts';
import type { OpenLoop } from './open-loop.ts';
import type { Figure } from './report.ts';

const url = process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = 'om_bench_overload';

/** @param seconds how long each rate is held */
export async function benchOverload(seconds: number): Promise<readonly Figure[]> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  const draft = await filled();
  await client.query('analyze');
  const directory = mkdtempSync(join(tmpdir(), 'ordermesh-bench-'));
  const key = createKey(directory);
  const server = await serve(directory, { url, schema });
  const apart = senderApart(server.child.pid ?? process.pid, cpus().length);
  const chance = seededRandom(7);
  const random = (): number => chance.next();
  let from = 0;
  const at = async (perSecond: number): Promise<Load> => {
    const start = from;
    from += Math.ceil(perSecond * seconds * 2);
    const body = (ix: number): string => JSON.stringify(draft(start + ix));
    const cpu = cpuMeter(server.child.pid ?? process.pid);
    const seen = await openLoop({ url: server.url, key, perSecond, seconds, body, random });
    const used = cpu();
    return {
      ...seen,
      serverCpuMs: used.processMicros / 1_000,
      postgresCpuMs: used.postgresMicros / 1_000,
    };
  };
  try {
    await at(100);
    const before = await count(client);
    const runs: Load[] = [];
    const run = async (perSecond: number): Promise<Load> => {
      const seen = await at(perSecond);
      runs.push(seen);
      return seen;
    };
    const knee = await kneeOf(run);
    const [half, most, whole] = [await run(knee * 0.5), await run(knee * 0.8), await run(knee)];
    const twice = await run(knee * 2);
    const accepted = runs.reduce((sum, seen) => sum + seen.accepted, 0);
    return [
      {
        name: 'overload: cores of whoever sends alone',
        value: apart.sender === undefined ? 0 : 1,
        unit: 'cores',
      },
      { name: 'overload: knee, one order a request', value: knee, unit: 'orders/s' },
      ...latencies('50 %', half),
      ...latencies('80 %', most),
      ...latencies('100 %', whole),
      ...latencies('200 %', twice),
      {
        name: 'overload: goodput at 200 % ÷ knee',
        value: twice.goodPerSecond / knee,
        unit: 'ratio',
        target: '≥ 0.9',
      },
      { name: 'overload: refused at 200 %', value: twice.refused, unit: 'requests' },
      ...costs(whole, twice),
      {
        name: 'overload: neither accepted nor refused with a time',
        value: runs.reduce((sum, seen) => sum + seen.failed, 0),
        unit: 'requests',
        target: '≤ 0',
      },
      {
        name: 'overload: accepted and not stored',
        value: accepted - ((await count(client)) - before),
        unit: 'orders',
        target: '≤ 0',
      },
    ];
  } finally {
    apart.giveBack();
    server.child.kill('SIGTERM');
    await new Promise((resolve) => server.child.once('exit', resolve));
    rmSync(directory, { recursive: true, force: true });
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
  }
}

/** What an open loop saw, and what it cost the server and the database. */
interface Load extends OpenLoop {
  readonly serverCpuMs: number;
  /** Of all of PostgreSQL on the machine. */
  readonly postgresCpuMs: number;
}

/** What machine time goes into: on a small machine whoever sends shares it with whoever serves. */
function costs(whole: Load, twice: Load): readonly Figure[] {
  const perOrder = (load: Load): number => load.serverCpuMs / Math.max(1, load.accepted);
  const refusedCpuMs = Math.max(0, twice.serverCpuMs - twice.accepted * perOrder(whole));
  const cores = (load: Load): readonly Figure[] =>
    [
      ['server', load.serverCpuMs],
      ['PostgreSQL', load.postgresCpuMs],
      ['whoever sends', load.ownCpuMs],
    ].map(([who, cpuMs]) => ({
      name: `overload: ${load === whole ? '100' : '200'} %, cores used by ${String(who)}`,
      value: Number(cpuMs) / load.tookMs,
      unit: 'cores',
    }));
  return [
    ...cores(whole),
    ...cores(twice),
    {
      name: 'overload: goodput per CPU second of the server, 200 % ÷ 100 %',
      value: perOrder(whole) / perOrder(twice),
      unit: 'ratio',
      target: '≥ 0.9',
    },
    {
      name: 'overload: CPU of the server for a refused request',
      value: (refusedCpuMs * 1_000) / Math.max(1, twice.refused),
      unit: 'µs',
    },
  ];
}

/** The highest rate, in steps of 1.4, of which 95 % come through within a second; two misses in a row end the search. */
async function kneeOf(run: (perSecond: number) => Promise<OpenLoop>): Promise<number> {
  let [kept, misses] = [0, 0];
  for (let perSecond = 100; misses < 2; perSecond = Math.round(perSecond * 1.4)) {
    const seen = await run(perSecond);
    const keepsUp = seen.goodPerSecond >= perSecond * 0.95;
    misses = keepsUp ? 0 : misses + 1;
    if (keepsUp) kept = perSecond;
  }
  if (kept === 0)
    throw new Error('not even 100 orders a second are kept up with: this machine has other work');
  return kept;
}

const latencies = (share: string, { fromIntended, service }: OpenLoop): readonly Figure[] => [
  { name: `overload: ${share}, p50 from intended`, value: fromIntended.p50, unit: 'ms' },
  { name: `overload: ${share}, p99 from intended`, value: fromIntended.p99, unit: 'ms' },
  { name: `overload: ${share}, p99 service time`, value: service.p99, unit: 'ms' },
];

async function count(client: pg.Client): Promise<number> {
  const read = await client.query<{ count: string }>(
    `select count(*) as count from ${schema}.customer_order`,
  );
  return Number(read.rows[0]?.count ?? 0);
}

async function filled() {
  const store = await postgresStore({ connectionString: url, poolMax: 4, origin: 'fill', schema });
  const hub = await createHub({
    store,
    env: {
      now: () => Date.now(),
      mono: () => performance.now(),
      randomHex: () => randomBytes(16).toString('hex'),
      after: () => () => undefined,
      turn: () => setImmediate(),
      log: () => undefined,
    },
    origin: 'fill',
    lookEveryMs: 3_600_000,
  });
  const draft = await fill(hub);
  await hub.stop();
  await store.close();
  return draft;
}

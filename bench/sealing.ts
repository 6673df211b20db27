/**
 * What sealing the audit trail costs: orders that a key sends are accepted, each an entry of the trail, while nobody
 * seals, while a process seals, and while it signs its seals too. The three take turns within one run, there and back, so
 * that what disturbs the machine disturbs all. Whoever seals has sealed everything when its turn ends.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

import { postgresStore } from '@ordermesh/adapters/postgres';
import { createHub, trailSealer } from '@ordermesh/core/hub';
import type { Hub, SealingKey, Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import pg from 'pg';

import { benchEnv } from './accept.ts';
import { cpuMeter } from './cpu.ts';
import { fill } from './fill.ts';
import type { Draft } from './fill.ts';
import type { Figure } from './report.ts';

const schema = 'om_bench_sealing';
const modes = ['none', 'sealed', 'signed'] as const;
type Mode = (typeof modes)[number];
/** There and back. */
const turns: readonly Mode[] = [...modes, ...[...modes].reverse()];
/** A hub looks every 5 s; here more often, so that a short turn has several looks. */
const lookEveryMs = 500;

interface Used {
  orders: number;
  ms: number;
  micros: number;
}

/** @param url of PostgreSQL; without one only the store in memory is measured */
export async function benchSealing(
  url: string | undefined,
  orders: number,
): Promise<readonly Figure[]> {
  const inMemory = await measured('memory', memoryStore(), orders);
  if (url === undefined) return inMemory;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  const store = await postgresStore({
    ...{ connectionString: url, poolMax: 8, origin: 'bench', schema },
  });
  try {
    return [...inMemory, ...(await measured('PostgreSQL', store, orders))];
  } finally {
    await store.close();
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  }
}

async function measured(name: string, store: Store, orders: number): Promise<readonly Figure[]> {
  const hub = await createHub({ store, env: benchEnv, origin: 'bench', lookEveryMs: 3_600_000 });
  const draft = await fill(hub);
  const looks = sealers(store);
  const used = new Map<Mode, Used>(modes.map((mode) => [mode, { orders: 0, ms: 0, micros: 0 }]));
  const perTurn = Math.ceil(orders / 4);
  let from = 0;
  const turn = async (mode: Mode): Promise<void> => {
    const at = (from += perTurn);
    looks.begin();
    const cpu = cpuMeter(process.pid);
    const startedMs = performance.now();
    await withSealing(mode === 'none' ? undefined : looks[mode], () =>
      accept(hub, draft, { from: at, count: perTurn }),
    );
    const { processMicros, postgresMicros } = cpu();
    const sum = used.get(mode);
    if (!sum) return;
    sum.orders += perTurn;
    sum.ms += performance.now() - startedMs;
    sum.micros += processMicros + postgresMicros;
  };
  // Once round to be warm, and what it took is forgotten.
  for (const mode of modes) await turn(mode);
  for (const sum of used.values()) Object.assign(sum, { orders: 0, ms: 0, micros: 0 });
  for (const mode of [...turns, ...turns]) {
    await turn(mode);
    // What nobody sealed is no burden of whoever comes next.
    await looks.sealed();
  }
  await hub.stop();
  return figuresOf(name, used);
}

/** Does the work while somebody seals; it ends when all is sealed. */
async function withSealing(
  look: (() => Promise<unknown>) | undefined,
  work: () => Promise<void>,
): Promise<void> {
  if (!look) return work();
  let looking: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, lookEveryMs);
  await work();
  clearInterval(timer);
  await looking;
  await look();
}

interface Sealers {
  readonly sealed: () => Promise<unknown>;
  readonly signed: () => Promise<unknown>;
  /** The one that signs takes what is there as it is. */
  readonly begin: () => void;
}

function sealers(store: Store): Sealers {
  const { privateKey } = generateKeyPairSync('ed25519');
  let known: ReturnType<SealingKey['known']['read']>;
  const key: SealingKey = {
    sign: (text) => ({
      keyId: 'aud_bench',
      value: sign(null, Buffer.from(text), privateKey).toString('base64'),
    }),
    judge: () => 'right',
    known: { read: () => known, write: (head) => (known = head) },
  };
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    sealed: trailSealer(store, () => Date.now(), { hash }),
    signed: trailSealer(store, () => Date.now(), { hash, key }),
    begin: () => {
      known = undefined;
    },
  };
}

const actor = { principal: 'key_bench', operation: 'placeOrder', requestId: undefined };

/** Ten callers that each wait for their 200 orders before they send the next. */
async function accept(
  hub: Hub,
  draft: Draft,
  many: { readonly from: number; readonly count: number },
): Promise<void> {
  const acting = hub.actingFor(actor);
  let sent = 0;
  const caller = async (): Promise<void> => {
    while (sent < many.count) {
      const [from, count] = [many.from + sent, Math.min(200, many.count - sent)];
      sent += count;
      const drafts = Array.from({ length: count }, (_, ix) => draft(from + ix));
      const outcomes = await acting.placeOrders(drafts, { principal: actor.principal });
      const refused = outcomes.find((outcome) => !outcome.ok || !outcome.value.plan);
      if (refused) throw new Error(`not routed: ${JSON.stringify(refused).slice(0, 400)}`);
    }
  };
  await Promise.all(Array.from({ length: 10 }, caller));
}

function figuresOf(name: string, used: ReadonlyMap<Mode, Used>): readonly Figure[] {
  const of = (mode: Mode): Used => used.get(mode) ?? { orders: 1, ms: 1, micros: 1 };
  const rate = (mode: Mode): number => (of(mode).orders / of(mode).ms) * 1_000;
  const cpu = (mode: Mode): number => of(mode).micros / of(mode).orders;
  const what = `sealing, ${name}`;
  return [
    { name: `${what}: accepted, nobody seals`, value: rate('none'), unit: 'orders/s' },
    {
      name: `${what}: accepted, with seals ÷ without`,
      value: rate('sealed') / rate('none'),
      unit: 'ratio',
    },
    {
      name: `${what}: accepted, signed ÷ without`,
      value: rate('signed') / rate('none'),
      unit: 'ratio',
    },
    { name: `${what}: CPU, nobody seals`, value: cpu('none'), unit: 'µs/order' },
    {
      name: `${what}: CPU, with seals ÷ without`,
      value: cpu('sealed') / cpu('none'),
      unit: 'ratio',
    },
    { name: `${what}: CPU, signed ÷ without`, value: cpu('signed') / cpu('none'), unit: 'ratio' },
  ];
}

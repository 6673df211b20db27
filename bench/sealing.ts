/**
 * What sealing the audit trail costs: orders that a key sends are accepted, each an entry of the trail, while nobody
 * seals, while it is sealed beside, and while the seals are signed too. The three take turns within one run, and ratios are of
 * one round, so that what disturbs the machine disturbs all. Whoever seals has sealed everything when its turn ends.
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
/** The middle one of so many counts; every other goes the other way round. */
const rounds = 9;
/** A hub looks every 5 s; here more often, so that a short turn has several looks. */
const lookEveryMs = 500;

interface Used {
  readonly ms: number;
  readonly micros: number;
}

/** What each turn took, and sealing by itself what the turn without left. */
type Round = Readonly<Record<Mode | 'alone', Used>>;

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
  const perTurn = Math.ceil(orders / rounds);
  let from = 0;
  const turn = (mode: Mode): Promise<Used> => {
    from += perTurn;
    const many = { from, count: perTurn };
    looks.begin();
    return metered(() =>
      withSealing(mode === 'none' ? undefined : looks[mode], () => accept(hub, draft, many)),
    );
  };
  const round = async (order: readonly Mode[]): Promise<Round> => {
    const used = { none: nothing, sealed: nothing, signed: nothing, alone: nothing };
    for (const mode of order) {
      used[mode] = await turn(mode);
      // What nobody sealed is sealed now: that is what sealing costs by itself.
      const rest = await metered(() => looks.sealed());
      if (mode === 'none') used.alone = rest;
    }
    return used;
  };
  // Once to be warm, and what it took is forgotten.
  await round(modes);
  const found: Round[] = [];
  for (let ix = 0; ix < rounds; ix += 1)
    found.push(await round(ix % 2 === 0 ? modes : [...modes].reverse()));
  await hub.stop();
  return figuresOf(name, found, perTurn);
}

const nothing: Used = { ms: 0, micros: 0 };

async function metered(work: () => Promise<unknown>): Promise<Used> {
  globalThis.gc?.();
  const cpu = cpuMeter(process.pid);
  const startedMs = performance.now();
  await work();
  const { processMicros, postgresMicros } = cpu();
  return { ms: performance.now() - startedMs, micros: processMicros + postgresMicros };
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

function figuresOf(name: string, found: readonly Round[], orders: number): readonly Figure[] {
  const middle = (of: (round: Round) => number): number => {
    const sorted = found.map(of).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  const what = `sealing, ${name}`;
  const ratio = (mode: 'sealed' | 'signed'): number =>
    middle((round) => round.none.ms / round[mode].ms);
  return [
    {
      name: `${what}: accepted, nobody seals`,
      value: middle(({ none }) => (orders / none.ms) * 1_000),
      unit: 'orders/s',
    },
    { name: `${what}: accepted, sealed ÷ not`, value: ratio('sealed'), unit: 'ratio' },
    { name: `${what}: accepted, signed ÷ not`, value: ratio('signed'), unit: 'ratio' },
    {
      name: `${what}: CPU of accepting`,
      value: middle(({ none }) => none.micros / orders),
      unit: 'µs/order',
    },
    {
      name: `${what}: CPU of sealing ÷ of accepting`,
      value: middle(({ none, alone }) => alone.micros / none.micros),
      unit: 'ratio',
    },
  ];
}

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Store } from '@ordermesh/core/hub';
import { seededRandom } from '@ordermesh/testkit';

import { disagreement } from './checks/agreement.ts';
import { readBooks } from './checks/books.ts';
import type { Books } from './checks/books.ts';
import type { Fault, Scene } from './fault.ts';
import { openApp } from './stage/app.ts';
import type { App } from './stage/app.ts';
import type { Cluster } from './stage/cluster.ts';
import { embeddedDatabase, memoryDatabase, postgresDatabase } from './stage/database.ts';
import type { Database } from './stage/database.ts';
import { furnish } from './stage/furnish.ts';
import type { Furnished } from './stage/furnish.ts';
import { freePort, until } from './stage/pause.ts';
import { openShop } from './stage/shop.ts';
import type { Shop } from './stage/shop.ts';

/** One run: a fault, so many orders, so many processes. */
export interface PlayAsk {
  readonly fault: Fault;
  readonly cluster: Cluster | undefined;
  readonly scratch: string;
  readonly orders: number;
  readonly perSecond: number;
  readonly processes: number;
  readonly seed: number;
  /** After healing everything must be at rest within so long. */
  readonly healWithinMs: number;
  readonly progress: (text: string) => void;
}

/** What came of it. */
export interface Played {
  readonly fault: string;
  readonly says: string;
  readonly orders: number;
  readonly acknowledged: number;
  /** How often the fault struck. */
  readonly fired: number;
  /** Acknowledged orders that are absent. */
  readonly lost: number;
  /** Purchases that are two orders, answers that contradict each other, lines with more units than were bought. */
  readonly doubled: number;
  /** Counters and rows that do not agree. */
  readonly broken: number;
  /** Requests without an answer, and boards behind the database, half a minute after healing. */
  readonly stuck: number;
  /** From healing until nothing was open, ms. */
  readonly healedMs: number | undefined;
  /** Orders that wait because goods lack. */
  readonly waiting: number;
  readonly retries: number;
  /** Orders that were answered with 429 or 503, to come back. */
  readonly refused: number;
  readonly seconds: number;
  /** Answers that are neither an acknowledgement nor a wish to come back. */
  readonly strange: Readonly<Record<string, number>>;
  /** How often each kind of disturbance struck. */
  readonly counts: Readonly<Record<string, number>>;
  /** What else is worth reading. */
  readonly notes: readonly string[];
  /** The first few of what is wrong. */
  readonly evidence: readonly string[];
}

/** Plays one run and judges it. */
export async function play(ask: PlayAsk): Promise<Played> {
  const generator = seededRandom(ask.seed);
  const random = (): number => generator.next();
  const { scratch, processes } = ask;
  const scene = await ask.fault.open({ scratch, random, processes });
  try {
    return await playIn(scene, ask, random);
  } finally {
    await scene.close?.();
  }
}

async function playIn(scene: Scene, ask: PlayAsk, random: () => number): Promise<Played> {
  const startedMs = performance.now();
  const directory = join(ask.scratch, 'data');
  mkdirSync(directory, { recursive: true });
  const database = databaseOf({ ...ask, cluster: scene.cluster ?? ask.cluster }, directory);
  ask.progress('filling the database');
  const furnished = await furnishedBy(scene, ask, database);
  const key = createKey(directory);
  const apps = await openApps(ask, { database, directory, scene });
  try {
    await allReady(apps, ask);
    const { orders, perSecond, scratch } = ask;
    const cluster = scene.cluster ?? ask.cluster;
    const shop = openShop({
      ...{
        urls: apps.map(({ url }) => url),
        key,
        draft: furnished.draft,
        orders,
        perSecond,
        random,
      },
      progress: (count) => {
        ask.progress(`${String(count)} of ${String(orders)} acknowledged`);
      },
    });
    const disturbance = scene.begin({ apps, cluster, scratch, random, progress: shop.progress });
    await shop.allSent;
    await disturbance.heal();
    ask.progress('healed, coming to rest');
    const rested = await comeToRest({ ask, shop, database, apps, furnished, key, scene });
    shop.stop();
    await closeAll(apps);
    ask.progress('reading the books');
    const store = await database.open('judge');
    const books = await readBooks(store, shop.saw.acknowledged);
    await store.close();
    const { behind, ...times } = rested;
    const found = disturbance.faults?.() ?? [];
    const judged = verdict(ask, shop, books);
    return {
      ...judged,
      ...times,
      broken: judged.broken + found.length,
      evidence: [...behind, ...found, ...judged.evidence],
      notes: disturbance.notes?.() ?? [],
      fired: disturbance.fired(),
      counts: disturbance.counts?.() ?? {},
      seconds: (performance.now() - startedMs) / 1000,
    };
  } finally {
    await closeAll(apps);
  }
}

function furnishedBy(
  { furnish: other, scarceEvery }: Scene,
  ask: PlayAsk,
  database: Database,
): Promise<Furnished> {
  const { cluster, orders, fault } = ask;
  if (!other || !cluster) return furnish(database, orders, scarceEvery);
  other(cluster.url, schemaOf(fault), orders);
  // What the shop orders is drawn here, from the same world.
  return furnish(memoryDatabase(), orders, scarceEvery);
}

const schemaOf = ({ name }: Fault): string => `rig_${name.replaceAll(/\W/g, '_')}`;

async function allReady(apps: readonly App[], { scratch }: PlayAsk): Promise<void> {
  const areUp = async (): Promise<boolean> =>
    (await Promise.all(apps.map((app) => app.isReady()))).every(Boolean);
  if ((await until(areUp, { withinMs: 60_000 })) === undefined)
    throw new Error(`the processes do not start; see ${scratch}`);
}

const closeAll = async (apps: readonly App[]): Promise<void> => {
  for (const app of apps) await app.close();
};

function databaseOf({ fault, cluster }: PlayAsk, directory: string): Database {
  if (fault.store === 'embedded') return embeddedDatabase(directory);
  if (!cluster) throw new Error(`${fault.name} needs PostgreSQL`);
  return postgresDatabase(cluster, schemaOf(fault));
}

const program = 'packages/app/dist/cli/run.js';

function createKey(directory: string): string {
  const asked = ['keys', 'create', '--name', 'rig', '--scopes', 'admin', '--json'];
  const typed = [program, ...asked, '--data-directory', directory];
  const printed = execFileSync(process.execPath, typed, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const key = /om_live_[\w-]+/.exec(printed)?.[0];
  if (key === undefined) throw new Error(`no key in: ${printed}`);
  return key;
}

async function openApps(
  { fault, processes, scratch }: PlayAsk,
  built: { readonly database: Database; readonly directory: string; readonly scene: Scene },
): Promise<readonly App[]> {
  const { database, directory, scene } = built;
  const count = fault.store === 'embedded' ? 1 : processes;
  const apps: App[] = [];
  for (let at = 1; at <= count; at += 1) {
    const [name, port] = [`app-${String(at)}`, await freePort()];
    apps.push(
      openApp({
        ...{ name, port, directory },
        program: () => scene.program?.(name) ?? program,
        host: scene.hostOf?.(name) ?? '127.0.0.1',
        url: `http://${scene.hostOf?.(name) ?? '127.0.0.1'}:${String(port)}`,
        // Work goes to nodes at once, so that timers have something to do.
        environment: { ...database.environment, OM_REMORSE_MINUTES: '0', ...scene.environment },
        logPath: join(scratch, `${name}.log`),
        before: scene.before && (() => scene.before?.(name) ?? []),
      }),
    );
  }
  return apps;
}

interface Resting {
  readonly ask: PlayAsk;
  readonly shop: Shop;
  readonly database: Database;
  readonly apps: readonly App[];
  readonly furnished: Furnished;
  readonly key: string;
  readonly scene: Scene;
}

/** Waits until every order is answered and every process knows what the database says. */
async function comeToRest(
  resting: Resting,
): Promise<Pick<Played, 'stuck' | 'healedMs'> & { readonly behind: readonly string[] }> {
  const { ask, shop, apps } = resting;
  // The embedded store has one process, which has it open; its board is compared with nobody's.
  const outside = apps.length > 1 ? await resting.database.open('onlooker') : undefined;
  let behind: string | undefined;
  const healedMs = await until(
    async () => {
      behind = await unrest(resting, outside);
      return behind === undefined;
    },
    { withinMs: ask.healWithinMs },
  );
  await outside?.close();
  const stuck = behind === undefined ? 0 : Math.max(1, shop.unanswered());
  return { stuck, healedMs, behind: behind === undefined ? [] : [`stuck: ${behind}`] };
}

/** What is not at rest yet. */
async function unrest(
  { shop, apps, furnished, key, scene }: Resting,
  outside: Store | undefined,
): Promise<string | undefined> {
  const unanswered = shop.unanswered();
  if (unanswered > 0) return `${String(unanswered)} orders have no answer`;
  const urls = apps.map(({ url }) => url);
  if (!outside) return undefined;
  return (
    (await disagreement(outside, { urls, key, items: furnished.scarce })) ?? scene.unrest?.(outside)
  );
}

type Verdict = Omit<Played, 'stuck' | 'healedMs' | 'fired' | 'counts' | 'notes' | 'seconds'>;

function verdict(ask: PlayAsk, { saw }: Shop, books: Books): Verdict {
  const lost = [...books.lost, ...saw.vanished.map((id) => `${id} was answered with 404`)];
  const doubled = [...books.doubled, ...saw.contradicted];
  return {
    fault: ask.fault.name,
    says: ask.fault.says,
    orders: ask.orders,
    acknowledged: saw.acknowledged.size,
    lost: lost.length,
    doubled: doubled.length,
    broken: books.broken.length,
    waiting: books.waiting,
    refused: saw.refused,
    retries: saw.retries,
    strange: Object.fromEntries(saw.strange),
    evidence: [...lost, ...doubled, ...books.broken].slice(0, 10),
  };
}

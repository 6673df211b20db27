import { randomBytes } from 'node:crypto';
import { createHub } from '@ordermesh/core/hub';
import type { Hub, Store } from '@ordermesh/core/hub';
import { pgliteStore } from '@ordermesh/adapters/pglite';
import { demandOf, furnish, referenceWorld, scaledTime, worldActors } from '@ordermesh/twin';
import type { ReferenceWorld, ScaledTime, WorldActors } from '@ordermesh/twin';
import pino from 'pino';
import { settingDefinitions } from '../config/index.ts';
import { demoKey } from '../keys/index.ts';
import { startServer } from '../runtime/index.ts';
import type { RunningServer } from '../runtime/index.ts';
import { arrivalsOf } from './arrivals.ts';
import type { Arrivals } from './arrivals.ts';
import { tallyOf } from './tally.ts';
import type { Tally } from './tally.ts';

/** What a demo is asked for. */
export interface DemoAsk {
  readonly port: number;
  readonly seed: number;
  readonly ordersPerSecond: number;
  /** How many times faster than the wall clock the demo's time runs. */
  readonly scale: number;
  /** Keeps everything there; undefined = in memory, gone at the end. */
  readonly dataDirectory: string | undefined;
}

/** A demo that runs: the real hub on the embedded store, with a world around it. */
export interface DemoSession {
  readonly hub: Hub;
  readonly store: Store;
  readonly world: ReferenceWorld;
  readonly time: ScaledTime;
  readonly actors: WorldActors;
  readonly arrivals: Arrivals;
  readonly tally: Tally;
  readonly server: RunningServer;
  /** Ends flow and people, lets the hub finish; the store stays open for the check of the books. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** A step of the start that is done, for the ticks on the screen. */
export type StageDone = (what: string, tookMs: number) => void;

/** At ×60 the hub looks at its log five times a second of wall time. */
const lookEveryMs = 12_000;
const origin = 'demo';

/** Builds the demo step by step; each step is told when it is done. */
export async function openDemo(
  ask: DemoAsk,
  done: StageDone,
  note: (line: string) => void,
): Promise<DemoSession> {
  const timed = stepTimer(done);
  const world = await timed(() => Promise.resolve(referenceWorld(ask.seed)), worldText);
  let opened: { readonly store: Store; readonly hub: Hub; readonly time: ScaledTime } | undefined;
  const server = await startServer({
    settings: demoSettings(ask.port),
    log: pino({ level: 'silent' }),
    keys: () => [demoKey],
    start: async () => {
      const store = await timed(
        () => pgliteStore({ directory: ask.dataDirectory, origin, note }),
        () =>
          `embedded database ready ${ask.dataDirectory === undefined ? '(in memory)' : `in ${ask.dataDirectory}`}`,
      );
      const time = scaledTime({
        scale: ask.scale,
        startAt: Math.max(morningInShanghai(Date.now()), await lastMomentOf(store)),
        randomHex: () => randomBytes(16).toString('hex'),
      });
      const hub = await createHub({ store, env: time.env, origin, lookEveryMs });
      opened = { store, hub, time };
      await timed(
        () => furnished(hub, world),
        (known) => furnishedText(hub, world, known),
      );
      return { hub, store, now: () => time.env.now() };
    },
  });
  if (!opened) throw new Error('Invariant broken: a started server has a hub');
  return started({ ask, world, server, ...opened });
}

const worldText = ({ network, cities }: ReferenceWorld): string => {
  const dcs = network.nodes.filter(({ kind }) => kind === 'dc').length;
  return `${String(network.nodes.length - dcs)} stores, ${String(dcs)} DCs in ${String(cities.length)} cities, 3 marketplaces`;
};

const furnishedText = (hub: Hub, world: ReferenceWorld, known: boolean): string => {
  const live = hub.strategies().find((strategy) => strategy.live)?.document;
  const stock = known
    ? 'network and stock as they were left'
    : `${String(world.catalogue.length)} items, ${world.stock.length.toLocaleString('en').replaceAll(',', ' ')} stock positions`;
  return `${stock}; strategy "${live?.name ?? 'none'}" v${String(live?.version ?? 0)} live`;
};

/** Publishes the world on an empty store; leaves a store that was kept as it is. @returns whether it was kept */
async function furnished(hub: Hub, world: ReferenceWorld): Promise<boolean> {
  if (hub.network().nodes.length > 0) return true;
  await furnish(hub, {
    network: world.network,
    items: world.catalogue.map(({ profile }) => profile),
    stock: world.stock,
  });
  return false;
}

function started(parts: {
  readonly ask: DemoAsk;
  readonly world: ReferenceWorld;
  readonly time: ScaledTime;
  readonly server: RunningServer;
  readonly store: Store;
  readonly hub: Hub;
}): DemoSession {
  const { ask, world, time, hub, store, server } = parts;
  const working = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    const settled = work
      .catch((failure: unknown) =>
        time.env.log('warn', 'work failed', { failure: String(failure) }),
      )
      .finally(() => working.delete(settled));
    working.add(settled);
  };
  const actors = worldActors({
    hub,
    env: time.env,
    track,
    network: world.network,
    items: world.catalogue.map(({ profile }) => profile),
    host: 'hub.ordermesh.local',
    seed: ask.seed,
  });
  const tally = tallyOf(hub, { wallMs: () => performance.now() });
  // Another seed of customers per start, so that external ids of a kept store do not repeat.
  const customers = ask.dataDirectory === undefined ? ask.seed : Math.floor(Date.now() / 1000);
  const arrivals = arrivalsOf(hub, demandOf(world, customers), {
    now: () => time.env.now(),
    perSecond: ask.ordersPerSecond,
    onPlaced: (placed) => {
      actors.noteOrder(placed.record.order.orderId, placed.record.order.shipTo);
      tally.placed(placed);
    },
  });
  return {
    ...{ hub, store, world, time, actors, arrivals, tally, server },
    quiet: async () => {
      await arrivals.stop();
      actors.stop();
      time.stop();
      await Promise.allSettled(working);
      await hub.settled();
    },
    close: async () => {
      tally.stop();
      time.stop();
      await server.stop();
    },
  };
}

function stepTimer(done: StageDone) {
  return async <T>(work: () => Promise<T>, text: (value: T) => string): Promise<T> => {
    const startedMs = performance.now();
    const value = await work();
    done(text(value), performance.now() - startedMs);
    return value;
  };
}

/** Up to when a kept store has lived: its time runs ahead of the wall clock and must not go back. 0 = it is new. */
async function lastMomentOf(store: Store): Promise<number> {
  const [documents, orders] = await Promise.all([
    Promise.all([store.documents('network'), store.documents('strategy')]),
    store.orderList({}, { limit: 1, after: undefined }),
  ]);
  const moments = documents.flat().map(({ publishedAt }) => publishedAt + 1);
  return Math.max(0, ...moments, ...orders.rows.map(({ acceptedAt }) => acceptedAt + 1));
}

/** 10:00 on today's date in Shanghai: shops have just opened, whatever the hour is here. */
export function morningInShanghai(wallAt: number): number {
  const [dayMs, offsetMs] = [86_400_000, 8 * 3_600_000];
  return Math.floor((wallAt + offsetMs) / dayMs) * dayMs - offsetMs + 10 * 3_600_000;
}

/** The demo takes its key and nothing else. */
const noTokens = {
  tokenIssuer: '',
  tokenAudience: '',
  tokenKeys: '',
  tokenAlgorithms: settingDefinitions.tokenAlgorithms.fallback,
  tokenClockSeconds: settingDefinitions.tokenClockSeconds.fallback,
  tokenKindClaim: settingDefinitions.tokenKindClaim.fallback,
  tokenOwnsClaim: settingDefinitions.tokenOwnsClaim.fallback,
};

const demoSettings = (port: number) => ({
  host: settingDefinitions.host.fallback,
  port,
  publicUrl: '',
  bodyLimitBytes: settingDefinitions.bodyLimitBytes.fallback,
  batchLimitBytes: settingDefinitions.batchLimitBytes.fallback,
  stopSecondsMax: settingDefinitions.stopSecondsMax.fallback,
  // A receiver on one's own machine is what one tries first.
  webhookTargets: 'any' as const,
  secretKey: '',
  requestsPerMinute: 0,
  requestsPerDay: 0,
  requestsPerMinuteKeyless: 0,
  writesAtOnceMax: 0,
  writesAnsweredMs: 0,
  routing: 'intake' as const,
  ...noTokens,
});

import { createHub, runRouter, StoreFailure } from '@ordermesh/core/hub';
import type {
  CommitResult,
  CommitUnit,
  Env,
  Hub,
  HubMaking,
  Store,
  WorkQueue,
} from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Chance } from '../../chance.ts';
import { asNewer } from './newer-version.ts';
import type { FaultMix } from './fault-mix.ts';
import type { Kernel } from './kernel.ts';
import type { WorkBus } from './work-bus.ts';

/** One process of the hub: it has a clock of its own, can die at any commit or answer, and starts again. */
export interface HubProcess {
  readonly name: string;
  /** What it runs; undefined while it is down. */
  readonly hub: () => Hub | undefined;
  readonly store: () => Store;
  /** About to answer somebody: it may die here. @returns whether it lives */
  readonly answers: () => boolean;
  readonly jumpClock: () => void;
  readonly start: () => void;
  /** No more faults; a process that is down starts at once, its clock is right. */
  readonly heal: () => void;
  readonly crashes: () => number;
}

/** What processes share. */
export interface ProcessOutside {
  readonly clock: Kernel;
  readonly chance: Chance;
  readonly mix: FaultMix;
  readonly database: MemoryDatabase;
  readonly currency: string;
  /** Faults strike only while this holds. */
  readonly isStorm: () => boolean;
  /** Told after every commit of any process, before anybody hears of it. */
  readonly committed: (units: readonly CommitUnit[], results: readonly CommitResult[]) => void;
  /**
   * What it does: everything; or it accepts orders that others place; or it places them, and nothing else; or it tells
   * subscribers, and nothing else.
   */
  readonly part: 'whole' | 'accepts' | 'routes' | 'tells';
  readonly bus: WorkBus | undefined;
  /** Whether the store cannot take the placing of an accepted order while the storm lasts. */
  readonly refusesRow: (orderId: string) => boolean;
  /** Told of every hub that comes up. */
  readonly lives: (process: string, hub: Hub) => void;
  /** Told of every life of a process that tells subscribers. */
  readonly tells?: (life: TellerLife) => void;
}

/** A life of a process that tells subscribers. */
export interface TellerLife {
  readonly process: string;
  readonly hub: Hub;
  readonly store: Store;
  readonly env: Env;
  /** Unique per life. */
  readonly origin: string;
  readonly isAlive: () => boolean;
}

/** How long a look at the log and timers may wait, ms of simulated time. */
const lookEveryMs = 30_000;

/** Makes a process; it is down until it is started. */
export function hubProcess(name: string, outside: ProcessOutside): HubProcess {
  const { clock, chance, mix } = outside;
  const watch = wrongClock(clock, chance, mix);
  let [life, crashes, isHealed, isStarting] = [0, 0, false, false];
  let hub: Hub | undefined;
  const reads = gated({ ...outside, name, strikes: () => false, crash, alive: () => true });
  const strikes = (share: number): boolean =>
    outside.isStorm() && !isHealed && chance.unit() < share;

  function crash(): void {
    if (hub === undefined && !isStarting) return;
    life += 1;
    crashes += 1;
    [hub, isStarting] = [undefined, false];
    if (isHealed) start();
    else clock.after(1000 + chance.unit() * 120_000, start);
  }

  function start(): void {
    if (hub !== undefined || isStarting) return;
    isStarting = true;
    life += 1;
    const mine = life;
    const alive = (): boolean => life === mine;
    const making = lifeOf(outside, { name, clockNow: watch.now, alive });
    const store = gated({ ...outside, name, strikes, crash, alive, life });
    const origin = `${name}.${String(life)}`;
    createHub({ ...hubMaking(outside, making), store, origin }).then(
      (made) => {
        if (!alive()) return;
        [hub, isStarting] = [made, false];
        outside.lives(name, made);
        if (outside.part === 'routes') beginRouting(made, making);
        const { env } = making;
        outside.tells?.({ process: name, hub: made, store, env, origin, isAlive: alive });
      },
      () => {
        if (!alive()) return;
        isStarting = false;
        clock.after(5000, start);
      },
    );
  }

  return {
    name,
    hub: () => hub,
    store: () => reads,
    answers: () => {
      if (hub !== undefined && strikes(mix.crashAtSend)) crash();
      return hub !== undefined;
    },
    jumpClock: watch.jump,
    start,
    heal: () => {
      isHealed = true;
      watch.setRight();
      start();
    },
    crashes: () => crashes,
  };
}

/** How far pooled looks see: as usual they sample more futures than a small town needs. */
const looking = { priceHorizonDays: 3, priceFutures: 4 };

/** What a life of a process has of its own besides its store. */
interface LifeMaking {
  readonly env: Env;
  readonly queue: WorkQueue | undefined;
}

const lifeOf = (
  { clock, chance, bus }: ProcessOutside,
  {
    name,
    ...one
  }: { readonly name: string; readonly clockNow: () => number; readonly alive: () => boolean },
): LifeMaking => ({
  env: envOf({ clock, chance, ...one }),
  queue: bus?.open(name, one.alive),
});

/** What a process of this part is made from; those that place or tell leave what time brings to the others. */
const hubMaking = (
  { part, currency }: ProcessOutside,
  { env, queue }: LifeMaking,
): Omit<HubMaking, 'store' | 'origin'> => ({
  ...{ env, currency, lookEveryMs, hasTimers: part === 'whole' || part === 'accepts' },
  rules: { ...looking, routing: part === 'whole' ? 'intake' : 'router' },
  ...(queue && { bus: { routing: queue } }),
});

/** Routes until the process dies; what fails then comes again. */
const beginRouting = (hub: Hub, { env, queue }: LifeMaking): void =>
  void runRouter({
    ...{ hub, env, expectsOrders: true, sweepEveryMs: lookEveryMs },
    ...(queue && { queue }),
    fail: () => undefined,
  });

/** The clock of a process: off by a skew, running at its own pace. */
function wrongClock(clock: Kernel, chance: Chance, mix: FaultMix) {
  const signed = (most: number): number => (2 * chance.unit() - 1) * most;
  let [skewMs, drift, fromAt] = [signed(mix.skewMsMax), signed(mix.driftMax), clock.now()];
  return {
    now: (): number => Math.floor(clock.now() + skewMs + (clock.now() - fromAt) * drift),
    jump: (): void => {
      [skewMs, fromAt] = [signed(mix.skewMsMax), clock.now()];
    },
    setRight: (): void => {
      [skewMs, drift, fromAt] = [0, 0, clock.now()];
    },
  };
}

function envOf(of: {
  readonly clock: Kernel;
  readonly chance: Chance;
  readonly clockNow: () => number;
  readonly alive: () => boolean;
}): Env {
  const { clock, alive } = of;
  return {
    now: of.clockNow,
    mono: () => clock.now(),
    randomHex: () => of.chance.hex(32),
    after: (delayMs, callback) =>
      clock.after(delayMs, () => {
        if (alive()) callback();
      }),
    turn: () => Promise.resolve(),
    log: () => undefined,
  };
}

interface Gate extends ProcessOutside {
  readonly name: string;
  readonly strikes: (share: number) => boolean;
  readonly crash: () => void;
  readonly alive: () => boolean;
  /** Which life it is; some come up as a later version, and write as that would. Absent = no life of a process. */
  readonly life?: number;
}

/** It places an accepted order, with a row that the store cannot take. */
const isRefused = ({ mix, refusesRow }: Gate, { casesChanged }: CommitUnit): boolean =>
  mix.rowsRefused > 0 &&
  casesChanged.some(
    ({ kind, state, orderId = '' }) =>
      kind === 'routing' && state === 'routed' && refusesRow(orderId),
  );

/** That no answer comes is noticed at once where a connection breaks, else when the patience ends. */
async function lostAnswer({ clock, chance, alive }: Gate): Promise<never> {
  const afterMs = chance.unit() < 0.5 ? 0 : chance.between(10_000, 60_000);
  await new Promise<void>((resolve) => clock.after(afterMs, resolve));
  if (!alive()) return new Promise<never>(() => undefined);
  throw new StoreFailure('the answer was lost', true, { isFateKnown: false });
}

type Read = (...asked: unknown[]) => Promise<unknown>;

/** The way of one life of a process to the database: a dead process hears nothing and changes nothing. */
function gated(gate: Gate): Store {
  const { alive, strikes, mix } = gate;
  const inner = memoryStore({ database: gate.database, origin: gate.name });
  const never = new Promise<never>(() => undefined);
  const isNewer =
    gate.isStorm() &&
    gate.life !== undefined &&
    gate.chance.fork(`version ${String(gate.life)}`).unit() < mix.newer;
  const wait = (): Promise<void> =>
    new Promise((resolve) =>
      gate.clock.after(gate.chance.unit() ** 2 * mix.storeDelayMsMax, resolve),
    );
  const commit: Store['commit'] = async (units, origin) => {
    await wait();
    if (!alive()) return never;
    if (strikes(mix.crashBeforeCommit)) {
      gate.crash();
      return never;
    }
    if (gate.isStorm() && units.some((unit) => isRefused(gate, unit)))
      throw new StoreFailure('a row breaks a constraint', false);
    if (strikes(mix.storeRefuses)) throw new StoreFailure('the store did not take it', true);
    const written = isNewer ? units.map(asNewer) : units;
    const results = await inner.commit(written, origin);
    gate.committed(written, results);
    if (strikes(mix.crashAfterCommit)) {
      gate.crash();
      return never;
    }
    await wait();
    if (!alive()) return never;
    if (strikes(mix.answerLost)) await lostAnswer(gate);
    return results;
  };
  const whileAlive =
    (read: Read): Read =>
    async (...asked) => {
      if (!alive()) return never;
      const answer = await read(...asked);
      return alive() ? answer : never;
    };
  const reads = Object.entries<Read>(inner as unknown as Readonly<Record<string, Read>>).map(
    ([name, read]) => [name, whileAlive(read)] as const,
  );
  return { ...(Object.fromEntries(reads) as unknown as Store), commit };
}

import { createHub, StoreFailure, UnknownFate } from '@ordermesh/core/hub';
import type { CommitResult, CommitUnit, Env, Hub, Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Chance } from '../chance.ts';
import type { FaultMix } from './fault-mix.ts';
import type { Kernel } from './kernel.ts';

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
  readonly crash: () => void;
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
}

/** How long a look at the log and timers may wait, ms of simulated time. */
const lookEveryMs = 20_000;

/** Makes a process; it is down until it is started. */
export function hubProcess(name: string, outside: ProcessOutside): HubProcess {
  const { clock, chance, mix } = outside;
  let [life, crashes, isHealed] = [0, 0, false];
  let hub: Hub | undefined;
  let [skewMs, drift, driftFromAt] = [
    signed(chance, mix.skewMsMax),
    signed(chance, mix.driftMax),
    clock.now(),
  ];
  const strikes = (share: number): boolean =>
    outside.isStorm() && !isHealed && chance.unit() < share;

  const clockNow = (): number =>
    isHealed ? clock.now() : Math.floor(clock.now() + skewMs + (clock.now() - driftFromAt) * drift);

  const crash = (): void => {
    if (hub === undefined && !starting) return;
    life += 1;
    crashes += 1;
    hub = undefined;
    starting = false;
    if (isHealed) start();
    else clock.after(1000 + chance.unit() * 120_000, start);
  };

  let starting = false;
  const start = (): void => {
    if (hub !== undefined || starting) return;
    starting = true;
    life += 1;
    const mine = life;
    const store = gated({ ...outside, name, strikes, crash, alive: () => life === mine });
    const env = envOf({ clock, chance, clockNow, alive: () => life === mine });
    createHub({
      store,
      env,
      origin: `${name}.${String(life)}`,
      currency: outside.currency,
      lookEveryMs,
    }).then(
      (made) => {
        if (life !== mine) return;
        [hub, starting] = [made, false];
      },
      () => {
        if (life !== mine) return;
        starting = false;
        clock.after(5000, start);
      },
    );
  };

  const process: HubProcess = {
    name,
    hub: () => hub,
    store: () => gated({ ...outside, name, strikes: () => false, crash, alive: () => true }),
    answers: () => {
      if (hub === undefined) return false;
      if (!strikes(mix.crashAtSend)) return true;
      crash();
      return false;
    },
    jumpClock: () => {
      [skewMs, drift, driftFromAt] = [signed(chance, mix.skewMsMax), drift, clock.now()];
    },
    start,
    crash,
    heal: () => {
      isHealed = true;
      start();
    },
    crashes: () => crashes,
  };
  return process;
}

const signed = (chance: Chance, most: number): number => (2 * chance.unit() - 1) * most;

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
}

/** The way of one life of a process to the database: a dead process hears nothing and changes nothing. */
function gated(gate: Gate): Store {
  const { alive, strikes, mix } = gate;
  const inner = memoryStore({ database: gate.database, origin: gate.name });
  const never = new Promise<never>(() => undefined);
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
    if (strikes(mix.storeRefuses)) throw new StoreFailure('the store did not take it', true);
    const results = await inner.commit(units, origin);
    gate.committed(units, results);
    if (strikes(mix.crashAfterCommit)) {
      gate.crash();
      return never;
    }
    await wait();
    if (!alive()) return never;
    if (strikes(mix.answerLost))
      throw new UnknownFate('the answer was lost');
    return results;
  };
  return new Proxy(inner, {
    get: (target, name, receiver) => {
      if (name === 'commit') return commit;
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...asked: unknown[]): Promise<unknown> => {
        if (!alive()) return never;
        const answer: unknown = await Reflect.apply(member, target, asked);
        return alive() ? answer : never;
      };
    },
  });
}

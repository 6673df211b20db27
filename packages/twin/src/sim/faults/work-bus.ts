import { BusFailure } from '@ordermesh/core/hub';
import type { HandedWork, WorkLane, WorkQueue } from '@ordermesh/core/hub';
import type { Chance } from '../../chance.ts';
import type { Kernel } from './kernel.ts';
import type { Post } from './post.ts';

/** The work queue of the bus as a real one is: told over the net, lost, doubled, handed out again, forgotten as a whole. */
export interface WorkBus {
  /** The end of one life of a process. */
  open(process: string, isAlive: () => boolean): WorkQueue;
  /** It comes up empty after a crash. */
  forget(): void;
  /** How often work was handed out, further times included. */
  readonly handedOut: () => number;
}

/** Name of the bus on the net. */
export const busName = 'bus';

/** Whoever has taken work and tells nothing for so long is thought to be gone, ms. @see natsWork */
const takenMs = 30_000;
/** Work is handed out so often at most; the store knows what is still to do then. */
const handedOutMax = 20;
/** Who puts work waits so long for the word that it is held, ms. */
const patienceMs = 5_000;
/** While nobody takes, it looks again after so long, ms. */
const nobodyMs = 5_000;

interface Held {
  readonly key: string;
  readonly lane: WorkLane;
  handedOut: number;
  /** Moves whenever it is handed out or put back: a timer of before means nothing any more. */
  turn: number;
}

interface Taker {
  readonly process: string;
  readonly isAlive: () => boolean;
  readonly receive: Readonly<Record<WorkLane, (one: HandedWork) => void>>;
}

/** Told of work that has come to a taker: what it is about, its lane, and what is worked at there before it. */
export type Coming = (key: string, lane: WorkLane, behind: readonly string[]) => void;

/** Opens the bus; processes reach it by post. */
export function workBus(
  { clock, post, chance }: { readonly clock: Kernel; readonly post: Post; readonly chance: Chance },
  comes: Coming = () => undefined,
): WorkBus {
  const held = new Set<Held>();
  let takers: readonly Taker[] = [];
  let handedOut = 0;

  function dueIn(one: Held, waitMs: number): void {
    one.turn += 1;
    const { turn } = one;
    clock.after(waitMs, () => {
      if (held.has(one) && one.turn === turn) hand(one);
    });
  }

  function hand(one: Held): void {
    takers = takers.filter(({ isAlive }) => isAlive());
    if (takers.length === 0) dueIn(one, nobodyMs);
    else if (one.handedOut >= handedOutMax) held.delete(one);
    else handTo(chance.pick(takers), one);
  }

  function handTo({ process, isAlive, receive }: Taker, one: Held): void {
    one.handedOut += 1;
    handedOut += 1;
    dueIn(one, takenMs);
    const told = (tell: () => void) => () => {
      post.send(process, busName, tell);
    };
    const work: HandedWork = {
      ...{ key: one.key, handedOut: one.handedOut },
      done: told(() => held.delete(one)),
      later: (afterMs) => {
        told(() => {
          if (held.has(one)) dueIn(one, afterMs);
        })();
      },
    };
    post.send(busName, process, () => {
      if (isAlive()) receive[one.lane](work);
    });
  }

  return {
    handedOut: () => handedOut,
    forget: () => {
      held.clear();
    },
    open: (process, isAlive) => ({
      put: heard({ clock, post, process }, (keys, lane) => {
        for (const key of keys) {
          const one = { key, lane, handedOut: 0, turn: 0 };
          held.add(one);
          hand(one);
        }
      }),
      take: (work) => {
        takers = [...takers, { process, isAlive, receive: places(work, comes) }];
        // A router of the mesh takes until it dies.
        return Promise.resolve(() => Promise.resolve());
      },
    }),
  };
}

/** Brings keys to the bus, and its word back; who does not hear it in time does not know whether they are held. */
const heard =
  (
    net: { readonly clock: Kernel; readonly post: Post; readonly process: string },
    hold: (keys: readonly string[], lane: WorkLane) => void,
  ): WorkQueue['put'] =>
  (keys, lane) =>
    new Promise((resolve, reject) => {
      net.post.send(net.process, busName, () => {
        hold(keys, lane);
        net.post.send(busName, net.process, resolve);
      });
      net.clock.after(patienceMs, () => {
        reject(new BusFailure('away', 'the bus has not answered'));
      });
    });

/** Each lane has a place of its own at a taker, so that what waits in one is not held up by the other. */
const places = (work: (handed: readonly HandedWork[]) => Promise<void>, comes: Coming) => ({
  urgent: gathered(work, (key, behind) => {
    comes(key, 'urgent', behind);
  }),
  usual: gathered(work, (key, behind) => {
    comes(key, 'usual', behind);
  }),
});

/** The place of a lane at a taker: what comes while the work before it is done is done together. */
function gathered(
  work: (handed: readonly HandedWork[]) => Promise<void>,
  comes: (key: string, behind: readonly string[]) => void,
): (one: HandedWork) => void {
  let next: HandedWork[] = [];
  let atWork: readonly string[] = [];
  const go = async (): Promise<void> => {
    for (let some = next; some.length > 0; some = next) {
      next = [];
      atWork = some.map(({ key }) => key);
      await work(some);
    }
    atWork = [];
  };
  return (one) => {
    comes(one.key, atWork);
    next.push(one);
    if (atWork.length === 0) void go();
  };
}

import type { Env } from '@ordermesh/core/hub';
import { seededChance } from '../chance.ts';
import { timers } from './timers.ts';

/** A world whose time jumps from one event to the next; nothing ever waits by the wall. */
export interface VirtualTime {
  /** What the hub is built with. `mono` is the real clock: durations of the machine stay true. */
  readonly env: Env;
  /** Work that must finish before time may go on (a call of the hub, a store's answer). */
  readonly track: (work: Promise<unknown>) => void;
  /** Lets everything happen that is due until then, then sets the clock to it. */
  runUntil(at: number): Promise<void>;
}

/**
 * Opens virtual time. With a store that answers without waiting (memory), the same seed makes the same run, event by
 * event; with a real store the order of events is the same and only durations differ.
 *
 * @param start `startAt`: epoch ms UTC of the first moment; `log`: where the hub's messages go, absent = nowhere
 */
export function virtualTime(start: {
  readonly seed: number | string;
  readonly startAt: number;
  readonly log?: Env['log'];
}): VirtualTime {
  const chance = seededChance(`virtual/${String(start.seed)}`);
  const queue = timers();
  const underWay = new Set<Promise<unknown>>();
  let nowAt = start.startAt;
  let failure: { readonly cause: unknown } | undefined;

  const env: Env = {
    now: () => nowAt,
    mono: () => performance.now(),
    randomHex: () => chance.hex(32),
    after: (delayMs, callback) => queue.add(nowAt + Math.max(0, Math.ceil(delayMs)), callback),
    turn: () => Promise.resolve(),
    log: start.log ?? ((): void => undefined),
  };

  function track(work: Promise<unknown>): void {
    const settled = work
      .catch((cause: unknown) => (failure ??= { cause }))
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  }

  async function run(untilAt: number): Promise<void> {
    for (;;) {
      await quiet(underWay, () => (queue.nextAt() ?? Infinity) <= nowAt);
      if (failure) throw failure.cause;
      const due = queue.takeDue(untilAt);
      if (!due) return;
      nowAt = Math.max(nowAt, due.at);
      due.callback();
    }
  }

  return {
    env,
    track,
    runUntil: async (at) => {
      await run(at);
      nowAt = Math.max(nowAt, Math.floor(at));
    },
  };
}

/** Waits until no tracked work is left, or a timer of this very moment must run first. */
async function quiet(
  underWay: ReadonlySet<Promise<unknown>>,
  timerDue: () => boolean,
): Promise<void> {
  await macrotask();
  while (underWay.size > 0 && !timerDue()) {
    await Promise.race([Promise.race(underWay), macrotask()]);
    // What an answer sets going (the next question to a real store) begins before time goes on.
    if (underWay.size === 0) await macrotask();
  }
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

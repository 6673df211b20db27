import type { Env } from '@ordermesh/core/hub';

import { seededRandom } from './seeded-random.ts';

/** An environment whose time stands still until it is told to go on. */
export interface FakeClock extends Env {
  /** Lets time pass; what `after` was promised happens on the way, in its order. */
  advance(passedMs: number): void;
  /** Timers still waiting. */
  waiting(): number;
  /** What was logged, oldest first. */
  readonly logged: readonly { readonly level: string; readonly message: string }[];
}

/** @param startAt epoch ms UTC; 2026-01-05T08:00:00Z, a Monday, when absent */
export function fakeClock(startAt: number = Date.UTC(2026, 0, 5, 8), seed = 1): FakeClock {
  const random = seededRandom(seed);
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  const logged: { level: string; message: string }[] = [];
  let at = startAt;
  let made = 0;

  function nextDue(untilAt: number): number | undefined {
    let due: number | undefined;
    for (const [id, timer] of timers)
      if (timer.at <= untilAt && (due === undefined || timer.at < timers.get(due)!.at)) due = id;
    return due;
  }

  return {
    now: () => at,
    mono: () => at - startAt,
    randomHex: () => random.hex(),
    after: (delayMs, callback) => {
      const id = (made += 1);
      timers.set(id, { at: at + delayMs, callback });
      return () => timers.delete(id);
    },
    turn: () => Promise.resolve(),
    log: (level, message) => {
      logged.push({ level, message });
    },
    advance: (passedMs) => {
      const untilAt = at + passedMs;
      for (let due = nextDue(untilAt); due !== undefined; due = nextDue(untilAt)) {
        const timer = timers.get(due)!;
        timers.delete(due);
        at = Math.max(at, timer.at);
        timer.callback();
      }
      at = untilAt;
    },
    waiting: () => timers.size,
    logged,
  };
}

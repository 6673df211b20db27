import { setImmediate } from 'node:timers/promises';

import type { Env } from '@ordermesh/core/hub';
import { timers } from './timers.ts';

/** Time that runs faster than the wall clock, for showing a day in minutes. */
export interface ScaledTime {
  readonly env: Env;
  /** How many ms of this time pass in one ms of the wall clock. */
  readonly scale: () => number;
  /** Changes the speed from now on; waiting timers keep their due times. */
  setScale(scale: number): void;
  /** Forgets all timers. */
  stop(): void;
}

/**
 * Starts scaled time.
 *
 * @param start `scale` > 0; `startAt`: epoch ms UTC; `randomHex`: 32 hex digits per call
 */
export function scaledTime(start: {
  readonly scale: number;
  readonly startAt: number;
  readonly randomHex: () => string;
  readonly log?: Env['log'];
}): ScaledTime {
  const queue = timers();
  let scale = start.scale;
  let anchor = { wallMs: performance.now(), at: start.startAt };
  let armed: NodeJS.Timeout | undefined;
  const now = (): number => Math.floor(anchor.at + (performance.now() - anchor.wallMs) * scale);

  function arm(): void {
    clearTimeout(armed);
    const nextAt = queue.nextAt();
    if (nextAt === undefined) return;
    // A timer of Node holds at most 2^31 − 1 ms; a longer wait is armed again on the way.
    const waitMs = Math.min(Math.max(0, (nextAt - now()) / scale), 2_000_000_000);
    armed = setTimeout(fire, waitMs);
  }

  function fire(): void {
    for (let due = queue.takeDue(now()); due; due = queue.takeDue(now())) due.callback();
    arm();
  }

  return {
    env: {
      now,
      mono: () => performance.now(),
      randomHex: start.randomHex,
      after: (delayMs, callback) => {
        const at = now() + Math.max(0, Math.ceil(delayMs));
        const isFirst = at < (queue.nextAt() ?? Infinity);
        const cancel = queue.add(at, callback);
        if (isFirst) arm();
        return cancel;
      },
      turn: () => setImmediate(),
      log: start.log ?? ((): void => undefined),
    },
    scale: () => scale,
    setScale: (next) => {
      anchor = { wallMs: performance.now(), at: now() };
      scale = next;
      arm();
    },
    stop: () => {
      clearTimeout(armed);
      while (queue.takeDue(Infinity)) continue;
    },
  };
}

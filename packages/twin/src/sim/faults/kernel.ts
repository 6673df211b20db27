import { timers } from '../../clock/timers.ts';

/** One thread, one clock, one list of what is to come: the whole mesh runs on it. */
export interface Kernel {
  /** The true time, epoch ms UTC; no process may look at it, each has a clock of its own. */
  readonly now: () => number;
  /** @returns a function that forgets it */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Lets everything happen that is due until then. */
  runUntil(at: number): Promise<void>;
  /** How many callbacks have run. */
  readonly steps: () => number;
}

/**
 * Opens the clock of a mesh. After each callback all that it set going is finished (nothing in a mesh waits for the
 * machine), so the same seed makes the same run.
 *
 * @param startAt epoch ms UTC
 */
export function kernel(startAt: number): Kernel {
  const queue = timers();
  let [nowAt, steps] = [startAt, 0];
  return {
    now: () => nowAt,
    after: (delayMs, callback) => queue.add(nowAt + Math.max(0, Math.ceil(delayMs)), callback),
    steps: () => steps,
    runUntil: async (at) => {
      await settled();
      for (let due = queue.takeDue(at); due; due = queue.takeDue(at)) {
        nowAt = Math.max(nowAt, due.at);
        steps += 1;
        due.callback();
        await settled();
      }
      nowAt = Math.max(nowAt, at);
    },
  };
}

/**
 * Every promise that can go on without time passing has gone on: Node runs what was put off with `nextTick` once no
 * promise can go on, and without a turn of its event loop, which would cost more than most steps.
 */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

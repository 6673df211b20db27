import { failuresInRowMax, pauseAfterMs } from './retry-schedule.ts';
import type { Sent } from './wire/send.ts';

/** How an endpoint has answered this process lately; forgotten when the process ends. */
export interface Standing {
  /** Takes an attempt into account. */
  readonly count: (sent: Sent) => void;
  /** Whether new events wait in the log for now. */
  readonly isPausedAt: (at: number) => boolean;
  /** Whether it failed so often that only single events are tried. */
  readonly isShaky: () => boolean;
  /** When it last said yes; 0 = never. */
  readonly succeededAt: () => number;
  /** Nothing up to `sequence` is wanted, as long as the progress is at `version`. */
  readonly skip: (version: number, sequence: number) => void;
  readonly skippedTo: (version: number) => number;
}

/** The standing of an endpoint of which nothing is known yet. */
export function newStanding(): Standing {
  let failuresInRow = 0;
  let pausedUntilAt = 0;
  let succeededAt = 0;
  let skipped = { version: 0, sequence: 0 };
  return {
    count: (sent) => {
      failuresInRow = sent.ok ? 0 : failuresInRow + 1;
      if (sent.ok) succeededAt = Math.max(succeededAt, sent.at);
      pausedUntilAt = failuresInRow < failuresInRowMax ? 0 : sent.at + pauseAfterMs(failuresInRow);
    },
    isPausedAt: (at) => at < pausedUntilAt,
    isShaky: () => failuresInRow >= failuresInRowMax,
    succeededAt: () => succeededAt,
    skip: (version, sequence) => {
      skipped = { version, sequence };
    },
    skippedTo: (version) => (skipped.version === version ? skipped.sequence : 0),
  };
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/**
 * Waits between one attempt and the next, ms: ten attempts over 75 h 35 min.
 *
 * @see Standard Webhooks 1.0.0, "Deliverability and reliability"
 */
const waitsMs: readonly number[] = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** How many attempts a delivery gets in all. */
export const attemptsMax = waitsMs.length + 1;

/** How far jitter moves a wait to either side, percent. */
const jitterPercent = 10;

/**
 * How long to wait after a failed attempt, ms.
 *
 * @param failed attempts that failed so far, from 1
 * @param chance 0 (inclusive) … 1 (exclusive): spreads deliveries that failed together
 * @param askedMs what the receiver asked for with Retry-After; never shortens the wait, and at most a day counts
 * @returns undefined when no attempt is left
 */
export function waitAfterMs(failed: number, chance: number, askedMs = 0): number | undefined {
  const wait = waitsMs[failed - 1];
  if (wait === undefined) return undefined;
  const spread = (2 * chance - 1) * (jitterPercent / 100);
  return Math.max(Math.round(wait * (1 + spread)), Math.min(askedMs, 24 * hourMs));
}

const pauseMsMax = 30 * minuteMs;

/** How long new events wait for an endpoint that failed so often in a row: 1 minute, doubling, at most 30 minutes. */
export const pauseAfterMs = (failuresInRow: number): number =>
  Math.min(pauseMsMax, minuteMs * 2 ** Math.max(0, failuresInRow - failuresInRowMax));

/** So many failures in a row, and new events wait in the log instead of becoming deliveries that fail. */
export const failuresInRowMax = 10;

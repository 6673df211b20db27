import { nextLimit } from './pace.ts';

/** How many writes one process has in hand; what is over it is turned away before it costs anything. */
export interface InFlight {
  /** @returns a function that lets it go; undefined when the process has its hands full */
  readonly enter: () => (() => void) | undefined;
  /** Asked before anything of a request is looked at; what is turned away is counted. */
  readonly isFull: () => boolean;
  readonly count: () => number;
  /** How many may be in hand now. */
  readonly limit: () => number;
}

/** How long a write may take on average before fewer are let in; a monotonic clock, ms. */
export interface WritePace {
  readonly targetMs: number;
  readonly mono: () => number;
}

/** So long is looked on before the limit is judged again. */
const stretchMs = 200;

/**
 * @param most writes in hand at once; 0 = any number
 * @param pace absent, or with a target of 0: the limit stays at `most`
 */
export function inFlight(most: number, pace?: WritePace): InFlight {
  let [count, limit] = [0, most];
  let stretch = { fromMs: -Infinity, answered: 0, tookMs: 0, wasFull: false };
  const look = (): void => {
    if (!pace || pace.targetMs === 0 || pace.mono() - stretch.fromMs < stretchMs) return;
    const { answered, tookMs, wasFull } = stretch;
    const meanMs = answered === 0 ? 0 : tookMs / answered;
    limit = nextLimit({ limit, most, answered, meanMs, wasFull, targetMs: pace.targetMs });
    stretch = { fromMs: pace.mono(), answered: 0, tookMs: 0, wasFull: false };
  };
  const isFull = (): boolean => {
    if (most === 0 || count < limit) return false;
    stretch.wasFull = true;
    look();
    return count >= limit;
  };
  return {
    count: () => count,
    limit: () => limit,
    isFull,
    enter: () => {
      if (isFull()) return undefined;
      count += 1;
      const startedMs = pace?.mono() ?? 0;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        count -= 1;
        stretch.answered += 1;
        stretch.tookMs += (pace?.mono() ?? 0) - startedMs;
        look();
      };
    },
  };
}

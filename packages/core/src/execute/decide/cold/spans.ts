import type { ColdLimits } from './limits.ts';

/** What a logger said at one moment. */
export interface LoggerReading {
  /** Epoch ms UTC. */
  readonly at: number;
  /** Thousandths of a degree Celsius, integer. */
  readonly milliCelsius: number;
}

/** The readings of one logger, and until when they are judged. */
export interface ColdQuestion {
  /** When the judgement is made; later readings are not looked at. */
  readonly at: number;
  /** When the goods came under this logger. */
  readonly sinceAt: number;
  /** How long they were outside their limits before that, as others tell, ms; absent = never. */
  readonly outsideBeforeMs?: number;
  /** In any order; several of one moment count as their extremes. */
  readonly readings: readonly LoggerReading[];
  readonly limits: ColdLimits;
}

/** A stretch of time between two readings. */
export interface LoggedSpan {
  readonly startAt: number;
  /** ms > 0 */
  readonly forMs: number;
  /** The warmer of its ends: what happened in between is not assumed to be better. */
  readonly warmestMilliCelsius: number;
  readonly coldestMilliCelsius: number;
  /** Too long without a reading: nothing is known, and it counts at no less than the upper limit. */
  readonly isGap: boolean;
}

/** The time from `sinceAt` to `at`, without holes and overlaps, as the readings cover it. */
export function spansOf({ at, sinceAt, readings, limits }: ColdQuestion): readonly LoggedSpan[] {
  const seen = new Map<number, readonly number[]>();
  for (const reading of readings)
    if (reading.at >= sinceAt && reading.at <= at)
      seen.set(reading.at, [...(seen.get(reading.at) ?? []), reading.milliCelsius]);
  const edges = [sinceAt, ...[...seen.keys()].sort((a, b) => a - b), at];
  return edges.slice(1).flatMap((endAt, ix): LoggedSpan[] => {
    const startAt = edges[ix] ?? endAt;
    const forMs = endAt - startAt;
    if (forMs <= 0) return [];
    const ends = [...(seen.get(startAt) ?? []), ...(seen.get(endAt) ?? [])];
    const isGap = forMs > limits.gapMsMax || ends.length === 0;
    const atLeast = isGap ? [limits.highMilliCelsius] : [];
    return [
      {
        startAt,
        forMs,
        warmestMilliCelsius: Math.max(...ends, ...atLeast),
        coldestMilliCelsius: Math.min(...(ends.length > 0 ? ends : [limits.highMilliCelsius])),
        isGap,
      },
    ];
  });
}

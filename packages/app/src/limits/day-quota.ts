import type { Taken } from './token-bucket.ts';

const dayMs = 86_400_000;
const dayOf = (at: number): number => Math.floor(at / dayMs);

/** Requests by caller on one day. */
export interface DayCounts {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly requests: ReadonlyMap<string, number>;
}

/** Counts what callers ask in a day (UTC), together with the other processes of the store. */
export interface DayQuota {
  readonly perDay: number;
  /** Counts one request, unless the caller has asked as much as it may today. */
  readonly take: (caller: string, at: number) => Taken;
  /** What this process has counted and nobody else knows of. */
  readonly unsaid: () => DayCounts;
  /**
   * What was unsaid is known to all now.
   *
   * @param said as {@link unsaid} gave it
   * @param all what all processes together have counted
   */
  readonly heard: (said: DayCounts, all: ReadonlyMap<string, number>) => void;
}

/** @param perDay requests of one caller, from 1 */
export function dayQuota(perDay: number): DayQuota {
  let day = 0;
  let own = new Map<string, number>();
  let all = new Map<string, number>();
  const today = (at: number): void => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    own = new Map();
    all = new Map();
  };
  return {
    perDay,
    take: (caller, at) => {
      today(at);
      const unsaid = own.get(caller) ?? 0;
      const left = perDay - unsaid - (all.get(caller) ?? 0);
      const waitMs = (day + 1) * dayMs - at;
      // Who is refused is looked up too: another process may have been told more than there was.
      own.set(caller, left > 0 ? unsaid + 1 : unsaid);
      return { ok: left > 0, left: Math.max(0, left - 1), waitMs };
    },
    unsaid: () => ({ day, requests: new Map(own) }),
    heard: (said, known) => {
      if (said.day !== day) return;
      for (const [caller, requests] of said.requests) {
        const since = (own.get(caller) ?? 0) - requests;
        if (since > 0) own.set(caller, since);
        else own.delete(caller);
        all.set(caller, known.get(caller) ?? 0);
      }
    },
  };
}

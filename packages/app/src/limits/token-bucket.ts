/** Buckets of tokens, one per caller; a request takes one. */
export interface TokenBuckets {
  /** Tokens that a full bucket holds. */
  readonly capacity: number;
  /** Takes a token of the caller, if there is one. `atMs` is monotonic. */
  readonly take: (caller: string, atMs: number) => Taken;
}

/** What is left, and how long until there is a token again (refused) or the bucket is full (taken). */
export interface Taken {
  readonly ok: boolean;
  readonly left: number;
  readonly waitMs: number;
}

/** Most callers that are remembered: the one that was silent longest is forgotten first. */
const callersMax = 10_000;
/** A full bucket holds what comes in within this time. */
const fullSeconds = 10;

/** @param perMinute tokens that come in, from 1; so much is let through over any long time */
export function tokenBuckets(perMinute: number): TokenBuckets {
  const perMs = perMinute / 60_000;
  const capacity = Math.max(1, Math.ceil((perMinute * fullSeconds) / 60));
  const held = new Map<string, { readonly tokens: number; readonly atMs: number }>();
  return {
    capacity,
    take: (caller, atMs) => {
      const before = held.get(caller) ?? { tokens: capacity, atMs };
      const tokens = Math.min(capacity, before.tokens + Math.max(0, atMs - before.atMs) * perMs);
      const ok = tokens >= 1;
      const after = ok ? tokens - 1 : tokens;
      held.delete(caller);
      const silent = held.keys().next();
      if (held.size >= callersMax && silent.done !== true) held.delete(silent.value);
      held.set(caller, { tokens: after, atMs });
      const lacking = ok ? capacity - after : 1 - after;
      return { ok, left: Math.floor(after), waitMs: Math.ceil(lacking / perMs) };
    },
  };
}

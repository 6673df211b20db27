import { networkOf } from '../links/index.ts';
import { tokenBuckets } from './token-bucket.ts';
import type { Taken } from './token-bucket.ts';

/** How much one caller may ask; 0 = as much as it likes. */
export interface LimitSettings {
  readonly requestsPerMinute: number;
  readonly requestsPerMinuteKeyless: number;
}

/** Whether a request is let through, and what its answer says of the limit. */
export interface Admission {
  readonly ok: boolean;
  /** `retry-after` in seconds; only when it is not let through. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Judges requests one by one; `atMs` is monotonic. */
export interface RequestLimits {
  readonly ofKey: (keyId: string, atMs: number) => Admission;
  /** A request without a valid key. */
  readonly ofAddress: (address: string, atMs: number) => Admission;
}

const unlimited: Admission = { ok: true, headers: {} };

/** @see LimitSettings */
export function requestLimits(settings: LimitSettings): RequestLimits {
  const limit = (name: string, perMinute: number) => {
    if (perMinute === 0) return (): Admission => unlimited;
    const buckets = tokenBuckets(perMinute);
    const seconds = Math.ceil((buckets.capacity * 60) / perMinute);
    const policy = `"${name}";q=${String(buckets.capacity)};w=${String(seconds)}`;
    return (caller: string, atMs: number) => admission(name, policy, buckets.take(caller, atMs));
  };
  const ofNetwork = limit('address', settings.requestsPerMinuteKeyless);
  return {
    ofKey: limit('key', settings.requestsPerMinute),
    ofAddress: (address, atMs) => ofNetwork(networkOf(address), atMs),
  };
}

/** @see draft-ietf-httpapi-ratelimit-headers, RFC 6585 §4 */
function admission(name: string, policy: string, { ok, left, waitMs }: Taken): Admission {
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1_000)));
  return {
    ok,
    headers: {
      'ratelimit-policy': policy,
      ratelimit: `"${name}";r=${String(left)};t=${seconds}`,
      ...(!ok && { 'retry-after': seconds }),
    },
  };
}

import { networkOf } from '../links/index.ts';
import { tokenBuckets } from './token-bucket.ts';
import type { Taken } from './token-bucket.ts';
import type { DayQuota } from './day-quota.ts';

/** How much one caller may ask; 0 = as much as it likes. */
export interface LimitSettings {
  readonly requestsPerMinute: number;
  readonly requestsPerMinuteKeyless: number;
}

/** Whether a request is let through, and what its answer says of the limit. */
export interface Admission {
  /** Undefined: it is let through. */
  readonly reached: LimitReached | undefined;
  /** `retry-after` in seconds; only when it is not let through. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a request is not let through: too many at once, or as many as the caller may send a day. */
export type LimitReached = 'rate-limited' | 'quota-used';

/** Judges requests one by one; `atMs` is monotonic. */
export interface RequestLimits {
  readonly ofKey: (keyId: string, atMs: number) => Admission;
  /** A tracking link: as a key, but nobody counts its days. */
  readonly ofLink: (linkId: string, atMs: number) => Admission;
  /** A request without a valid key. */
  readonly ofAddress: (address: string, atMs: number) => Admission;
}

const unlimited: Admission = { reached: undefined, headers: {} };

/** The count of the day, and the clock by which days pass (epoch ms). */
export interface QuotaOfDay {
  readonly quota: DayQuota;
  readonly now: () => number;
}

/**
 * @param ofDay absent: callers may send any number a day
 * @see LimitSettings
 */
export function requestLimits(settings: LimitSettings, ofDay?: QuotaOfDay): RequestLimits {
  const limit = (name: string, perMinute: number) => {
    if (perMinute === 0) return (): Admission => unlimited;
    const buckets = tokenBuckets(perMinute);
    const seconds = Math.ceil((buckets.capacity * 60) / perMinute);
    const policy = `"${name}";q=${String(buckets.capacity)};w=${String(seconds)}`;
    return (caller: string, atMs: number) => admission(name, policy, buckets.take(caller, atMs));
  };
  const ofNetwork = limit('address', settings.requestsPerMinuteKeyless);
  const ofCaller = limit('key', settings.requestsPerMinute);
  return {
    ofKey: withDay(ofCaller, ofDay),
    ofLink: ofCaller,
    ofAddress: (address, atMs) => ofNetwork(networkOf(address), atMs),
  };
}

/** What a bucket lets through counts for the day too. */
function withDay(ofBucket: RequestLimits['ofKey'], ofDay?: QuotaOfDay): RequestLimits['ofKey'] {
  if (ofDay === undefined) return ofBucket;
  const { quota, now } = ofDay;
  const policy = `"day";q=${String(quota.perDay)};w=86400`;
  return (caller, atMs) => {
    const first = ofBucket(caller, atMs);
    if (first.reached) return first;
    const day = admission('day', policy, quota.take(caller, now()));
    const headers = Object.fromEntries(
      Object.entries({ ...first.headers, ...day.headers }).map(([name, said]) => {
        const before = first.headers[name];
        return [name, before === undefined ? said : `${before}, ${said}`];
      }),
    );
    return { reached: day.reached && 'quota-used', headers };
  };
}

/** @see draft-ietf-httpapi-ratelimit-headers, RFC 6585 §4 */
function admission(name: string, policy: string, { ok, left, waitMs }: Taken): Admission {
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1_000)));
  return {
    reached: ok ? undefined : 'rate-limited',
    headers: {
      'ratelimit-policy': policy,
      ratelimit: `"${name}";r=${String(left)};t=${seconds}`,
      ...(!ok && { 'retry-after': seconds }),
    },
  };
}

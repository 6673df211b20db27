import { entry } from './entry.ts';
import type { ErrorEntry } from './entry.ts';

/** More was asked than a caller may ask, or than the house can do now. */
export const limitErrors = {
  'too-many-tries': entry(
    ['OM3091', 429, 69],
    ['Too many tries', 'Too many links from this address were not valid.'],
    ['Wait for the time in Retry-After.'],
  ),
  'rate-limited': entry(
    ['OM3093', 429, 69],
    ['Too many requests', 'This key, or this address without a key, asks more than its share.'],
    ['Wait for the time in Retry-After; RateLimit in every answer says what is left.'],
  ),
  'quota-used': entry(
    ['OM3094', 429, 69],
    [
      'The requests of today are used',
      'This key has sent as many requests as it may send a day (UTC).',
    ],
    ['Go on after the time in Retry-After, or ask the operator for more (OM_REQUESTS_PER_DAY).'],
  ),
  'hub-busy': entry(
    ['OM3044', 503, 75],
    [
      'Too much is waiting',
      'At peak, orders are let in by tier; nothing was looked at and nothing was written.',
    ],
    ['Send it again after the time in Retry-After, with the same Idempotency-Key.'],
  ),
} satisfies Readonly<Record<string, ErrorEntry>>;

/**
 * Limits of what one caller may ask: a token bucket per API key, one per network for requests without a valid key, and a
 * count of the day that all processes of a store share.
 *
 * @packageDocumentation
 */
export { inFlight } from './in-flight.ts';
export type { InFlight, WritePace } from './in-flight.ts';
export { dayQuota } from './day-quota.ts';
export type { DayQuota } from './day-quota.ts';
export { shareQuota } from './share-quota.ts';
export { requestLimits } from './request-limits.ts';
export type { Admission, LimitSettings, RequestLimits } from './request-limits.ts';

/**
 * Limits of what one caller may ask: a token bucket per API key, and one per network for requests without a valid key.
 *
 * @packageDocumentation
 */
export { inFlight } from './in-flight.ts';
export type { InFlight, WritePace } from './in-flight.ts';
export { requestLimits } from './request-limits.ts';
export type { Admission, LimitSettings, RequestLimits } from './request-limits.ts';

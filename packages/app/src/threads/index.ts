/**
 * Threads beside the one that decides orders: one for a single piece of work, or one that stands by for questions.
 *
 * @packageDocumentation
 */
export { makeInThread } from './in-thread.ts';
export type { InMaking, ThreadBody } from './in-thread.ts';
export { standingThread } from './standing-thread.ts';

/**
 * What would have flipped a decision, found in a thread of its own, so that orders do not wait for it.
 *
 * @packageDocumentation
 */
export { flipsInThread } from './flips-in-thread.ts';

/**
 * Training in a thread of its own, so that orders do not wait for it.
 *
 * @packageDocumentation
 */
export { trainInThread } from './train-in-thread.ts';

/**
 * Personal data: what orders say of people lies in the store in envelopes, each with a key of its own, so that
 * destroying the key makes it unreadable in every copy while facts, decisions and books stay as they are.
 *
 * @packageDocumentation
 */
export { erasePersonalData } from './erase.ts';
export type { Erasure, ErasureAsk, KeptOrder } from './erase.ts';
export { clearTextWarning, secretOfStore } from './master-key.ts';
export { sealKeysAgain } from './seal-again.ts';
export { sealedStore } from './sealed-store.ts';

/**
 * API keys: what they may do, how they are kept (as hashes), how they are found.
 *
 * @packageDocumentation
 */
export { createKey, demoKey, demoKeyText, keyOf, mayDo, scopes } from './api-keys.ts';
export type { ApiKey, Scope } from './api-keys.ts';
export { isOwnership, keyKinds, usualScopes } from './kinds.ts';
export { notedKey } from './noted.ts';
export { addKey, keyFilePath, keyRing, readKeys } from './key-file.ts';
export type { KeyRing } from './key-file.ts';

/**
 * Tokens of an identity provider (OpenID Connect): who they prove, by its public keys, beside the API keys of the hub.
 *
 * @packageDocumentation
 */
export { tokenReader } from './reader.ts';
export type { TokenReader, TokenSettings } from './reader.ts';
export type { TokenCaller } from './claims.ts';

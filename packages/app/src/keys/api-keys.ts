import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { PrincipalKind, Ties } from '@ordermesh/core/parties';
import { sha256Hex } from '../json/index.ts';

/** What a key may do. `admin` contains all others. */
export const scopes = [
  'orders:read',
  'orders:write',
  'facts:read',
  'facts:write',
  'nodes:read',
  'nodes:write',
  'stock:read',
  'stock:write',
  'strategies:read',
  'strategies:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'audit:read',
  'approvals:read',
  'approvals:write',
  'admin',
] as const;
/** One permission of a key: what it concerns and whether it reads or writes. A write scope reads too. */
export type Scope = (typeof scopes)[number];

/** A key as it is kept: never the key itself. */
export interface ApiKey {
  /** Public name of the key, `key_` and 12 hex digits; the principal of its requests. */
  readonly keyId: string;
  readonly name: string;
  /** SHA-256 of the whole key, hex. Enough for a key of 128 random bits; passwords would need a slow hash. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
  /** What kind of caller has it; absent = `admin`, limited by the scopes. */
  readonly kind?: PrincipalKind;
  /** What is theirs, for kinds that reach only that. */
  readonly owns?: Partial<Ties>;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** The key that the demo accepts and its documentation shows; never valid outside the demo. */
export const demoKeyText = 'om_test_demo';

/** The demo's key as a record. */
export const demoKey: ApiKey = {
  keyId: 'key_demo',
  name: 'demo',
  sha256: sha256Hex(demoKeyText),
  scopes: ['admin'],
  createdAt: '1970-01-01T00:00:00.000Z',
};

/**
 * Makes a new key: `om_test_` or `om_live_` and 32 random hex digits.
 *
 * @returns the text (shown once) and the record to keep
 */
export function createKey(ask: {
  readonly name: string;
  readonly mode: 'test' | 'live';
  readonly scopes: readonly Scope[];
  readonly at: number;
  readonly kind?: PrincipalKind;
  readonly owns?: Partial<Ties>;
}): { readonly text: string; readonly record: ApiKey } {
  const text = `om_${ask.mode}_${randomBytes(16).toString('hex')}`;
  return {
    text,
    record: {
      keyId: `key_${randomBytes(6).toString('hex')}`,
      name: ask.name,
      sha256: sha256Hex(text),
      scopes: ask.scopes,
      ...(ask.kind !== undefined && { kind: ask.kind }),
      ...(ask.owns !== undefined && { owns: ask.owns }),
      createdAt: new Date(ask.at).toISOString(),
    },
  };
}

/** Finds the key of a text in constant time per key. */
export function keyOf(text: string, keys: readonly ApiKey[]): ApiKey | undefined {
  const sought = Buffer.from(sha256Hex(text), 'hex');
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(sought, Buffer.from(key.sha256, 'hex'))) found = key;
  return found;
}

/** Whether somebody with these scopes may do what needs the scope. */
export const mayDo = (key: { readonly scopes: readonly Scope[] }, scope: Scope): boolean =>
  key.scopes.includes('admin') ||
  key.scopes.includes(scope) ||
  (scope.endsWith(':read') && key.scopes.some((held) => held === scope.replace(':read', ':write')));

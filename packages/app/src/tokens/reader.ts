import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { AppFailure } from '../errors/index.ts';
import { callerOfClaims } from './claims.ts';
import type { TokenCaller } from './claims.ts';

/** What the hub must know to trust tokens. */
export interface TokenSettings {
  /** `iss` of every token; empty: no tokens are taken. */
  readonly tokenIssuer: string;
  /** One of `aud` of every token. */
  readonly tokenAudience: string;
  /** Address of the provider’s public keys, or a file that holds them. */
  readonly tokenKeys: string;
  /** Signatures that are taken, joined by commas. */
  readonly tokenAlgorithms: string;
  /** How much clocks may differ. */
  readonly tokenClockSeconds: number;
  readonly tokenKindClaim: string;
  readonly tokenOwnsClaim: string;
}

/** Tells whom a token proves; undefined for a token that proves nobody. @throws AppFailure when no keys can be had */
export type TokenReader = (text: string) => Promise<TokenCaller | undefined>;

/** Signatures with a public key. With a shared secret whoever can check could also sign. */
const algorithmsKnown = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Longest token that is looked at, characters. */
const lengthMax = 8_192;

/**
 * Reads tokens by the settings; undefined when none are taken.
 *
 * @throws AppFailure `config-invalid-value` when the settings do not go together, `config-unreadable` for the key file
 */
export function tokenReader(settings: TokenSettings): TokenReader | undefined {
  if (settings.tokenIssuer === '') return undefined;
  const algorithms = algorithmsOf(settings);
  const keys = keysOf(settings.tokenKeys);
  const names = { kind: settings.tokenKindClaim, owns: settings.tokenOwnsClaim };
  const demands = {
    issuer: settings.tokenIssuer,
    audience: settings.tokenAudience,
    algorithms,
    clockTolerance: settings.tokenClockSeconds,
    requiredClaims: ['exp', 'sub'],
  };
  return async (text) => {
    if (text.length > lengthMax) return undefined;
    try {
      const { payload } = await jwtVerify(text, keys, demands);
      return callerOfClaims(payload, names);
    } catch (failure) {
      refuseUnreachable(failure);
      return undefined;
    }
  };
}

/** A token that does not hold proves nobody; keys that cannot be had are another matter. */
function refuseUnreachable(failure: unknown): void {
  const isOfToken =
    failure instanceof errors.JOSEError &&
    !(failure instanceof errors.JWKSTimeout) &&
    failure.code !== 'ERR_JOSE_GENERIC';
  if (isOfToken) return;
  throw new AppFailure('token-keys-unreachable', {
    cause: failure,
    headers: { 'retry-after': '5' },
  });
}

function algorithmsOf({ tokenAlgorithms, tokenAudience, tokenKeys }: TokenSettings): string[] {
  const asked = tokenAlgorithms.split(',').map((one) => one.trim());
  const unknown = asked.find((one) => !algorithmsKnown.includes(one));
  if (unknown !== undefined)
    throw invalid(`tokenAlgorithms: "${unknown}" is not one of ${algorithmsKnown.join(', ')}.`);
  if (tokenAudience === '' || tokenKeys === '')
    throw invalid(
      'tokenIssuer needs tokenAudience and tokenKeys: a token for others is none for us.',
    );
  return asked;
}

const invalid = (why: string): AppFailure =>
  new AppFailure('config-invalid-value', { why, try: ['Read docs/guide/access.md.'] });

function keysOf(place: string): JWTVerifyGetKey {
  if (place.startsWith('https://'))
    return createRemoteJWKSet(new URL(place), { timeoutDuration: 3_000, cooldownDuration: 30_000 });
  return createLocalJWKSet(publicKeys(place));
}

/** Public keys of a file. A private or a shared key has no business there: whoever reads it could sign. */
function publicKeys(path: string): JSONWebKeySet {
  try {
    const set = JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet;
    const isPublic = set.keys.every((key) => key.kty !== 'oct' && !('d' in key));
    if (isPublic && set.keys.length > 0) return set;
  } catch (cause) {
    throw new AppFailure('config-unreadable', { why: `${path} is no set of keys.`, cause });
  }
  throw new AppFailure('config-unreadable', {
    why: `${path} must hold public keys only, and at least one.`,
  });
}

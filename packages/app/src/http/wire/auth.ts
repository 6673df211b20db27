import type { FastifyRequest } from 'fastify';
import { AppFailure } from '../../errors/index.ts';
import { keyOf, mayDo } from '../../keys/index.ts';
import type { ApiKey, KeyRing, Scope } from '../../keys/index.ts';

const bearer = /^Bearer +([\x21-\x7e]{1,256})$/i;

/**
 * The key of a request that may do what needs the scope.
 *
 * @throws AppFailure `key-missing` or `key-unknown` (401), `scope-missing` (403)
 * @see RFC 6750 §2.1 and §3
 */
export function authorised(request: FastifyRequest, keys: KeyRing, scope: Scope): ApiKey {
  const [, text] = bearer.exec(request.headers.authorization ?? '') ?? [];
  if (text === undefined)
    throw new AppFailure('key-missing', {
      headers: { 'www-authenticate': 'Bearer realm="ordermesh"' },
    });
  const key = keyOf(text, keys());
  if (key === undefined)
    throw new AppFailure('key-unknown', {
      headers: { 'www-authenticate': 'Bearer realm="ordermesh", error="invalid_token"' },
    });
  if (!mayDo(key, scope))
    throw new AppFailure('scope-missing', {
      why: `The key "${key.name}" has ${key.scopes.join(', ') || 'no scope'}; this needs ${scope}.`,
      headers: {
        'www-authenticate': `Bearer realm="ordermesh", error="insufficient_scope", scope="${scope}"`,
      },
    });
  return key;
}

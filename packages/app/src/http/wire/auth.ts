import type { FastifyRequest } from 'fastify';
import { noTies } from '@ordermesh/core/parties';
import { AppFailure } from '../../errors/index.ts';
import { keyOf, mayDo, usualScopes } from '../../keys/index.ts';
import type { ApiKey, Scope } from '../../keys/index.ts';
import { isToken, linkOfToken } from '../../links/index.ts';
import type { Caller } from '../access/caller.ts';
import type { HttpParts } from '../parts.ts';

/** Tokens are long, keys and links short; nothing longer is looked at. */
const bearer = /^Bearer +([\x21-\x7e]{1,8192})$/i;
const keyLengthMax = 256;

/** Where callers are looked up. */
export type Callers = Pick<HttpParts, 'backend' | 'keys' | 'now' | 'phase' | 'tokens'>;

/**
 * Who sends a request: by an API key, a token of the identity provider, or the token of a tracking link.
 *
 * @throws AppFailure `key-missing` or `key-unknown` (401), `token-keys-unreachable` (503)
 * @see RFC 6750 §2.1 and §3
 */
export async function callerOf(request: FastifyRequest, callers: Callers): Promise<Caller> {
  const [, text] = bearer.exec(request.headers.authorization ?? '') ?? [];
  if (text === undefined)
    throw new AppFailure('key-missing', {
      headers: { 'www-authenticate': 'Bearer realm="ordermesh"' },
    });
  const caller = await callerOfText(text, callers);
  if (caller === undefined)
    throw new AppFailure('key-unknown', {
      headers: { 'www-authenticate': 'Bearer realm="ordermesh", error="invalid_token"' },
    });
  return caller;
}

/** A signed token has three parts; no key and no link has a dot. */
const isSigned = (text: string): boolean => text.split('.', 4).length === 3;

async function callerOfText(text: string, callers: Callers): Promise<Caller | undefined> {
  if (isSigned(text)) return callers.tokens?.(text);
  if (text.length > keyLengthMax) return undefined;
  const key = keyOf(text, callers.keys());
  return key ? callerOfKey(key) : callerOfLink(text, callers);
}

/** @throws AppFailure `scope-missing` (403) */
export function refuseScope({ name, scopes }: Caller, scope: Scope): void {
  if (mayDo({ scopes }, scope)) return;
  throw new AppFailure('scope-missing', {
    why: `The key "${name}" has ${scopes.join(', ') || 'no scope'}; this needs ${scope}.`,
    headers: {
      'www-authenticate': `Bearer realm="ordermesh", error="insufficient_scope", scope="${scope}"`,
    },
  });
}

const callerOfKey = ({ keyId, name, scopes, kind, owns }: ApiKey): Caller => ({
  principal: { kind: kind ?? 'admin', id: keyId, owns: { ...noTies, ...owns } },
  name,
  scopes,
});

async function callerOfLink(text: string, callers: Callers): Promise<Caller | undefined> {
  const backend = callers.phase() === 'running' ? callers.backend() : undefined;
  if (backend === undefined || !isToken(text)) return undefined;
  const link = await linkOfToken(backend, text);
  return (
    link && {
      principal: {
        kind: 'tracking_link',
        id: link.linkId,
        owns: { ...noTies, orders: [link.orderId] },
        tierMax: link.tier,
      },
      name: link.linkId,
      scopes: usualScopes.tracking_link,
    }
  );
}

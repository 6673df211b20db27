import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppFailure } from '../../errors/index.ts';
import type { ApiKey, Scope } from '../../keys/index.ts';
import type { Admission, InFlight } from '../../limits/index.ts';
import type { HttpParts } from '../parts.ts';
import { authorised } from './auth.ts';

/**
 * The key of a request that may do what needs the scope and has not asked more than its share. Refused requests count
 * for their address, so that nobody tries keys at will.
 *
 * @throws AppFailure as `authorised`, `rate-limited` (429), or `hub-busy` (503) when the process has its hands full
 */
export function admitted(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  parts: Pick<HttpParts, 'inFlight' | 'keys' | 'limits' | 'mono'>,
  scope: Scope,
): ApiKey {
  const { limits, mono } = parts;
  let key: ApiKey;
  try {
    key = authorised(request, parts.keys, scope);
  } catch (failure) {
    if (limits) within(limits.ofAddress(request.ip, mono()), reply);
    throw failure;
  }
  if (limits) within(limits.ofKey(key.keyId, mono()), reply);
  if (request.method !== 'GET' && parts.inFlight) takeInHand(parts.inFlight, reply);
  return key;
}

function within({ ok, headers }: Admission, reply: FastifyReply): void {
  reply.headers(headers);
  if (!ok) throw new AppFailure('rate-limited', { headers });
}

/** Let go when the answer has left or the caller has gone. */
function takeInHand(inFlight: InFlight, reply: FastifyReply): void {
  const letGo = inFlight.enter();
  if (!letGo)
    throw new AppFailure('hub-busy', {
      why: `${inFlight.count()} requests are in hand.`,
      headers: { 'retry-after': '1' },
    });
  reply.raw.once('close', letGo);
}

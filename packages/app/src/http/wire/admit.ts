import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppFailure } from '../../errors/index.ts';
import type { Admission, InFlight, RequestLimits } from '../../limits/index.ts';
import type { Caller } from '../access/caller.ts';
import { refuseKind } from '../access/gate.ts';
import type { HttpParts } from '../parts.ts';
import type { RouteDefinition } from '../route.ts';
import { callerOf, refuseScope } from './auth.ts';
import type { Callers } from './auth.ts';
import { isWrite } from './turn-away.ts';

/**
 * Who sends a request, if callers of that kind with those scopes may do it at all, and have not asked more than their
 * share. Refused requests count for their address, so that nobody tries keys at will.
 *
 * @throws AppFailure as `callerOf`; `scope-missing` or `not-for-this-kind` (403), `rate-limited` or `quota-used` (429), or `hub-busy` (503)
 *   when the process has its hands full
 */
export async function admitted(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  parts: Callers & Pick<HttpParts, 'inFlight' | 'limits' | 'mono'>,
  definition: RouteDefinition,
): Promise<Caller> {
  const { limits, mono } = parts;
  let caller: Caller;
  try {
    caller = await callerOf(request, parts);
    refuseKind(caller, definition);
    refuseScope(caller, definition.scope);
  } catch (failure) {
    if (limits) within(limits.ofAddress(request.ip, mono()), reply);
    throw failure;
  }
  if (limits) within(admissionOf(limits, caller, mono()), reply);
  if (isWrite(request.method) && parts.inFlight) takeInHand(parts.inFlight, reply);
  return caller;
}

const admissionOf = (limits: RequestLimits, { principal }: Caller, atMs: number): Admission =>
  principal.kind === 'tracking_link'
    ? limits.ofLink(principal.id, atMs)
    : limits.ofKey(principal.id, atMs);

function within({ reached, headers }: Admission, reply: FastifyReply): void {
  reply.headers(headers);
  if (reached) throw new AppFailure(reached, { headers });
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

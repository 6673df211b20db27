import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OrderId } from '@ordermesh/core/words';
import type { Backend } from '../backend.ts';
import { AppFailure } from '../errors/index.ts';
import { snakeKeys } from '../json/index.ts';
import {
  isToken,
  languageOf,
  linkOfToken,
  refusedPage,
  throttle,
  trackingPage,
} from '../links/index.ts';
import type { HttpParts } from './parts.ts';
import { valueOf } from './wire/refusal.ts';

/** Wrong guesses per address and minute. */
const missesMax = 20;

/** No script, nothing from elsewhere, in no frame; and the address is told to nobody and kept by no search engine. */
const privately = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cache-control': 'no-store',
};

/** Its path has a token, which is not for logs. */
export const trackingRoute = '/t/:token';

/**
 * Serves `/t/{token}`: the order of a tracking link at its tier, as JSON or as a page, without a key. Tokens that are
 * unknown, revoked or expired get the same answer; an address that guesses is slowed down.
 */
export function servePublicTracking(app: FastifyInstance, parts: HttpParts): void {
  const guesses = throttle(missesMax);
  app.get<{ Params: { token: string } }>(
    trackingRoute,
    { schema: { hide: true } },
    async (request, reply) => {
      reply.headers(privately);
      const at = parts.now();
      const wait = guesses.waitSeconds(request.ip, at);
      if (wait > 0) return refuse({ request, reply }, 'later', String(wait));
      const backend = running(parts);
      const { token } = request.params;
      const link = isToken(token) ? await linkOfToken(backend, token) : undefined;
      if (link === undefined) {
        guesses.missed(request.ip, at);
        return refuse({ request, reply }, 'gone');
      }
      const view = valueOf(await backend.hub.tracking(link.orderId, link.tier));
      if (!wantsPage(request)) return reply.send(snakeKeys(view));
      const language = languageOf(request.headers['accept-language']);
      return page(reply, trackingPage(view, language, await zoneOf(backend, link.orderId)));
    },
  );
}

/** The time zone of the node from which the last parcel comes; UTC while nothing is promised. */
async function zoneOf({ hub, store }: Backend, id: OrderId): Promise<string> {
  const record = await store.order(id);
  const from = record?.promise?.legs[0]?.nodeId;
  return hub.network().nodes.find(({ nodeId }) => nodeId === from)?.timeZone ?? 'UTC';
}

/** @throws AppFailure `starting` */
function running(parts: HttpParts): Backend {
  const backend = parts.backend();
  if (backend === undefined || parts.phase() !== 'running') throw new AppFailure('starting');
  return backend;
}

const wantsPage = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((type) => type.trim().startsWith('text/html'));

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function refuse(
  { request, reply }: Exchange,
  why: 'gone' | 'later',
  waitSeconds?: string,
): FastifyReply {
  const failure = new AppFailure(why === 'gone' ? 'link-invalid' : 'too-many-tries', {
    ...(waitSeconds !== undefined && { headers: { 'retry-after': waitSeconds } }),
  });
  if (!wantsPage(request)) throw failure;
  reply.code(failure.entry.status).headers(failure.headers);
  return page(reply, refusedPage(why, languageOf(request.headers['accept-language'])));
}

const page = (reply: FastifyReply, html: string): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .serializer((text: string) => text)
    .send(html);

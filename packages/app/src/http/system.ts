import type { FastifyInstance, FastifyReply } from 'fastify';
import { errorByCode, AppFailure } from '../errors/index.ts';
import type { Metrics, ReadinessCheck } from '../observe/index.ts';
import { docsPage, errorPage } from './docs/docs-page.ts';
import type { HttpParts } from './parts.ts';
import type { OpenStreams } from './wire/sse.ts';

/** What the addresses for operators and readers need. */
export interface SystemParts {
  readonly parts: HttpParts;
  readonly metrics: Metrics;
  readonly streams: OpenStreams;
  readonly readiness: ReadinessCheck;
}

/** Pages carry their own style and no script, so nothing else may load. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const hidden = { schema: { hide: true } } as const;

/** Serves health, metrics and the documentation; none of them needs a key. */
export function serveSystem(app: FastifyInstance, system: SystemParts): void {
  const { parts, metrics, streams, readiness } = system;
  app.get('/livez', hidden, () => ({ status: 'alive' }));
  app.get('/startupz', hidden, (_request, reply) => {
    const started = parts.phase() !== 'starting';
    return reply.code(started ? 200 : 503).send({ status: started ? 'started' : 'starting' });
  });
  app.get('/readyz', hidden, async (_request, reply) => {
    const health = await readiness();
    return reply.code(health.ready ? 200 : 503).send({
      status: health.ready ? 'ready' : 'not_ready',
      phase: health.phase,
      failing: health.parts.filter(({ ok }) => !ok).map(({ name }) => name),
      parts: health.parts,
      warnings: parts.presence?.()?.warnings() ?? [],
    });
  });
  app.get('/metrics', hidden, async (_request, reply) => {
    const { ready } = await readiness();
    const backend = parts.phase() === 'running' ? parts.backend() : undefined;
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .serializer((text: string) => text)
      .send(
        await metrics.text({
          ...{ backend, openStreams: streams.size(), ready },
          presence: parts.presence?.(),
        }),
      );
  });
  app.get('/openapi.json', hidden, (_request, reply) => reply.send(app.swagger()));
  app.get('/docs', hidden, (_request, reply) => page(reply, docsPage(app.swagger())));
  app.get<{ Params: { code: string } }>('/docs/errors/:code', hidden, (request, reply) => {
    const entry = errorByCode(request.params.code);
    if (entry === undefined)
      throw new AppFailure('not-found', { why: `There is no error "${request.params.code}".` });
    return page(reply, errorPage(entry));
  });
}

const page = (reply: FastifyReply, html: string): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .serializer((text: string) => text)
    .send(html);

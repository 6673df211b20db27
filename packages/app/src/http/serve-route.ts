import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hub, RequestMeta } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import { AppFailure } from '../errors/index.ts';
import type { Caller } from './access/caller.ts';
import { permitOf } from './access/gate.ts';
import { seenAnswer, seenFailure } from './access/seen.ts';
import { operationSchema } from './docs/openapi.ts';
import type { HttpParts } from './parts.ts';
import type { RouteAnswer, RouteDefinition } from './route.ts';
import { routes } from './routes/index.ts';
import { admitted } from './wire/admit.ts';
import { idempotencyOf } from './wire/precondition.ts';
import type { OpenStreams } from './wire/sse.ts';
import { queryValues, validatorOf } from './wire/validate.ts';
import type { Validator } from './wire/validate.ts';

/** What every operation shares. */
export interface Served {
  readonly parts: HttpParts;
  readonly streams: OpenStreams;
}

/** Serves all operations of `/v1`: key, path, query and body are checked, then the handler runs. */
export function serveRoutes(app: FastifyInstance, served: Served): void {
  const { webhookTargets, version, keyBox } = served.parts;
  for (const definition of routes(served.streams, { webhookTargets, version, keyBox }))
    serveRoute(app, definition, served);
}

function serveRoute(app: FastifyInstance, definition: RouteDefinition, served: Served): void {
  const check = checksOf(definition);
  app.route({
    method: definition.method,
    url: definition.path,
    schema: operationSchema(definition),
    ...(definition.large === true && { bodyLimit: served.parts.batchLimitBytes }),
    exposeHeadRoute: definition.method === 'GET' && definition.operationId !== 'streamEvents',
    onRequest: (request, reply, done) => {
      admitted({ request, reply }, served.parts, definition).then(
        (caller) => {
          request.caller = caller;
          done();
        },
        (failure: unknown) => {
          done(failure as Error);
        },
      );
    },
    handler: async (request, reply) => {
      const backend = running(served.parts);
      const query = queryValues(request.query as Record<string, unknown>, definition.query ?? {});
      check(request, query);
      const hub = hubFor(request, backend, definition);
      const asked = { ...backend, hub, params: request.params, query, body: request.body };
      const caller = callerOf(request);
      const permit = await permitOf(definition, asked, caller);
      const meta = metaOf(request, definition);
      const ask = { ...asked, caller, permit, meta, request, reply };
      const answer = await handled(definition, ask);
      return answer === undefined ? reply : send(reply, seenAnswer(definition, answer, permit));
    },
  });
}

/** What the handler answers. @throws what it throws, as its reader may see it */
async function handled(
  definition: RouteDefinition,
  ask: Parameters<RouteDefinition['handle']>[0],
): Promise<RouteAnswer | undefined> {
  try {
    return await definition.handle(ask);
  } catch (failure) {
    throw seenFailure(failure, ask.permit);
  }
}

function send(
  reply: FastifyReply,
  answer: { status: number; body?: unknown; headers?: Readonly<Record<string, string>> },
): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {});
  if (answer.body === undefined) return reply.send();
  return typeof answer.body === 'string'
    ? reply.send(answer.body)
    : reply.type('application/json; charset=utf-8').send(answer.body);
}

function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new AppFailure('key-missing');
  return request.caller;
}

/** Whatever a request changes names who asked; a request that reads needs no name. */
const hubFor = (request: FastifyRequest, { hub }: Backend, definition: RouteDefinition): Hub =>
  definition.method === 'GET'
    ? hub
    : hub.actingFor({
        principal: callerOf(request).principal.id,
        operation: definition.operationId,
        requestId: request.id,
      });

const metaOf = (request: FastifyRequest, definition: RouteDefinition): RequestMeta => ({
  principal: callerOf(request).principal.id,
  traceparent: request.trace.traceparent,
  ...(definition.bodyKind !== 'ndjson' && idempotencyOf(request, request.body ?? null)),
});

/** @throws AppFailure `starting` or `stopping` (503) */
function running(parts: HttpParts): Backend {
  const backend = parts.backend();
  const phase = parts.phase();
  if (backend !== undefined && phase === 'running') return backend;
  throw new AppFailure(phase === 'stopping' ? 'stopping' : 'starting', {
    headers: { 'retry-after': '1' },
  });
}

/** The checks of an operation, compiled once. */
function checksOf(definition: RouteDefinition): (request: FastifyRequest, query: unknown) => void {
  const params = definition.params && validatorOf(definition.params, 'request-invalid');
  const query = definition.query && validatorOf(definition.query, 'request-invalid');
  const body = bodyCheck(definition);
  return (request, queryAsked) => {
    params?.(request.params);
    query?.(queryAsked);
    if (query === undefined) refuseAnyQuery(queryAsked);
    body?.(request.body);
  };
}

function bodyCheck(definition: RouteDefinition): Validator | undefined {
  if (definition.body === undefined || definition.bodyKind === 'ndjson') return undefined;
  const check =
    definition.bodyJudge === 'hub' ? undefined : validatorOf(definition.body, 'body-invalid');
  return (body) => {
    if (body === undefined)
      throw new AppFailure('body-invalid', {
        why: 'The request has no body.',
        errors: [{ pointer: '', code: 'missing', why: 'A JSON body is required.' }],
      });
    if (Buffer.isBuffer(body)) throw new AppFailure('media-type');
    check?.(body);
  };
}

function refuseAnyQuery(query: unknown): void {
  const [key] = Object.keys(query as object);
  if (key === undefined) return;
  throw new AppFailure('request-invalid', {
    why: `This operation has no query parameters; "${key}" is unknown.`,
    errors: [{ pointer: key, code: 'unknown-key', why: 'This operation has no query parameters.' }],
  });
}

import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppFailure, errorRegistry } from '../errors/index.ts';
import { createMetrics, readinessOf } from '../observe/index.ts';
import type { Metrics } from '../observe/index.ts';
import { documentApi } from './docs/openapi.ts';
import type { HttpParts } from './parts.ts';
import { pathTest } from './path-test.ts';
import { servePublicTracking, trackingRoute } from './public-tracking.ts';
import { serveRoutes } from './serve-route.ts';
import { serveSystem } from './system.ts';
import { readBodiesStrictly } from './wire/body.ts';
import { failureOf, problemMediaType, problemOf } from './wire/problem.ts';
import { openStreams } from './wire/sse.ts';
import { requestId, tracePosition } from './wire/trace.ts';
import { behindDoor } from './wire/turn-away.ts';

/** The HTTP surface: a fastify instance that is ready to listen or to be injected. */
export interface HttpSurface {
  readonly app: FastifyInstance;
  /** Ends event streams, finishes requests in flight, closes the port. */
  readonly close: () => Promise<void>;
}

/** Builds the HTTP surface; listens to nothing yet. */
export async function buildHttp(parts: HttpParts): Promise<HttpSurface> {
  const metrics = createMetrics();
  const app = framework(parts, metrics);
  const streams = openStreams();
  const readiness = readinessOf(parts);
  let isClosing = false;

  app.decorateRequest('trace');
  app.decorateRequest('caller');
  app.decorateRequest('startedMono', 0);
  // Operations check themselves (serve-route), so that every fault is named in our words.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  readBodiesStrictly(app);
  watchRequests(app, { parts, metrics, isClosing: () => isClosing });

  await documentApi(app, parts.version);
  const allowed = collectMethods(app);
  app.setNotFoundHandler((request, reply) => {
    sendProblem(reply, notFound(request, allowed(request.url)), parts.publicUrl);
  });
  serveSystem(app, { parts, metrics, streams, readiness });
  if (parts.servesApi !== false) {
    servePublicTracking(app, parts);
    serveRoutes(app, { parts, streams });
  }
  await app.ready();
  return {
    app,
    close: async () => {
      isClosing = true;
      streams.endAll();
      await app.close();
    },
  };
}

function framework(parts: HttpParts, metrics: Metrics): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = parts.log;
  return Fastify({
    loggerInstance,
    serverFactory: (listener) => nodeServer(behindDoor(listener, parts, metrics)),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: parts.bodyLimitBytes,
    requestIdHeader: false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => {
      begin(request, reply, parts);
      sendProblem(reply, error, parts.publicUrl);
    },
  });
}

/** Longer than balancers keep idle connections (usually 60 s), so that none is closed while a request is on its way. */
const keepAliveMs = 72_000;

function nodeServer(listener: RequestListener): Server {
  const server = createServer(listener);
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

interface Watching {
  readonly parts: HttpParts;
  readonly metrics: Metrics;
  readonly isClosing: () => boolean;
}

/** Trace, request id, counts, access log and errors of every request. */
function watchRequests(app: FastifyInstance, { parts, metrics, isClosing }: Watching): void {
  app.addHook('onRequest', (request, reply, done) => {
    begin(request, reply, parts);
    done();
  });
  app.addHook('onSend', (...[, reply, , done]) => {
    // A connection that stays open after its answer would keep the stop waiting.
    if (isClosing()) reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const elapsedMs = parts.mono() - request.startedMono;
    metrics.finished({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      elapsedMs,
    });
    logAccess(request, reply, elapsedMs);
    done();
  });
  app.setErrorHandler((thrown, request, reply) => {
    const failure = failureOf(thrown);
    // A full house is no fault: it is counted, and answered with a time.
    if (failure.entry.status >= 500 && failure.entry !== errorRegistry['hub-busy'])
      request.log.error({ err: thrown, trace_id: request.trace.traceId }, failure.entry.title);
    sendProblem(reply, failure, parts.publicUrl);
  });
}

function begin(request: FastifyRequest, reply: FastifyReply, parts: HttpParts): void {
  const { traceparent } = request.headers;
  request.startedMono = parts.mono();
  request.trace = tracePosition(typeof traceparent === 'string' ? traceparent : undefined);
  reply.headers({
    traceparent: request.trace.traceparent,
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
}

function logAccess(request: FastifyRequest, reply: FastifyReply, elapsedMs: number): void {
  request.log.info(
    {
      method: request.method,
      path: loggedPath(request),
      status: reply.statusCode,
      ms: Math.round(elapsedMs * 1_000) / 1_000,
      trace_id: request.trace.traceId,
    },
    'request',
  );
}

/** A tracking token is a key: it is not written down, however its path is spelled. */
const loggedPath = ({ url, routeOptions }: FastifyRequest): string | undefined =>
  routeOptions.url === trackingRoute || url.includes('/t/') ? '/t/…' : url.split('?')[0];

function sendProblem(reply: FastifyReply, thrown: unknown, baseUrl: string): void {
  const failure = failureOf(thrown);
  const problem = problemOf(failure, reply.request.trace.traceId, baseUrl);
  void reply
    .code(problem.status)
    .headers(failure.headers)
    .type(problemMediaType)
    .serializer((answer: unknown) => JSON.stringify(answer))
    .send(problem);
}

/** Remembers which methods each path has, for 405 and Allow. */
function collectMethods(app: FastifyInstance): (url: string) => readonly string[] {
  const methods = new Map<
    string,
    { readonly isPath: (path: string) => boolean; readonly known: Set<string> }
  >();
  app.addHook('onRoute', ({ url, method }) => {
    const held = methods.get(url) ?? { isPath: pathTest(url), known: new Set<string>() };
    for (const name of [method].flat()) held.known.add(name);
    methods.set(url, held);
  });
  return (url) => {
    const path = url.split('?')[0] ?? '';
    return [...methods.values()].flatMap(({ isPath, known }) => (isPath(path) ? [...known] : []));
  };
}

function notFound(request: FastifyRequest, allowed: readonly string[]): AppFailure {
  if (allowed.length === 0 || allowed.includes(request.method))
    return new AppFailure('route-unknown', {
      why: `${request.method} ${request.url.split('?')[0] ?? ''} does not exist.`,
    });
  const allow = [...new Set(allowed)].sort().join(', ');
  return new AppFailure('method-not-allowed', {
    why: `${request.method} is not possible here; ${allow} is.`,
    headers: { allow },
  });
}

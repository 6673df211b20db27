import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AppFailure } from '../../errors/index.ts';
import type { Metrics } from '../../observe/index.ts';
import type { HttpParts } from '../parts.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { requestId, tracePosition } from './trace.ts';

type DoorParts = Pick<HttpParts, 'inFlight' | 'log' | 'mono' | 'phase' | 'publicUrl'>;

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method may change something. @see RFC 9110 §9.2.1 */
export const isWrite = (method: string): boolean => !safeMethods.has(method);

/**
 * Answers a write with 503 before anything of it is looked at, neither path nor key nor body, when the process has its
 * hands full. Under overload this is done more often than anything else, so it costs as little as it can: it stands
 * before the framework, the answer is written once, no stack is taken, no line is logged. The connection stays; a body
 * is read and dropped.
 *
 * @returns the listener of the server, with the door in front of it
 */
export function behindDoor(
  listener: RequestListener,
  parts: DoorParts,
  metrics: Metrics,
): RequestListener {
  const failure = new AppFailure('hub-busy', { why: 'The process has its hands full.' });
  const { trace_id: _none, ...said } = problemOf(failure, '', parts.publicUrl);
  const head = JSON.stringify(said).slice(0, -1);
  const tell = turnedAwayTeller(parts);
  return (request, answer) => {
    if (!isTurnedAway(request, parts)) {
      listener(request, answer);
      return;
    }
    turnAway(request, answer, head);
    metrics.finished({
      method: request.method ?? '',
      route: 'turned-away',
      status: 503,
      elapsedMs: 0,
    });
    tell();
  };
}

const isTurnedAway = (
  { method = '', url }: IncomingMessage,
  { inFlight, phase }: DoorParts,
): boolean =>
  isWrite(method) &&
  inFlight?.isFull() === true &&
  phase() === 'running' &&
  url?.startsWith('/v1/') === true;

function turnAway(request: IncomingMessage, answer: ServerResponse, head: string): void {
  const { traceparent, 'x-request-id': id } = request.headers;
  const trace = tracePosition(typeof traceparent === 'string' ? traceparent : undefined);
  const body = `${head},"trace_id":"${trace.traceId}"}`;
  answer
    .writeHead(503, {
      'retry-after': '1',
      'content-type': problemMediaType,
      'content-length': Buffer.byteLength(body),
      traceparent: trace.traceparent,
      'x-request-id': requestId(id),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(body);
}

/** Tells operators of what was turned away, in one line a second at most. */
function turnedAwayTeller({ log, mono }: Pick<HttpParts, 'log' | 'mono'>): () => void {
  let [writes, toldMs] = [0, -Infinity];
  return () => {
    writes += 1;
    if (mono() - toldMs < 1_000) return;
    log.warn({ writes }, 'writes were turned away: the process has its hands full');
    [writes, toldMs] = [0, mono()];
  };
}

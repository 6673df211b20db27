import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppFailure } from '../../errors/index.ts';
import type { HttpParts } from '../parts.ts';
import { problemMediaType, problemOf } from './problem.ts';

/**
 * Answers a write with 503 before anything of it is looked at, neither key nor body, when the process has its hands
 * full. Under overload this is done more often than anything else, so it costs as little as it can: the answer is
 * written once, no stack is taken, no line is logged. The connection stays.
 *
 * @returns whether it was turned away
 */
export function turningAway(
  parts: Pick<HttpParts, 'inFlight' | 'publicUrl'>,
): (request: FastifyRequest, reply: FastifyReply) => boolean {
  const failure = new AppFailure('hub-busy', { why: 'The process has its hands full.' });
  const { trace_id: _none, ...said } = problemOf(failure, '', parts.publicUrl);
  const head = JSON.stringify(said).slice(0, -1);
  return (request, reply) => {
    if (request.method === 'GET' || parts.inFlight?.isFull() !== true) return false;
    request.isTurnedAway = true;
    void reply
      .code(503)
      .header('retry-after', '1')
      .type(problemMediaType)
      .send(`${head},"trace_id":"${request.trace.traceId}"}`);
    return true;
  };
}

/** Tells operators of what was turned away, in one line a second at most. */
export function turnedAwayTeller({ log, mono }: Pick<HttpParts, 'log' | 'mono'>): () => void {
  let [writes, toldMs] = [0, -Infinity];
  return () => {
    writes += 1;
    if (mono() - toldMs < 1_000) return;
    log.warn({ writes }, 'writes were turned away: the process has its hands full');
    [writes, toldMs] = [0, mono()];
  };
}

import { randomBytes } from 'node:crypto';

/** Where a request stands in a distributed trace. @see W3C Trace Context, §3.2 */
export interface TracePosition {
  /** 32 hex digits. */
  readonly traceId: string;
  /** What to hand on and to answer: the same trace, our own span. */
  readonly traceparent: string;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const nothing = /^0+$/;

/**
 * Continues the trace that the caller started, or starts one. A malformed header starts a new trace, as the
 * standard asks; it never fails the request.
 */
export function tracePosition(header: string | undefined): TracePosition {
  const [, version, traceId, parentId, flags, rest] = form.exec(header ?? '') ?? [];
  const valid =
    traceId !== undefined &&
    parentId !== undefined &&
    version !== 'ff' &&
    !nothing.test(traceId) &&
    !nothing.test(parentId) &&
    (version !== '00' || rest === undefined);
  const id = valid ? traceId : randomBytes(16).toString('hex');
  const sampled = valid && flags !== undefined && (parseInt(flags, 16) & 1) === 0 ? '00' : '01';
  return { traceId: id, traceparent: `00-${id}-${randomBytes(8).toString('hex')}-${sampled}` };
}

import { randomHex } from '../../random-hex.ts';

/** Where a request stands in a distributed trace. @see W3C Trace Context, §3.2 */
export interface TracePosition {
  /** 32 hex digits. */
  readonly traceId: string;
  /** What to hand on and to answer: the same trace, our own span. */
  readonly traceparent: string;
}

const form =
  /^(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<parentId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<rest>-.*)?$/;
const nothing = /^0+$/;

/**
 * Continues the trace that the caller started, or starts one. A malformed header starts a new trace, as the
 * standard asks; it never fails the request.
 */
export function tracePosition(header: string | undefined): TracePosition {
  const given = parentOf(header);
  const traceId = given?.traceId ?? randomHex(16);
  const flags = given?.isSampled === false ? '00' : '01';
  return { traceId, traceparent: `00-${traceId}-${randomHex(8)}-${flags}` };
}

let requestCount = 0;

/** Takes over a harmless request id, or counts one up. */
export function requestId(header: string | string[] | undefined): string {
  if (typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header)) return header;
  requestCount += 1;
  return `req-${process.pid}-${requestCount}`;
}

/** What a header says, when it is one. */
function parentOf(
  header: string | undefined,
): { readonly traceId: string; readonly isSampled: boolean } | undefined {
  const parts = form.exec(header ?? '')?.groups;
  if (parts === undefined) return undefined;
  const { version, traceId = '', parentId = '', flags = '', rest } = parts;
  if (!isReadable(version, rest) || nothing.test(traceId) || nothing.test(parentId))
    return undefined;
  return { traceId, isSampled: (parseInt(flags, 16) & 1) === 1 };
}

/** Later versions may append parts; version 00 may not, and ff is forbidden. */
const isReadable = (version: string | undefined, rest: string | undefined): boolean =>
  version === '00' ? rest === undefined : version !== 'ff';

import { AppFailure } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';

/** An error as the API answers it. @see RFC 9457 */
export interface Problem {
  /** The page that explains the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly why: string;
  readonly try: readonly string[];
  readonly errors?: readonly FieldError[];
  readonly trace_id: string;
  readonly docs: string;
}

export const problemMediaType = 'application/problem+json';

/** Writes a failure as a problem. */
export function problemOf(failure: AppFailure, traceId: string, baseUrl: string): Problem {
  const docs = `${baseUrl}/docs/errors/${failure.entry.code}`;
  return {
    ...failure.more,
    type: docs,
    title: failure.entry.title,
    status: failure.entry.status === 0 ? 500 : failure.entry.status,
    detail: failure.why,
    code: failure.entry.code,
    why: failure.why,
    try: failure.ways,
    ...(failure.errors.length > 0 && { errors: failure.errors }),
    trace_id: traceId,
    docs,
  };
}

interface FrameworkError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly retryable?: unknown;
  readonly message?: unknown;
}

/** What was thrown, as a failure: our own, the framework's, the store's, or a bug. */
export function failureOf(thrown: unknown): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  const failure = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as FrameworkError;
  const why = typeof failure.message === 'string' ? failure.message : String(thrown);
  return (
    frameworkFailure(failure, why) ??
    storeFailure(failure, why) ??
    new AppFailure('bug', { cause: thrown })
  );
}

function frameworkFailure(
  { code, statusCode }: FrameworkError,
  why: string,
): AppFailure | undefined {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppFailure('body-too-large', { why });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppFailure('media-type', { why });
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP'))
    return new AppFailure('header-invalid', { why });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new AppFailure('request-invalid', { why });
  return undefined;
}

/** A failure of the store port tells whether another try may help. */
function storeFailure(failure: FrameworkError, why: string): AppFailure | undefined {
  if (typeof failure.retryable !== 'boolean') return undefined;
  const headers = { 'retry-after': '1' };
  return new AppFailure(failure.retryable ? 'store-busy' : 'store-unreachable', {
    why,
    cause: failure,
    headers,
  });
}

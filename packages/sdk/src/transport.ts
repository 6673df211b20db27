import { OrdermeshError } from './problem.ts';

/** How to reach a hub. */
export interface ClientOptions {
  /** Address of the hub, e.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  /** API key, `om_test_…` or `om_live_…`. */
  readonly key: string;
  /** Another `fetch`, for tests or proxies. */
  readonly fetch?: typeof fetch;
  /** How often a retryable failure is tried again; default 2. Writes carry an Idempotency-Key, so none happens twice. */
  readonly retriesMax?: number;
  /** How long one try may take, ms; default 30,000. */
  readonly timeoutMs?: number;
  /** Sent as `traceparent` with every request. */
  readonly traceparent?: string;
}

/** One request. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Becomes JSON; a text is sent as NDJSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Whether the operation honours Idempotency-Key; then one is made when none is given. */
  readonly idempotent?: boolean;
  /** A POST that changes nothing the second time (facts by their hash, node acts by their epoch): may be retried. */
  readonly repeatable?: boolean;
}

/** Sends requests. */
export interface Transport {
  /** The parsed answer. @throws OrdermeshError */
  readonly send: <T>(ask: Ask) => Promise<T>;
  /** The raw answer, for streams and text. @throws OrdermeshError when it is not a success */
  readonly open: (ask: Ask, signal?: AbortSignal) => Promise<Response>;
}

/** A transport over fetch that retries what may be retried. */
export function createTransport(options: ClientOptions): Transport {
  const retriesMax = options.retriesMax ?? 2;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const open = async (ask: Ask, signal?: AbortSignal): Promise<Response> => {
    const request = requestOf(options, ask);
    for (let tried = 0; ; tried += 1) {
      try {
        return await once(options, request, signal ?? AbortSignal.timeout(timeoutMs));
      } catch (failure) {
        if (!mayRetry(failure, ask) || tried >= retriesMax || signal?.aborted === true)
          throw failure;
        await pause(waitMs(failure, tried));
      }
    }
  };
  return {
    open,
    send: async <T>(ask: Ask): Promise<T> => {
      const answer = await open(ask);
      const text = await answer.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

/**
 * A read, a write that does not happen twice, or one that was turned away at the door. After a lost connection nobody
 * knows whether the first one happened.
 */
function mayRetry(failure: unknown, ask: Ask): failure is OrdermeshError {
  if (!(failure instanceof OrdermeshError) || !failure.retryable) return false;
  if ((failure.retryAfterSeconds ?? 0) > waitSecondsMax) return false;
  if (failure.turnedAway) return true;
  return ask.method !== 'POST' || ask.idempotent === true || ask.repeatable === true;
}

/** Nobody waits for hours within a call, e.g. until the requests of the next day: the caller is told. */
const waitSecondsMax = 60;

/** As long as the hub said, else longer each time; up to half as long again, so that clients do not come back as one. */
const waitMs = ({ retryAfterSeconds = 0 }: OrdermeshError, tried: number): number =>
  (retryAfterSeconds * 1_000 || 100 * 2 ** tried) *
  (1 + (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 512);

const pause = (waitMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, waitMs);
  });

interface SentRequest {
  readonly url: string;
  readonly init: RequestInit;
}

function requestOf(options: ClientOptions, ask: Ask): SentRequest {
  const url = new URL(ask.path, options.url.endsWith('/') ? options.url : `${options.url}/`);
  for (const [name, value] of Object.entries(ask.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const { method, body } = ask;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = headersOf(options, ask);
  return {
    url: url.href,
    init: { method, headers, ...(text !== undefined && { body: text }) },
  };
}

function headersOf({ key, traceparent }: ClientOptions, ask: Ask): Headers {
  const type = typeof ask.body === 'string' ? 'application/x-ndjson' : 'application/json';
  const given: Readonly<Record<string, string | undefined>> = {
    authorization: `Bearer ${key}`,
    accept: 'application/json',
    traceparent,
    'content-type': ask.body === undefined ? undefined : type,
    ...(ask.idempotent === true && { 'idempotency-key': crypto.randomUUID() }),
  };
  const headers = new Headers();
  for (const [name, value] of [...Object.entries(given), ...Object.entries(ask.headers ?? {})])
    if (value !== undefined) headers.set(name, value);
  return headers;
}

async function once(
  options: ClientOptions,
  { url, init }: SentRequest,
  signal: AbortSignal,
): Promise<Response> {
  let answer: Response;
  try {
    answer = await (options.fetch ?? fetch)(url, { ...init, signal });
  } catch (cause) {
    const { origin } = new URL(url);
    throw new OrdermeshError(
      0,
      { title: `Nothing answers at ${origin}`, why: reasonOf(cause) },
      { cause },
    );
  }
  if (answer.ok || answer.status === 304) return answer;
  throw await problemOf(answer);
}

/** What the network said, at the bottom of the chain of causes. */
function reasonOf(failure: unknown): string {
  let at = failure;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (at instanceof AggregateError) at = at.errors[0] as unknown;
  return at instanceof Error ? at.message : String(at);
}

async function problemOf(answer: Response): Promise<OrdermeshError> {
  const text = await answer.text();
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  const more = { retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined };
  if (answer.headers.get('content-type')?.includes('json') === true)
    return new OrdermeshError(answer.status, JSON.parse(text) as Record<string, unknown>, more);
  return new OrdermeshError(answer.status, { why: text.slice(0, 500) }, more);
}

import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { guardedLookup, targetFault } from './address-guard.ts';
import type { WebhookTargets } from './address-guard.ts';
import { signatureHeader } from './signature.ts';
import type { SigningKey } from './signature.ts';
import type { Attempt } from '../subscription.ts';

/** One message to one endpoint. */
export interface Outgoing {
  readonly url: string;
  readonly messageId: string;
  readonly body: string;
  /** The keys that sign, the current one first. */
  readonly keys: readonly SigningKey[];
}

/** What came back: an attempt, and what the endpoint wished. */
export interface Sent extends Attempt {
  readonly ok: boolean;
  /** Retry-After in ms; 0 when absent. */
  readonly askedMs: number;
}

/** Sends a message once. Never throws: what goes wrong is in the answer. */
export type SendMessage = (outgoing: Outgoing) => Promise<Sent>;

/** How messages are sent. */
export interface SendingHow {
  readonly targets: WebhookTargets;
  /** How long an attempt may take in all, ms. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly version: string;
}

/** As much of an answer is read, so that the connection ends properly; nothing of it is kept. */
const answerBytesMax = 16_384;

/**
 * Sends by HTTP POST, signed. Only 2xx is success: redirects are failures and never followed. The name is resolved,
 * every address checked, and the connection made to what was checked.
 *
 * @see Standard Webhooks 1.0.0
 */
export const sendOverHttp =
  (how: SendingHow): SendMessage =>
  async (outgoing) => {
    const at = how.now();
    const startedMs = performance.now();
    const fault = targetFault(outgoing.url, how.targets);
    const { status, error, askedMs } =
      fault === undefined
        ? await post(outgoing, how)
        : { status: 0, error: 'address-refused', askedMs: 0 };
    const elapsedMs = Math.round(performance.now() - startedMs);
    return { ok: error === '', at, status, elapsedMs, error, askedMs };
  };

type Posted = Pick<Sent, 'status' | 'error' | 'askedMs'>;

function post(outgoing: Outgoing, how: SendingHow): Promise<Posted> {
  return new Promise((resolve) => {
    const url = new URL(outgoing.url);
    const asking: ClientRequest = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: headersOf(outgoing, how),
      lookup: guardedLookup(how.targets),
      signal: AbortSignal.timeout(how.timeoutMs),
      agent: false,
    });
    asking.on('response', (answer) => {
      resolve(postedOf(answer));
      drain(answer);
    });
    asking.on('error', (failure) => {
      resolve({ status: 0, error: errorWord(failure), askedMs: 0 });
    });
    asking.end(outgoing.body);
  });
}

function headersOf(outgoing: Outgoing, how: SendingHow): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(outgoing.body)),
    'user-agent': `ordermesh/${how.version}`,
    // The receiver compares with its own clock, also when the hub's runs ahead (a demo).
    ...messageHeaders(outgoing, Math.floor(Date.now() / 1_000)),
  };
}

/**
 * What names a message, and proves that it is ours and of this moment.
 *
 * @param timestampSeconds of this attempt
 */
export const messageHeaders = (
  { messageId, body, keys }: Omit<Outgoing, 'url'>,
  timestampSeconds: number,
): Readonly<Record<string, string>> => ({
  'webhook-id': messageId,
  'webhook-timestamp': String(timestampSeconds),
  'webhook-signature': signatureHeader(keys, { messageId, timestampSeconds, body }),
});

function postedOf({ statusCode = 0, headers }: IncomingMessage): Posted {
  const seconds = Number(headers['retry-after'] ?? NaN);
  return {
    status: statusCode,
    error: statusCode >= 200 && statusCode < 300 ? '' : wordOf(statusCode),
    askedMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0,
  };
}

const wordOf = (status: number): string => (status >= 300 && status < 400 ? 'redirect' : 'status');

function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > answerBytesMax) answer.destroy();
  });
  // The attempt is over with its status; what becomes of the rest of the answer changes nothing.
  answer.on('error', () => answer.destroy());
}

/** A word for what went wrong, without what the endpoint or the network said: that may tell of the inside. */
function errorWord(failure: Error): string {
  const { code } = failure as NodeJS.ErrnoException;
  if (failure.name === 'TimeoutError' || failure.name === 'AbortError') return 'timeout';
  return words[code ?? ''] ?? 'connection-failed';
}

const words: Readonly<Record<string, string>> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  'address-refused': 'address-refused',
};

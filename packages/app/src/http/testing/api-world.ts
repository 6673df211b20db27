import pino from 'pino';
import type { Backend } from '../../backend.ts';
import { createKey, demoKey, demoKeyText } from '../../keys/index.ts';
import type { ApiKey, Scope } from '../../keys/index.ts';
import type { Phase } from '../../observe/index.ts';
import { keyBox } from '../../webhooks/index.ts';
import type { HttpParts } from '../parts.ts';
import { buildHttp } from '../server.ts';
import type { HttpSurface } from '../server.ts';
import { conformance } from './conformance.ts';

/** The API on a backend, without a port: for tests of the surface. */
export interface ApiWorld {
  readonly http: HttpSurface;
  /** Sends a request as the demo key; what is no text becomes JSON. */
  readonly send: (ask: ApiAsk) => Promise<ApiAnswer>;
  /** A key with these scopes only. */
  readonly keyWith: (...scopes: Scope[]) => string;
  readonly setPhase: (phase: Phase) => void;
}

/** A request; POST when it has a body, GET when not. */
export interface ApiAsk {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'PATCH';
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another key, or null for none. */
  readonly key?: string | null;
}

/** What came back. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string;
  /** The value at a JSON pointer of the body; undefined when there is none. */
  readonly at: (pointer: string) => unknown;
}

/** Builds the API on a backend. */
export async function apiWorld(
  backend: Backend,
  parts: Partial<
    Pick<HttpParts, 'inFlight' | 'limits' | 'log' | 'mono' | 'presence' | 'tokens'>
  > = {},
  keys: ApiKey[] = [demoKey],
): Promise<ApiWorld> {
  let phase: Phase = 'running';
  const http = await buildHttp({
    backend: () => backend,
    phase: () => phase,
    keys: () => keys,
    log: pino({ level: 'silent' }),
    now: backend.now,
    mono: () => performance.now(),
    bodyLimitBytes: 65_536,
    batchLimitBytes: 1_048_576,
    publicUrl: '',
    version: '0.0.0',
    webhookTargets: 'any',
    keyBox: keyBox(''),
    ...parts,
  });
  return {
    http,
    send: (ask) => send(http, ask),
    keyWith: (...scopes) => {
      const { text, record } = createKey({ name: 'limited', mode: 'test', scopes, at: 0 });
      keys.push(record);
      return text;
    },
    setPhase: (next) => {
      phase = next;
    },
  };
}

const conforms = conformance();

/** Sends, and holds the answer against its documented schema. @throws Error when it does not conform */
async function send(http: HttpSurface, ask: ApiAsk): Promise<ApiAnswer> {
  const { body } = ask;
  const method = ask.method ?? (body === undefined ? 'GET' : 'POST');
  const answer = await http.app.inject({
    method,
    url: ask.url,
    headers: headersOf(ask),
    ...(body !== undefined && { payload: payloadOf(body) }),
  });
  const { statusCode: status, payload: text } = answer;
  const header = (name: string): string => String(answer.headers[name] ?? '');
  if (/[/+]json(;|$)/.test(header('content-type')) && ask.url.startsWith('/v1')) {
    // As it is sent: `..` is walked by the client.
    const path = new URL(ask.url, 'http://hub').pathname;
    const fault = conforms({ method, path, status, body: JSON.parse(text) });
    if (fault !== undefined) throw new Error(`${method} ${path} ${status}: ${fault}`);
  }
  return { status, text, header, at: (pointer) => valueAt(JSON.parse(text), pointer) };
}

const payloadOf = (body: unknown): string | Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

const headersOf = ({ key, body, headers }: ApiAsk): Record<string, string> => ({
  ...(key !== null && { authorization: `Bearer ${key ?? demoKeyText}` }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...headers,
});

/** The value at a JSON pointer. @see RFC 6901 §4 */
export function valueAt(document: unknown, pointer: string): unknown {
  let at = document;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}

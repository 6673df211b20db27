import type { PrincipalKind } from '@ordermesh/core/parties';
import { orderId } from '@ordermesh/core/words';
import type { Backend } from '../../../backend.ts';
import { demoKey, keyKinds } from '../../../keys/index.ts';
import { createLink } from '../../../links/index.ts';
import { apiWorld } from '../api-world.ts';
import type { ApiAnswer, ApiWorld } from '../api-world.ts';
import { keyOfKind } from '../key-of-kind.ts';
import { operationsOf } from './operations.ts';
import type { ApiDocument, Operation } from './operations.ts';
import type { FuzzRequest } from './requests.ts';
import type { KnownValues } from './shape.ts';

/** A hub that may be thrown away: every operation is tried on a fresh one. */
export interface FuzzBackend {
  readonly backend: Backend;
  /** The tables of the store in memory: maps, sets and lists. */
  readonly database: object;
  readonly stop: () => Promise<void>;
}

/** The API over one fresh hub after the other. */
export interface FuzzWorld {
  readonly document: ApiDocument;
  readonly operations: readonly Operation[];
  /** Starts again on a fresh hub with a few orders. @returns what it holds, by field name */
  readonly renew: () => Promise<KnownValues>;
  readonly send: (request: FuzzRequest) => Promise<ApiAnswer>;
  /** Every record and event that the store holds; a record that is changed is another one. */
  readonly records: () => readonly unknown[];
  /** Whether the answer, once begun, goes on until the connection ends. */
  readonly isStream: (request: FuzzRequest) => boolean;
  readonly close: () => Promise<void>;
}

/**
 * Builds the API once; `make` makes a hub, `draft` is an order that it accepts.
 *
 * @param kind who sends the requests; staff with every scope when absent
 */
export async function fuzzWorld(
  make: () => Promise<FuzzBackend>,
  draft: object,
  kind?: PrincipalKind,
): Promise<FuzzWorld> {
  let current = await make();
  const own = keyKinds.some((one) => one === kind) ? keyOfKind(kind ?? 'admin') : undefined;
  /** The bearer text; null: none, undefined: the key that may do everything. */
  let bearer = kind === undefined ? undefined : (own?.text ?? null);
  const backend = {
    get hub() {
      return current.backend.hub;
    },
    get store() {
      return current.backend.store;
    },
    now: () => current.backend.now(),
  };
  const api = await apiWorld(backend, {}, own ? [demoKey, own.record] : [demoKey]);
  const document = (await api.send({ url: '/openapi.json', key: null })).at('') as ApiDocument;
  const operations = operationsOf(document);
  return {
    document,
    operations,
    renew: async () => {
      await current.stop();
      current = await make();
      const known = await furnished(api, { operations, draft });
      if (kind === 'tracking_link') bearer = await linkTo(backend, known);
      return known;
    },
    send: ({ method, url, headers, body }) =>
      api.send({
        method,
        url,
        headers,
        ...(body !== undefined && { body }),
        ...(bearer !== undefined && { key: bearer }),
      }),
    records: () => recordsOf(current.database),
    isStream: ({ url }) => url.startsWith('/v1/events/stream'),
    close: async () => {
      await api.http.close();
      await current.stop();
    },
  };
}

/** The token of a link to the first order. */
async function linkTo(backend: Backend, known: KnownValues): Promise<string | null> {
  const [order = ''] = known['order_id'] ?? [];
  const link = await createLink(backend, { orderId: orderId(order), tier: 'basic', days: 1 });
  return link.ok ? link.value.token : null;
}

const recordsOf = (database: object): readonly unknown[] =>
  Object.values(database).flatMap((table: unknown): readonly unknown[] => {
    if (table instanceof Map || table instanceof Set) return [...table.values()] as unknown[];
    return Array.isArray(table) ? table : [];
  });

/** Puts a few things into a fresh hub and reads their ids back through every list. */
async function furnished(
  api: ApiWorld,
  { operations, draft }: { readonly operations: readonly Operation[]; readonly draft: object },
): Promise<KnownValues> {
  for (const n of [1, 2, 3])
    await api.send({ url: '/v1/orders', body: { ...draft, external_id: `fuzz-${n}` } });
  await api.send({ url: '/v1/webhooks', body: { url: 'http://127.0.0.1:9/', events: ['*'] } });
  const known = new Map<string, Set<string>>();
  const read = async (url: string): Promise<void> => {
    const answer = await api.send({ url });
    if (answer.status === 200) gather(known, answer.at(''));
  };
  const lists = operations.filter(
    ({ method, path }) => method === 'GET' && !/stream|exports/.test(path),
  );
  for (const { path } of lists.filter(({ path: one }) => !one.includes('{'))) await read(path);
  const [order = ''] = known.get('order_id') ?? [];
  for (const { path } of lists.filter(({ path: one }) => /^[^{]*\{order_id\}[^{]*$/.test(one)))
    await read(path.replace('{order_id}', order));
  return Object.fromEntries([...known].map(([name, values]) => [name, [...values].slice(0, 6)]));
}

const isName = (field: string): boolean =>
  /(^|_)id$|^(node|item|lot|source|service|channel|cursor|sscc)$/.test(field);

/** Remembers every id in an answer under the name of its field. */
function gather(known: Map<string, Set<string>>, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, held] of Object.entries(value)) {
    if (typeof held === 'string' && isName(field))
      known.set(field, (known.get(field) ?? new Set()).add(held));
    gather(known, held);
  }
}

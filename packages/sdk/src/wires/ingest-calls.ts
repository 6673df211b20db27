import type { OrderDraft } from '../draft-types.ts';
import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** How one order stands at its source, at a version that grows with every change there. */
export interface IngestRow {
  readonly external_id: string;
  readonly version: number;
  /** `cancel`: it is cancelled at the source. */
  readonly kind?: 'order' | 'cancel';
  readonly order?: OrderDraft;
}

/** What became of a row; `failed` and `again` are sent again. */
export interface IngestResult {
  readonly external_id: string;
  readonly outcome:
    | 'created'
    | 'updated'
    | 'cancelled'
    | 'remembered'
    | 'unchanged'
    | 'older'
    | 'failed'
    | 'parked'
    | 'again';
  readonly order_id: string | null;
  readonly attempts: number;
  readonly problem: Readonly<Record<string, unknown>> | null;
}

/** What became of a batch. */
export interface IngestAnswer {
  /** false: send the batch again. */
  readonly settled: boolean;
  readonly cursor: string | null;
  readonly results: readonly IngestResult[];
}

/** An order of a source, as the hub follows it. */
export interface IngestedOrder {
  readonly source: string;
  readonly external_id: string;
  readonly version: number;
  readonly state: 'placed' | 'cancelled' | 'trying' | 'parked';
  readonly order_id: string | null;
  readonly attempts: number;
  readonly problem: Readonly<Record<string, unknown>> | null;
  readonly seen_at: Instant;
}

/** What the hub lacks of what a source has. */
export interface Reconciled {
  readonly missing: readonly string[];
  readonly behind: readonly string[];
  readonly parked: readonly string[];
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls of connectors that bring in orders. All may be sent again: an external id is one order. */
export interface IngestCalls {
  /** At most 500 rows; repeat until `settled`. */
  orders(batch: {
    readonly source: string;
    readonly cursor?: string;
    readonly rows: readonly IngestRow[];
  }): Promise<IngestAnswer>;
  /** How far the source was read. */
  source(source: string): Promise<{ readonly source: string; readonly cursor: string | null }>;
  list(
    source: string,
    query?: ListQuery & { readonly state?: IngestedOrder['state'] },
  ): AsyncGenerator<IngestedOrder, void, undefined>;
  /** Tries a row that failed again, as it was sent or mended. */
  retry(source: string, externalId: string, order?: OrderDraft): Promise<IngestResult>;
  reconcile(
    source: string,
    rows: readonly Pick<IngestRow, 'external_id' | 'version'>[],
  ): Promise<Reconciled>;
}

/** @see IngestCalls */
export const ingestCalls = (transport: Transport): IngestCalls => {
  const post = <T>(path: string, body: object): Promise<T> =>
    transport.send<T>({ method: 'POST', path, body, repeatable: true });
  return {
    orders: (batch) => post(at('ingest', 'orders'), batch),
    source: (source) => transport.send({ method: 'GET', path: at('ingest', 'sources', source) }),
    list: (source, query) => rowsOf(transport, at('ingest', 'sources', source, 'orders'), query),
    retry: (source, externalId, order) =>
      post(at('ingest', 'sources', source, 'orders', externalId, 'retry'), { order }),
    reconcile: (source, rows) => post(at('ingest', 'reconcile'), { source, rows }),
  };
};

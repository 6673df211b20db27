import type { IngestRow } from '../../intake/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { Page, PageAsk } from '../ports/store.ts';
import type { Telling } from '../run/unit-draft.ts';
import type { IngestedOrder, IngestSource } from './ingest-case.ts';

/** Everything at the edges of the house. */
export interface WireDesk extends CaseDesk, IngestDesk {}

/** Cases that are written together, with what shall be told when they are. */
export interface KeptCases {
  readonly added?: readonly CaseRecord[];
  /** Each at its next version. */
  readonly changed?: readonly CaseRecord[];
  /** Told with the commit. */
  readonly told?: readonly Telling[];
}

/** Where the edges of the house (webhooks, links, imports) keep what they follow. */
export interface CaseDesk {
  /**
   * Writes cases in one commit, all or none: `stale` when one was written by somebody else meanwhile. It waits behind
   * orders and goods that move, so that no outside party slows the hub down.
   */
  keepCases(kept: KeptCases): Promise<HubOutcome<{ readonly written: number }>>;
}

/**
 * What became of a row. `remembered`: a cancel whose order has not come. `unchanged`, `older`: known already.
 * `failed`: this try did not work, send it again; `parked`: it failed too often. `again`: nothing is wrong with it.
 */
export interface IngestResult {
  readonly externalId: string;
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
  readonly orderId: OrderId | undefined;
  readonly attempts: number;
  readonly refusal: HubRefusal | undefined;
}

/** What a connector brings from its source. */
export interface IngestBatch {
  /** Code of the source, e.g. `shopify`; the `system` of the orders' external ids. */
  readonly source: string;
  readonly rows: readonly IngestRow[];
  /** Where the connector goes on reading; kept only when every row is settled. */
  readonly cursor?: string;
}

/** What became of a batch; one result per row, in order. */
export interface IngestAnswer {
  readonly results: readonly IngestResult[];
  /** Whether the cursor was kept; when not, send the batch again. */
  readonly isSettled: boolean;
  readonly cursor: string | undefined;
}

/** What the hub lacks of what a source has. */
export interface Reconciled {
  /** Unknown here. */
  readonly missing: readonly string[];
  /** Known at an older version. */
  readonly behind: readonly string[];
  /** Known, but failed too often. */
  readonly parked: readonly string[];
}

/** Orders from sources that push what they have: marketplaces, shops, ERPs; in any order, as often as they like. */
export interface IngestDesk {
  /** Applies rows, each for itself: one that fails does not hold up its neighbours. */
  ingestOrders(batch: IngestBatch): Promise<IngestAnswer>;
  /** How far a source was read. */
  ingestSource(source: string): Promise<IngestSource | undefined>;
  /** What is followed of a source, e.g. what is parked. */
  ingestedOrders(
    filter: { readonly source: string; readonly state?: IngestedOrder['state'] },
    ask: PageAsk,
  ): Promise<Page<IngestedOrder>>;
  /** Tries a parked row again, as it was sent or with a mended draft. */
  retryIngest(
    source: string,
    externalId: string,
    draft?: unknown,
  ): Promise<HubOutcome<IngestResult>>;
  /** Compares what a source has with what the hub has; nothing is changed. */
  reconcileOrders(
    source: string,
    rows: readonly Pick<IngestRow, 'externalId' | 'version'>[],
  ): Promise<Reconciled>;
}

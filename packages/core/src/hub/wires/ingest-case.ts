import type { IngestKnown, IngestRow } from '../../intake/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { HubRefusal } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';

/** What the hub follows of one order of a source. */
export interface IngestedOrder extends IngestKnown {
  readonly source: string;
  readonly externalId: string;
  readonly orderId: OrderId | undefined;
  /** Why the newest try failed; undefined when it did not. */
  readonly refusal: HubRefusal | undefined;
  /** The row of a try that failed, so that it can be tried again without its source. */
  readonly row: IngestRow | undefined;
  readonly seenAt: number;
}

/** How far a source was read, as its connector said. */
export interface IngestSource {
  readonly source: string;
  readonly cursor: string;
  readonly at: number;
}

/** Id of the case of an order of a source. */
export const rowCaseId = (source: string, externalId: string): string =>
  `ing_${source}:${externalId}`;

/** Id of the case of a source. */
export const sourceCaseId = (source: string): string => `ing_source_${source}`;

/** An order of a source as it is stored. */
export const rowCase = (held: IngestedOrder, version: number): CaseRecord => ({
  caseId: rowCaseId(held.source, held.externalId),
  kind: 'ingest_row',
  state: held.state,
  orderId: held.orderId,
  nodeId: undefined,
  key: held.source,
  dueAt: undefined,
  openedAt: held.seenAt,
  version,
  document: held,
});

/** What the case of an order of a source holds. */
export const ingestedIn = ({ document }: CaseRecord): IngestedOrder => document as IngestedOrder;

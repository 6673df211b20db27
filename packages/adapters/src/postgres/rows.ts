import type {
  CaseRecord,
  DecisionRecord,
  DocumentRecord,
  ExceptionRecord,
  FactRecord,
  LoggedEvent,
  OrderRecord,
} from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';

/** Columns of each table, and how a row becomes a record again. */
export const orderColumns = `o.order_id, o.order_document, o.standing_document`;
export interface OrderRow {
  readonly order_id: string;
  readonly order_document: string;
  readonly standing_document: string;
}
export const orderOf = (row: OrderRow): OrderRecord => {
  const standing = JSON.parse(row.standing_document) as OrderRecord;
  // Written by the version before amendments, or never amended: the order is what was ordered.
  return (standing.order as OrderRecord['order'] | undefined)
    ? standing
    : { ...standing, order: JSON.parse(row.order_document) as OrderRecord['order'] };
};
/** Everything decided about the order, and the order itself once it was amended (what was ordered stays in its column). */
export const standingText = (record: OrderRecord): string =>
  JSON.stringify(record.amendments === 0 ? { ...record, order: undefined } : record);

/** A row that carries its whole record as JSON. */
export interface DocumentRow {
  readonly document: string;
}
export const fulfilmentOf = (row: DocumentRow): Fulfilment =>
  JSON.parse(row.document) as Fulfilment;
export const exceptionOf = (row: DocumentRow): ExceptionRecord =>
  JSON.parse(row.document) as ExceptionRecord;
export const caseOf = (row: DocumentRow): CaseRecord => JSON.parse(row.document) as CaseRecord;

export const reservationColumns = `reservation_id as "reservationId", kind, order_id as "orderId", cart_id as "cartId",
  fulfilment_id as "fulfilmentId", line_no as "lineNo", node_id as "nodeId", item_id as "itemId", lot, units, state,
  expires_at as "expiresAt"`;
type Nullable<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? null : never) };
export type ReservationRow = Nullable<Reservation>;
export const reservationOf = (row: ReservationRow): Reservation => ({
  ...row,
  orderId: row.orderId ?? undefined,
  cartId: row.cartId ?? undefined,
  fulfilmentId: row.fulfilmentId ?? undefined,
  expiresAt: row.expiresAt ?? undefined,
});

export const decisionColumns = `decision_id as "decisionId", order_id as "orderId", kind, decided_at as at,
  network_version as "networkVersion", strategy_id as "strategyId", strategy_version as "strategyVersion",
  question, answer`;
export type DecisionRow = DecisionRecord;

export const factColumns = `hash, has_error_declaration as "hasErrorDeclaration", event_id as "eventId", kind,
  happened_at as at, recorded_at as "recordedAt", order_id as "orderId", object_uris as "objectUris", epcis`;
export type FactRow = Nullable<FactRecord>;
export const factOf = (row: FactRow): FactRecord => ({
  hash: row.hash,
  hasErrorDeclaration: row.hasErrorDeclaration,
  eventId: row.eventId,
  kind: row.kind,
  at: row.at,
  recordedAt: row.recordedAt,
  orderId: row.orderId ?? undefined,
  objectUris: row.objectUris,
  epcis: row.epcis,
});

export const documentColumns = `kind, document_id as "documentId", version, published_at as "publishedAt", note, document`;
export type VersionRow = Omit<DocumentRecord, 'document'> & DocumentRow;
export const documentOf = (row: VersionRow): DocumentRecord => ({
  ...row,
  document: JSON.parse(row.document) as unknown,
});

export const eventColumns = `sequence, recorded_at as "recordedAt", origin, event`;

/**
 * The next events of the log that are final: behind position $1, at most $2. An event is final when all smaller sequences
 * are there (then a transaction that runs elsewhere on the server delays nobody), or when whoever could still write a
 * smaller one has ended (see claim_sequences in the first migration).
 */
export const fromFinalEvents = `from (
      select e.*, row_number() over (order by e.sequence) as place from event_log e
      where e.sequence > $1::int8 order by e.sequence limit $2::int8) next_events
    where sequence = $1::int8 + place or horizon < pg_snapshot_xmin(pg_current_snapshot())
    order by sequence limit $2::int8`;
export interface EventRow {
  readonly sequence: number;
  readonly recordedAt: number;
  readonly origin: string;
  readonly event: string;
}
export const eventOf = ({ event, ...row }: EventRow): LoggedEvent => ({
  ...(JSON.parse(event) as Omit<LoggedEvent, 'sequence' | 'recordedAt' | 'origin'>),
  ...row,
});
/** The draft's part; what the log adds are columns. */
export const eventText = (event: LoggedEvent): string =>
  JSON.stringify({
    type: event.type,
    id: event.id,
    subject: event.subject,
    orderId: event.orderId,
    at: event.at,
    causationId: event.causationId,
    traceparent: event.traceparent,
    stockMoves: event.stockMoves,
    slotMoves: event.slotMoves,
    body: event.body,
    ...(event.by && { by: event.by }),
    ...(event.changed && { changed: event.changed }),
  } satisfies Omit<LoggedEvent, 'sequence' | 'recordedAt' | 'origin'>);

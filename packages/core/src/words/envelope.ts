/**
 * The envelope of everything that the hub tells: CloudEvents 1.0.2, structured JSON.
 *
 * `type` is `dev.ordermesh.<family>.<past verb>.v<major>`; `partitionkey` is the order id, the unit of
 * ordering; `sequence` is zero-padded, compared as text; facts carry their event hash as `id`.
 *
 * @see CloudEvents 1.0.2 and its extensions partitioning, sequence, correlation, distributed tracing
 */
export interface CloudEvent<Body = unknown> {
  readonly specversion: '1.0';
  readonly type: string;
  /** URI-reference of who speaks. */
  readonly source: string;
  readonly id: string;
  /** e.g. `order/ord_…` */
  readonly subject?: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema?: string;
  readonly partitionkey?: string;
  readonly sequence?: string;
  readonly recordedtime?: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly data: Body;
}

/** Sixteen digits, so that text order is number order. */
export const sequenceText = (sequence: number): string => String(sequence).padStart(16, '0');

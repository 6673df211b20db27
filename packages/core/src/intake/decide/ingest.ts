import type { CustomerOrder } from './order.ts';

/** What a source tells of one of its orders: how it stands at its version. */
export interface IngestRow {
  /** Id that the source gave it. */
  readonly externalId: string;
  /** Grows with every change at the source: a counter, or epoch ms of its last change. */
  readonly version: number;
  /** `cancel`: it is cancelled at the source; `draft` is not looked at then. */
  readonly kind: 'order' | 'cancel';
  readonly draft: unknown;
}

/** What is known of an order of a source. */
export interface IngestKnown {
  /** Newest version that was looked at. */
  readonly version: number;
  /**
   * `placed`: it is an order here. `cancelled`: it is, or shall never be one. `trying`: this version failed so far.
   * `parked`: it failed too often, and waits for people or a newer version.
   */
  readonly state: 'placed' | 'cancelled' | 'trying' | 'parked';
  readonly orderId: string | undefined;
  /** Tries of this version that failed. */
  readonly attempts: number;
}

/** What to do with a row. `remember`: a cancel that came before its order. */
export type IngestStep =
  | { readonly step: 'place' | 'amend' | 'cancel' | 'remember' }
  | { readonly step: 'skip'; readonly because: 'older' | 'same' | 'parked' | 'cancelled' };

/** So many tries of one version, then it is parked, so that its neighbours are not held up. */
export const ingestAttemptsMax = 3;

/**
 * What a row means, in whatever order rows come and however often. Older versions change nothing; the same version
 * changes nothing unless it failed; a cancel before its order keeps the order from being placed at that version or an
 * older one; an order that was cancelled here is not revived.
 */
export function judgeRow(
  row: Pick<IngestRow, 'version' | 'kind'>,
  known: IngestKnown | undefined,
): IngestStep {
  if (known === undefined) return { step: row.kind === 'cancel' ? 'remember' : 'place' };
  if (row.version < known.version) return { step: 'skip', because: 'older' };
  if (row.version === known.version && known.state !== 'trying')
    return { step: 'skip', because: known.state === 'parked' ? 'parked' : 'same' };
  return row.kind === 'cancel'
    ? { step: known.orderId === undefined ? 'remember' : 'cancel' }
    : stepOfOrder(known);
}

function stepOfOrder({ orderId, state }: IngestKnown): IngestStep {
  if (orderId === undefined) return { step: 'place' };
  return state === 'cancelled' ? { step: 'skip', because: 'cancelled' } : { step: 'amend' };
}

/** What is known after a try that failed. */
export function failedOnce(
  row: Pick<IngestRow, 'version'>,
  known: IngestKnown | undefined,
): IngestKnown {
  const before = known?.version === row.version ? known.attempts : 0;
  const attempts = before + 1;
  return {
    version: row.version,
    state: attempts >= ingestAttemptsMax ? 'parked' : 'trying',
    orderId: known?.orderId,
    attempts,
  };
}

type Wire = Readonly<Record<string, unknown>>;

/**
 * The amendment (see `amendOrder`) that makes an order what a newer draft of it says: address, way, window, quantities.
 * Prices of what was bought stay; lines that the draft has no more are wanted no more.
 */
export function amendmentTo(draft: unknown, order: CustomerOrder): Wire {
  const sent = isWire(draft) ? draft : {};
  const lines = Array.isArray(sent['lines']) ? (sent['lines'] as readonly unknown[]) : [];
  const fields = ['ship_to', 'service_level', 'pickup_node', 'promised_window'] as const;
  return {
    ...Object.fromEntries(
      fields.filter((key) => sent[key] !== undefined).map((key) => [key, sent[key]]),
    ),
    ...(lines.length > 0 && { lines: lineChanges(lines, order) }),
  };
}

const isWire = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lineChanges(lines: readonly unknown[], order: CustomerOrder): readonly Wire[] {
  const gone = new Map(order.lines.map((line) => [line.lineNo, line.itemId]));
  const changes = lines.map((line, ix): Wire => {
    const sent = isWire(line) ? line : {};
    const lineNo = typeof sent['line_no'] === 'number' ? sent['line_no'] : ix + 1;
    const { item, quantity, price, tax } = sent;
    // Another item under the same number is a new line; the one before is wanted no more.
    if (gone.get(lineNo) !== item) return present({ item, quantity, price, tax });
    gone.delete(lineNo);
    return { line_no: lineNo, quantity };
  });
  return [...changes, ...[...gone.keys()].map((lineNo) => ({ line_no: lineNo, quantity: 0 }))];
}

const present = (fields: Wire): Wire =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

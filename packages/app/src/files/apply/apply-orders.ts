import type { OrderRecord } from '@ordermesh/core/hub';
import { orderDocument } from '@ordermesh/core/intake';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import { valueOf } from '../../http/wire/refusal.ts';
import { canonicalJson } from '../../json/index.ts';
import type { ImportRow } from './apply-stock.ts';
import { refusedRow } from './row-results.ts';
import type { RowResult } from './row-results.ts';

/** Who imports, for the keys under which answers are kept. */
export interface Importer extends Backend {
  readonly principal: string;
  readonly traceparent?: string;
}

/**
 * Places orders. The external id of an order is its key, for ever: an order that is known already is left as it is, so
 * that the same file twice places nothing twice. One that comes again with other content is refused, not lost.
 */
export const applyOrders = async (
  importer: Importer,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> =>
  Promise.all(
    rows.map(async (row) => {
      const externalId = externalIdOf(row);
      if (!externalId) return withoutId(row.ix);
      return judged(row.ix, () => orderRow(importer, { row, externalId, isDryRun }));
    }),
  );

interface ExternalId {
  readonly system: string;
  readonly id: string;
}

function externalIdOf({ document }: ImportRow): ExternalId | undefined {
  const [first] = (document['external_ids'] ?? []) as readonly Partial<ExternalId>[];
  return typeof first?.system === 'string' && typeof first.id === 'string'
    ? { system: first.system, id: first.id }
    : undefined;
}

const withoutId = (ix: number): RowResult =>
  refusedRow(ix, {
    pointer: '/external_ids',
    code: 'missing',
    why: 'Send external_system and external_id: without them an import could not be repeated safely.',
  });

async function orderRow(
  importer: Importer,
  asked: { readonly row: ImportRow; readonly externalId: ExternalId; readonly isDryRun: boolean },
): Promise<RowResult['outcome']> {
  const { hub, principal, traceparent } = importer;
  const { document } = asked.row;
  const known = await hub.orderByExternalId(asked.externalId);
  if (known.ok) return knownOrder(hub, document, known.value.record);
  if (asked.isDryRun) valueOf(hub.tryOrder(document));
  else {
    const meta = { principal, ...(traceparent !== undefined && { traceparent }) };
    const outcome = await hub.placeOrder(document, meta);
    // Somebody else placed it between the look and the commit.
    if (!outcome.ok && outcome.refusal.reason === 'external-id-known')
      return orderRow(importer, asked);
    valueOf(outcome);
  }
  return 'new';
}

/** An order that was amended since is known as well: the file tells how it began. */
function knownOrder(
  hub: Backend['hub'],
  document: ImportRow['document'],
  record: OrderRecord,
): 'same' {
  const again = valueOf(hub.tryOrder(document)).record.order;
  const said = (order: OrderRecord['order']): string => {
    const { order_id: _id, placed_at: placedAt, ...rest } = orderDocument(order);
    return canonicalJson('placed_at' in document ? { ...rest, placed_at: placedAt } : rest);
  };
  if (record.amendments > 0 || said(record.order) === said(again)) return 'same';
  throw new AppFailure('body-invalid', {
    errors: [
      {
        pointer: '',
        code: 'known-with-other-content',
        why: `It is order ${record.order.orderId}, with other content: amend that order, or give this one another id.`,
      },
    ],
  });
}

async function judged(
  ix: number,
  work: () => RowResult['outcome'] | Promise<RowResult['outcome']>,
): Promise<RowResult> {
  try {
    return { ix, outcome: await work() };
  } catch (failure) {
    if (!(failure instanceof AppFailure) || failure.entry.exit === 75) throw failure;
    const { errors, why, entry } = failure;
    return refusedRow(
      ix,
      ...(errors.length > 0 ? errors : [{ pointer: '', code: entry.code, why }]),
    );
  }
}

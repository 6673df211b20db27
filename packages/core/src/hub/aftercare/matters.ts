import { noAftercare, refundTotal } from '../../aftercare/index.ts';
import type {
  ClaimFile,
  ExchangeFile,
  OrderAftercare,
  PaidOrder,
  Refund,
  ReturnFile,
} from '../../aftercare/index.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { CaseRecord, OrderRecord } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import { loggedReason } from '../orders/said.ts';

/** What aftercare added to the order so far. */
export const aftercareOf = (record: OrderRecord): OrderAftercare => record.aftercare ?? noAftercare;

/** The order as refunds look at it. */
export const paidOrder = (record: OrderRecord): PaidOrder => ({
  order: record.order,
  cancelledUnits: record.cancelledUnits,
  refunds: aftercareOf(record).refunds,
});

/** The refunds of one return, exchange or claim. */
export const refundsOf = (record: OrderRecord, caseId: string): readonly Refund[] =>
  aftercareOf(record).refunds.filter((refund) => refund.caseId === caseId);

/** Matters about the order as the change has them now, by id. */
export function mattersNow(change: OrderChange): readonly CaseRecord[] {
  const known = new Map(change.before.cases.map((record) => [record.caseId, record]));
  for (const record of change.cases.values()) known.set(record.caseId, record);
  return [...known.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
}

/** The content of a return's case. */
export const returnFileOf = (record: CaseRecord): ReturnFile => record.document as ReturnFile;

/** The content of an exchange's case. */
export const exchangeFileOf = (record: CaseRecord): ExchangeFile => record.document as ExchangeFile;

/** The content of a claim's case. */
export const claimFileOf = (record: CaseRecord): ClaimFile => record.document as ClaimFile;

/** Puts a matter into the change; a new one is counted on the order. */
export function putMatter(change: OrderChange, record: CaseRecord): void {
  const isNew =
    !change.cases.has(record.caseId) &&
    !change.before.cases.some(({ caseId }) => caseId === record.caseId);
  change.cases.set(record.caseId, record);
  if (!isNew) return;
  const aftercare = aftercareOf(change.record);
  change.record = {
    ...change.record,
    aftercare: { ...aftercare, matters: aftercare.matters + 1 },
  };
}

/** Changes what aftercare adds to the order. */
export function putAftercare(change: OrderChange, parts: Partial<OrderAftercare>): void {
  change.record = { ...change.record, aftercare: { ...aftercareOf(change.record), ...parts } };
}

/** Tells what happened to a matter; `stockMoves` are booked with it. */
export function tellMatter(
  change: OrderChange,
  record: CaseRecord,
  told: {
    readonly verb: string;
    readonly body?: Readonly<Record<string, unknown>>;
    readonly stockMoves?: Parameters<typeof tell>[1]['stockMoves'];
  },
): void {
  const { orderId } = change.record.order;
  const { caseId, kind, state, nodeId } = record;
  const nth = change.unit.events.length;
  tell(change.unit, {
    type: `${kind}.${told.verb}`,
    id: `${caseId}.${String(change.before.record.version + 1)}.${String(nth)}`,
    orderId,
    subject: `${kind}/${caseId}`,
    ...(told.stockMoves && { stockMoves: told.stockMoves }),
    body: { caseId, state, nodeId: nodeId ?? null, ...told.body },
  });
}

/** Adds a refund to the order's ledger and tells it. */
export function addRefund(change: OrderChange, record: CaseRecord, refund: Refund): void {
  putAftercare(change, { refunds: [...aftercareOf(change.record).refunds, refund] });
  tellMatter(change, record, {
    verb: 'refund_approved',
    body: {
      refundId: refund.refundId,
      totalMinor: refundTotal(refund),
      creditedMinor: refund.creditedMinor,
      currency: change.record.order.currency,
      because: loggedReason(refund.because),
    },
  });
}

/** The id of the next refund of a matter: the same decision on the same state gives the same id. */
export const nextRefundId = (record: OrderRecord, caseId: string): string =>
  `rfd_${caseId.slice(4)}.${String(refundsOf(record, caseId).length + 1)}`;

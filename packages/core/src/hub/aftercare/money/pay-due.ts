import {
  creditOf,
  dueWishes,
  isWhollyRefunded,
  refundLeft,
  refundLines,
  refundTotal,
  shippingLeft,
} from '../../../aftercare/index.ts';
import type { Refund, RefundLine, ReturnFile } from '../../../aftercare/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { OrderRecord } from '../../ports/records.ts';
import {
  addRefund,
  exchangeFileOf,
  mattersNow,
  nextRefundId,
  paidOrder,
  refundsOf,
  returnFileOf,
} from '../matters.ts';

/** Approves what the facts of a return have made due by its policy; the same facts make nothing due twice. */
export function payDue(change: OrderChange, caseId: string): void {
  const record = mattersNow(change).find((one) => one.caseId === caseId);
  if (!record) return;
  const file = returnFileOf(record);
  const paid = paidOrder(change.record);
  // What a claim has refunded meanwhile is not paid for twice.
  const wishes = dueWishes(file, refundsOf(change.record, caseId)).flatMap((wish) => {
    const line = paid.order.lines.find(({ lineNo }) => lineNo === wish.lineNo);
    const units = line ? Math.min(wish.units, refundLeft(paid, line).units) : 0;
    return units > 0 ? [{ ...wish, units }] : [];
  });
  const lines = refundLines(paid, wishes);
  if (wishes.length === 0 || !lines.ok) return;
  const refund = refundOf(change, caseId, { lines: lines.value, because: because(file) });
  const whole = withShipping(change.record, refund, file.refundShipping);
  addRefund(change, record, credited(change, file, whole));
}

/**
 * The refund of an exchanged line pays for the replacement first; when all of it does, nothing is left to pay out. A
 * replacement that will not be sent costs nothing: goods that come after the exchange ended are paid like any others.
 */
function credited(change: OrderChange, file: ReturnFile, refund: Refund): Refund {
  const exchange = mattersNow(change).find(({ caseId }) => caseId === file.exchangeId);
  if (!exchange || exchange.state === 'expired') return refund;
  const done = refundsOf(change.record, refund.caseId);
  const totalMinor = refundTotal(refund);
  const creditedMinor = creditOf(totalMinor, {
    priceMinor: exchangeFileOf(exchange).replacementMinor,
    creditedMinor: done.reduce((sum, one) => sum + one.creditedMinor, 0),
  });
  return creditedMinor === totalMinor
    ? { ...refund, creditedMinor, state: 'issued', issuedAt: change.unit.at }
    : { ...refund, creditedMinor };
}

const because = ({ refundAt }: ReturnFile): string =>
  ({
    handed_in: 'goods handed in',
    received: 'goods received',
    inspected: 'goods inspected',
    manual: 'approved',
  })[refundAt];

/** A new refund of a matter, approved now. */
export function refundOf(
  change: OrderChange,
  caseId: string,
  what: { readonly lines: readonly RefundLine[]; readonly because: string },
): Refund {
  return {
    refundId: nextRefundId(change.record, caseId),
    caseId,
    state: 'approved',
    creditedMinor: 0,
    lines: what.lines,
    shippingMinor: 0,
    because: what.because,
    approvedAt: change.unit.at,
    issuedAt: undefined,
    reference: undefined,
  };
}

/** Adds what is left of the shipping price when every unit of the order is refunded with this. */
function withShipping(record: OrderRecord, refund: Refund, rule: 'never' | 'whole_order'): Refund {
  const paid = paidOrder(record);
  const after = { ...paid, refunds: [...paid.refunds, refund] };
  if (rule === 'never' || !isWhollyRefunded(after) || refundTotal(refund) === 0) return refund;
  return { ...refund, shippingMinor: shippingLeft(paid) };
}

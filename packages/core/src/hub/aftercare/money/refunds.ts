import { refundLines, refundTotal, shippingLeft } from '../../../aftercare/index.ts';
import type { AbovePaid, Refund, RefundWish } from '../../../aftercare/index.ts';
import type { OrderId } from '../../../words/index.ts';
import type { HubOutcome, HubRefusal } from '../../outcome.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import type { RefundAsk } from '../asks.ts';
import { changeMatter, wrongState } from '../change-matter.ts';
import type { KnownMatter } from '../change-matter.ts';
import {
  addRefund,
  aftercareOf,
  mattersNow,
  paidOrder,
  putAftercare,
  putMatter,
  returnFileOf,
  tellMatter,
} from '../matters.ts';
import { refundOf } from './pay-due.ts';
import { returnState } from '../returns/return-state.ts';
import { loggedReason } from '../../orders/said.ts';

/** People approve money for a return. Its sum with everything refunded before never exceeds what was paid. */
export const approveRefund = (
  parts: HubParts,
  asked: { readonly caseId: string; readonly ask: RefundAsk },
): Promise<HubOutcome<KnownMatter>> =>
  changeMatter(parts, { kind: 'return', caseId: asked.caseId }, (change, record) => {
    const file = returnFileOf(record);
    if (file.isReshipped || file.exchangeId !== undefined)
      return wrongState(record, file.isReshipped ? 'reshipped' : 'exchanged', ['return']);
    return giveBack(change, record, asked.ask);
  });

/** Adds a refund that people approve to the change. @returns why not */
export function giveBack(
  change: OrderChange,
  record: CaseRecord,
  ask: RefundAsk,
): HubRefusal | undefined {
  const paid = paidOrder(change.record);
  const lines = refundLines(paid, ask.lines.map(wishOf));
  if (!lines.ok) return abovePaid(lines.refusal);
  const shippingMinor = ask.shippingMinor ?? 0;
  const left = shippingLeft(paid);
  if (shippingMinor > left)
    return abovePaid({ reason: 'above-paid', lineNo: 0, asked: shippingMinor, left, of: 'minor' });
  const refund: Refund = {
    ...refundOf(change, record.caseId, { lines: lines.value, because: ask.because }),
    shippingMinor,
  };
  if (refundTotal(refund) === 0) return nothing;
  addRefund(change, record, refund);
  settle(change, record.caseId);
  return undefined;
}

const wishOf = (line: RefundAsk['lines'][number]): RefundWish => ({
  lineNo: line.lineNo,
  units: line.units,
  grade: 'unseen',
  basisPoints: 10_000,
  ...(line.amountMinor !== undefined && { amountMinor: line.amountMinor }),
});

const nothing: HubRefusal = {
  reason: 'invalid',
  faults: [
    {
      field: '/lines',
      reason: 'nothing-to-refund',
      remedy: 'Name units or an amount above zero: this refund would pay nothing.',
    },
  ],
};

/** The refusal of a refund above what was paid, with what is left. */
function abovePaid({ lineNo, asked, left, of }: AbovePaid): HubRefusal {
  const what = of === 'units' ? 'units' : 'minor units';
  return {
    reason: 'invalid',
    faults: [
      {
        field: lineNo === 0 ? '/shipping_minor' : '/lines',
        reason: 'above-paid',
        remedy: `${lineNo === 0 ? 'Shipping' : `Line ${String(lineNo)}`}: ${String(asked)} ${what} asked, ${String(left)} are left of what was paid and not refunded yet.`,
      },
    ],
  };
}

/** A return follows its refunds; other matters keep their own state. */
function settle(change: OrderChange, caseId: string): void {
  const record = mattersNow(change).find((one) => one.caseId === caseId);
  if (record?.kind !== 'return') return;
  putMatter(change, { ...record, state: returnState(change.record, record) });
}

/** People decide that no (more) money goes back. */
export const denyRefund = (
  parts: HubParts,
  asked: { readonly caseId: string; readonly because: string },
): Promise<HubOutcome<KnownMatter>> =>
  changeMatter(parts, { kind: 'return', caseId: asked.caseId }, (change, record) => {
    const file = returnFileOf(record);
    if (file.refundDenied !== undefined) return false;
    const document = { ...file, refundDenied: asked.because, refundDeniedAt: change.unit.at };
    const denied = { ...record, document };
    putMatter(change, { ...denied, state: returnState(change.record, denied) });
    tellMatter(change, denied, {
      verb: 'refund_denied',
      body: { because: loggedReason(asked.because) },
    });
    return undefined;
  });

/** The payment system says that the money went back; said twice it changes nothing. */
export async function issueRefund(
  parts: HubParts,
  asked: { readonly orderId: OrderId; readonly refundId: string; readonly reference: string },
): Promise<HubOutcome<Refund>> {
  const outcome = await changeOrder(parts, asked.orderId, (change) => {
    const { refunds } = aftercareOf(change.record);
    const refund = refunds.find(({ refundId }) => refundId === asked.refundId);
    if (!refund) return { reason: 'not-found', what: 'refund', id: asked.refundId };
    if (refund.state === 'issued') return false;
    if (refund.state === 'withdrawn')
      return {
        reason: 'wrong-state',
        what: 'refund',
        id: asked.refundId,
        state: refund.state,
        allowed: ['approved'],
      };
    const issued: Refund = {
      ...refund,
      state: 'issued',
      issuedAt: change.unit.at,
      reference: asked.reference,
    };
    putAftercare(change, { refunds: refunds.map((one) => (one === refund ? issued : one)) });
    const record = mattersNow(change).find(({ caseId }) => caseId === refund.caseId);
    if (record)
      tellMatter(change, record, {
        verb: 'refund_issued',
        body: { refundId: refund.refundId, totalMinor: refundTotal(refund) },
      });
    settle(change, refund.caseId);
    return undefined;
  });
  if (!outcome.ok) return outcome;
  const order = await parts.store.order(asked.orderId);
  const refund = order && aftercareOf(order).refunds.find((one) => one.refundId === asked.refundId);
  return refund
    ? { ok: true, value: refund }
    : { ok: false, refusal: { reason: 'not-found', what: 'refund', id: asked.refundId } };
}

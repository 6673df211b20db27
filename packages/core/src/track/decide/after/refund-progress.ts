import { refundTotal } from '../../../aftercare/decide/index.ts';
import type { Refund, RefundStage } from '../../../aftercare/decide/index.ts';
import type { Told } from '../told.ts';
import { refundLabels } from './labels.ts';

/** Money of one matter: how far it is, and the amounts in minor units of the order's currency. */
export interface MoneyBack {
  readonly currency: string;
  /** Decided and not paid yet. */
  readonly approvedMinor: number;
  /** Paid back. */
  readonly issuedMinor: number;
  /** Paid towards the replacement of an exchange instead. */
  readonly creditedMinor: number;
  /** One by one, oldest first. */
  readonly refunds: readonly {
    readonly state: 'approved' | 'issued';
    readonly totalMinor: number;
    readonly creditedMinor: number;
    readonly approvedAt: number;
    readonly issuedAt: number | undefined;
  }[];
}

/** The refunds of a matter that stand. */
export const standingRefunds = (refunds: readonly Refund[], caseId: string): readonly Refund[] =>
  refunds.filter((refund) => refund.caseId === caseId && refund.state !== 'withdrawn');

/** The amounts of a matter. */
export function moneyBack(refunds: readonly Refund[], currency: string): MoneyBack {
  const sum = (value: (refund: Refund) => number, of: readonly Refund[]): number =>
    of.reduce((total, refund) => total + value(refund), 0);
  const open = (refund: Refund): number => refundTotal(refund) - refund.creditedMinor;
  return {
    currency,
    approvedMinor: sum(
      open,
      refunds.filter(({ state }) => state === 'approved'),
    ),
    issuedMinor: sum(
      open,
      refunds.filter(({ state }) => state === 'issued'),
    ),
    creditedMinor: sum(({ creditedMinor }) => creditedMinor, refunds),
    refunds: refunds.map((refund) => ({
      state: refund.state === 'issued' ? 'issued' : 'approved',
      totalMinor: refundTotal(refund),
      creditedMinor: refund.creditedMinor,
      approvedAt: refund.approvedAt,
      issuedAt: refund.issuedAt,
    })),
  };
}

/**
 * How far the money of a matter is, as a statement that cites the refunds it rests on, or the matter itself.
 *
 * @param matter its id, and when it was opened or people last decided about its money
 */
export function toldRefund(
  stage: RefundStage,
  refunds: readonly Refund[],
  matter: { readonly caseId: string; readonly at: number },
): Told<RefundStage> {
  const isCredit =
    stage === 'issued' &&
    refunds.every((refund) => refund.creditedMinor === refundTotal(refund)) &&
    refunds.some(({ creditedMinor }) => creditedMinor > 0);
  const isOwn = refunds.length > 0;
  return {
    status: stage,
    label: refundLabels[isCredit ? 'credited' : stage],
    basis: isOwn ? refunds.map(({ refundId }) => refundId) : [matter.caseId],
    asOf: refunds.reduce(
      (latest, { approvedAt, issuedAt }) => Math.max(latest, issuedAt ?? approvedAt),
      isOwn ? 0 : matter.at,
    ),
    kind: 'decision',
  };
}

import { accept, refuse } from '../../words/index.ts';
import type { Outcome } from '../../words/index.ts';
import type { CustomerOrder, OrderLine } from '../../intake/decide/index.ts';
import type { Grade } from './policy.ts';

/** Money given back for units of one line. */
export interface RefundLine {
  readonly lineNo: number;
  /** Units that it pays for; 0 for a goodwill amount. */
  readonly units: number;
  /** How they were graded when they were paid for; `unseen` before an inspection. */
  readonly grade: Grade | 'unseen';
  readonly goodsMinor: number;
  readonly taxMinor: number;
}

/** One refund: decided once, paid once. */
export interface Refund {
  /** Deterministic: the same reason never makes a second one. */
  readonly refundId: string;
  /** The return, exchange or claim that it belongs to. */
  readonly caseId: string;
  /** `approved`: decided. `issued`: the money went back. `withdrawn`: decided otherwise before it was issued. */
  readonly state: 'approved' | 'issued' | 'withdrawn';
  /** How much of it pays for the replacement of an exchange instead of going back. */
  readonly creditedMinor: number;
  readonly lines: readonly RefundLine[];
  readonly shippingMinor: number;
  readonly because: string;
  readonly approvedAt: number;
  readonly issuedAt: number | undefined;
  /** What the payment system calls it. */
  readonly reference: string | undefined;
}

/** An order as refunds look at it: what was paid, and what went back already. */
export interface PaidOrder {
  readonly order: CustomerOrder;
  /** Units cancelled per line number: they are not paid for. */
  readonly cancelledUnits: Readonly<Record<number, number>>;
  readonly refunds: readonly Refund[];
}

/** What is left to refund of one line. */
export interface RefundLeft {
  readonly units: number;
  readonly goodsMinor: number;
  readonly taxMinor: number;
}

/** Why a refund is not given: it would exceed what was paid. */
export interface AbovePaid {
  readonly reason: 'above-paid';
  /** The line; 0 for shipping. */
  readonly lineNo: number;
  readonly asked: number;
  readonly left: number;
  readonly of: 'units' | 'minor';
}

/** A wish for money back: units, an amount, or both. */
export interface RefundWish {
  readonly lineNo: number;
  readonly units: number;
  readonly grade: Grade | 'unseen';
  /** How much of the units' share, 0 … 10,000. */
  readonly basisPoints: number;
  /** An exact amount (goods and tax together) instead of the share. */
  readonly amountMinor?: number;
}

/** The part of an amount that the first `units` of `of` units carry: parts of all units add up to the amount exactly. */
const partOf = (totalMinor: number, units: number, of: number): number =>
  Number((BigInt(totalMinor) * BigInt(units)) / BigInt(of));

const standing = (refunds: readonly Refund[]): readonly Refund[] =>
  refunds.filter(({ state }) => state !== 'withdrawn');

const doneOf = (refunds: readonly Refund[], lineNo: number): RefundLeft =>
  standing(refunds)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineNo === lineNo)
    .reduce(
      (sum, line) => ({
        units: sum.units + line.units,
        goodsMinor: sum.goodsMinor + line.goodsMinor,
        taxMinor: sum.taxMinor + line.taxMinor,
      }),
      { units: 0, goodsMinor: 0, taxMinor: 0 },
    );

/** What was paid for a line: its price and tax without the share of cancelled units. */
function paidFor(line: OrderLine, cancelledUnits: number): RefundLeft {
  const { quantityUnits, priceMinor, taxMinor } = line;
  return {
    units: quantityUnits - cancelledUnits,
    goodsMinor: priceMinor - partOf(priceMinor, cancelledUnits, quantityUnits),
    taxMinor: taxMinor - partOf(taxMinor, cancelledUnits, quantityUnits),
  };
}

/** What may still be refunded of a line, never below zero. */
export function refundLeft(paid: PaidOrder, line: OrderLine): RefundLeft {
  const all = paidFor(line, paid.cancelledUnits[line.lineNo] ?? 0);
  const done = doneOf(paid.refunds, line.lineNo);
  return {
    units: Math.max(0, all.units - done.units),
    goodsMinor: Math.max(0, all.goodsMinor - done.goodsMinor),
    taxMinor: Math.max(0, all.taxMinor - done.taxMinor),
  };
}

/** What may still be refunded of the shipping price. */
export const shippingLeft = ({ order, refunds }: PaidOrder): number =>
  order.shippingPriceMinor -
  standing(refunds).reduce((sum, { shippingMinor }) => sum + shippingMinor, 0);

/**
 * The amounts of a refund. Units carry their exact share of price and tax; what is rounded down for one unit comes with
 * the last one, so that partial refunds of all units add up to what was paid. Nothing above what was paid is given.
 *
 * @param wishes one per line and grade; unknown lines count as nothing left
 */
export function refundLines(
  paid: PaidOrder,
  wishes: readonly RefundWish[],
): Outcome<readonly RefundLine[], AbovePaid> {
  const given: RefundLine[] = [];
  for (const wish of wishes) {
    const line = paid.order.lines.find(({ lineNo }) => lineNo === wish.lineNo);
    if (!line) return refuse(above(wish.lineNo, { asked: wish.units, left: 0, of: 'units' }));
    const before = { ...paid, refunds: [...paid.refunds, pending(given)] };
    const one = wishedLine(before, line, wish);
    if (!one.ok) return one;
    given.push(one.value);
  }
  return accept(given);
}

const above = (lineNo: number, numbers: Omit<AbovePaid, 'reason' | 'lineNo'>): AbovePaid => ({
  reason: 'above-paid',
  lineNo,
  ...numbers,
});

/** What this refund gives already, as if it stood. */
const pending = (lines: readonly RefundLine[]): Refund => ({
  refundId: '',
  caseId: '',
  state: 'approved',
  creditedMinor: 0,
  lines,
  shippingMinor: 0,
  because: '',
  approvedAt: 0,
  issuedAt: undefined,
  reference: undefined,
});

function wishedLine(
  paid: PaidOrder,
  line: OrderLine,
  wish: RefundWish,
): Outcome<RefundLine, AbovePaid> {
  const { lineNo } = line;
  const left = refundLeft(paid, line);
  if (wish.units > left.units)
    return refuse(above(lineNo, { asked: wish.units, left: left.units, of: 'units' }));
  const { units, grade } = wish;
  if (wish.amountMinor !== undefined) {
    const leftMinor = left.goodsMinor + left.taxMinor;
    if (wish.amountMinor > leftMinor)
      return refuse(above(lineNo, { asked: wish.amountMinor, left: leftMinor, of: 'minor' }));
    return accept({ lineNo, units, grade, ...divided(wish.amountMinor, left) });
  }
  const share = unitShare(paid, line, units);
  const graded = (minor: number): number => partOf(minor, wish.basisPoints, 10_000);
  return accept({
    lineNo,
    units,
    grade,
    goodsMinor: Math.min(left.goodsMinor, graded(share.goodsMinor)),
    taxMinor: Math.min(left.taxMinor, graded(share.taxMinor)),
  });
}

/** The share of the next units: after the cancelled ones and those refunded before. */
function unitShare(
  paid: PaidOrder,
  { lineNo, quantityUnits, priceMinor, taxMinor }: OrderLine,
  units: number,
): { readonly goodsMinor: number; readonly taxMinor: number } {
  const from = (paid.cancelledUnits[lineNo] ?? 0) + doneOf(paid.refunds, lineNo).units;
  const part = (minor: number): number =>
    partOf(minor, from + units, quantityUnits) - partOf(minor, from, quantityUnits);
  return { goodsMinor: part(priceMinor), taxMinor: part(taxMinor) };
}

/** An amount divided among goods and tax in the proportion of what is left. */
function divided(
  amountMinor: number,
  left: RefundLeft,
): { readonly goodsMinor: number; readonly taxMinor: number } {
  const all = left.goodsMinor + left.taxMinor;
  const taxMinor = all === 0 ? 0 : partOf(left.taxMinor, amountMinor, all);
  return { goodsMinor: amountMinor - taxMinor, taxMinor };
}

/** The sum of a refund: goods, tax and shipping. */
export const refundTotal = ({
  lines,
  shippingMinor,
}: Pick<Refund, 'lines' | 'shippingMinor'>): number =>
  lines.reduce((sum, line) => sum + line.goodsMinor + line.taxMinor, shippingMinor);

/** What the customer paid in all: lines without cancelled units, and shipping. */
export const paidTotal = ({ order, cancelledUnits }: Omit<PaidOrder, 'refunds'>): number =>
  order.lines.reduce((sum, line) => {
    const paid = paidFor(line, cancelledUnits[line.lineNo] ?? 0);
    return sum + paid.goodsMinor + paid.taxMinor;
  }, order.shippingPriceMinor);

/** The sum of all refunds that stand. */
export const refundedTotal = (refunds: readonly Refund[]): number =>
  standing(refunds).reduce((sum, refund) => sum + refundTotal(refund), 0);

/** Whether every unit that was paid for has been refunded. */
export const isWhollyRefunded = (paid: PaidOrder): boolean =>
  paid.order.lines.every((line) => refundLeft(paid, line).units === 0);

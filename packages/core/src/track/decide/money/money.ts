import type { FulfilmentId } from '../../../words/index.ts';
import { asOrdered } from '../../../intake/decide/index.ts';
import type { CustomerOrder } from '../../../intake/decide/index.ts';
import type { Fulfilment } from '../../../release/decide/index.ts';

/** Amounts in minor units of the order's currency. */
export interface MoneyShare {
  readonly priceMinor: number;
  readonly taxMinor: number;
  /** Share of the shipping price, by the price of the goods. */
  readonly shippingMinor: number;
  readonly totalMinor: number;
}

/** What a parcel is worth: to capture when it leaves, to refund when it does not come. */
export interface ParcelMoney extends MoneyShare {
  readonly fulfilmentId: FulfilmentId;
  /** Whether its goods have left their node, so that the amount may be captured. */
  readonly isDue: boolean;
}

/** The money of an order, divided among its parcels without a rest. */
export interface OrderMoney {
  readonly currency: string;
  readonly total: MoneyShare;
  readonly parcels: readonly ParcelMoney[];
  /** Of units that no node has yet. */
  readonly open: MoneyShare;
  /** Of cancelled units: to refund, or never to capture. */
  readonly cancelled: MoneyShare;
}

/**
 * Divides what the customer pays among the parcels of an order. Units are counted line by line in a fixed order (parcels
 * that have left by when they left, then the others, then what is open, then what is cancelled), each at its cumulated
 * share, so that the parts always add up to the whole and a parcel that has left keeps its amount whatever happens to
 * the others.
 */
export function moneyOf(
  order: CustomerOrder,
  works: readonly Fulfilment[],
  cancelledUnits: Readonly<Record<number, number>>,
): OrderMoney {
  const counted = works.filter(({ state }) => !gone.has(state)).sort(inOrderOfLeaving);
  const parts = counted.map((work) => unitsOf(order, work));
  const cancelled = new Map(
    Object.entries(cancelledUnits).map(([no, units]) => [Number(no), units]),
  );
  const open = new Map(
    order.lines.map(({ lineNo, quantityUnits }) => [
      lineNo,
      [...parts, cancelled].reduce((left, part) => left - (part.get(lineNo) ?? 0), quantityUnits),
    ]),
  );
  const shares = divide(order, [...parts, open, cancelled]);
  const at = (ix: number): MoneyShare => shares[ix] ?? nothing;
  return {
    currency: order.currency,
    total: shares.reduce(plus, nothing),
    parcels: counted.map((work, ix) => ({
      fulfilmentId: work.fulfilmentId,
      isDue: hasLeft(work),
      ...at(ix),
    })),
    open: at(parts.length),
    cancelled: at(parts.length + 1),
  };
}

const gone: ReadonlySet<Fulfilment['state']> = new Set(['rejected', 'expired', 'cancelled']);
const nothing: MoneyShare = { priceMinor: 0, taxMinor: 0, shippingMinor: 0, totalMinor: 0 };

const hasLeft = ({ state }: Fulfilment): boolean => state === 'shipped' || state === 'delivered';

const inOrderOfLeaving = (a: Fulfilment, b: Fulfilment): number =>
  Number(hasLeft(b)) - Number(hasLeft(a)) ||
  (hasLeft(a) ? a.expected.handOverAt - b.expected.handOverAt : 0) ||
  (a.fulfilmentId < b.fulfilmentId ? -1 : 1);

/** Units of order lines in a parcel; parts of kits as their kits. */
const unitsOf = (order: CustomerOrder, { lines }: Fulfilment): Map<number, number> =>
  new Map(
    asOrdered(
      order,
      lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits })),
    ).map(({ lineNo, units }) => [lineNo, units]),
  );

const plus = (a: MoneyShare, b: MoneyShare): MoneyShare => ({
  priceMinor: a.priceMinor + b.priceMinor,
  taxMinor: a.taxMinor + b.taxMinor,
  shippingMinor: a.shippingMinor + b.shippingMinor,
  totalMinor: a.totalMinor + b.totalMinor,
});

/** One share per part; the shares of all parts are the whole. */
function divide(
  { lines, shippingPriceMinor }: CustomerOrder,
  parts: readonly ReadonlyMap<number, number>[],
): readonly MoneyShare[] {
  const before = new Map<number, number>();
  const goods = parts.map((part) => {
    let priceMinor = 0;
    let taxMinor = 0;
    for (const line of lines) {
      const from = before.get(line.lineNo) ?? 0;
      const to = from + Math.max(0, part.get(line.lineNo) ?? 0);
      before.set(line.lineNo, to);
      const span = { from, to, of: line.quantityUnits };
      priceMinor += spanOf(line.priceMinor, span);
      taxMinor += spanOf(line.taxMinor, span);
    }
    return { priceMinor, taxMinor };
  });
  const shipping = shippingShares(
    shippingPriceMinor,
    goods.map(({ priceMinor }) => priceMinor),
  );
  return goods.map(({ priceMinor, taxMinor }, ix) => {
    const shippingMinor = shipping[ix] ?? 0;
    const totalMinor = priceMinor + taxMinor + shippingMinor;
    return { priceMinor, taxMinor, shippingMinor, totalMinor };
  });
}

/** Shipping goes by the price of the goods; where they cost nothing, the first part bears it. */
function shippingShares(shippingMinor: number, prices: readonly number[]): readonly number[] {
  const of = prices.reduce((sum, price) => sum + price, 0);
  if (of === 0) return prices.map((_price, ix) => (ix === 0 ? shippingMinor : 0));
  let from = 0;
  return prices.map((price) => {
    const span = { from, to: from + price, of };
    from += price;
    return spanOf(shippingMinor, span);
  });
}

/** The amount of a span of units: by cumulated rounding, so that neighbouring spans leave no rest. */
const spanOf = (
  amountMinor: number,
  { from, to, of }: { readonly from: number; readonly to: number; readonly of: number },
): number => upTo(amountMinor, to, of) - upTo(amountMinor, from, of);

const upTo = (amountMinor: number, units: number, of: number): number =>
  Math.round((amountMinor * Math.min(units, of)) / of);

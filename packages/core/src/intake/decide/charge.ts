import type { OrderLine } from './order.ts';

/** What a line costs in the end, minor units of the order's currency. */
export interface LineCharge {
  readonly priceMinor: number;
  readonly taxMinor: number;
}

/**
 * What is charged for a line of a weight good once it was weighed: in proportion to the weight, and never above what
 * was agreed for what was ordered and not cancelled.
 *
 * @param weighedUnits grams of the whole line as weighed, cancelled ones among them
 */
export function chargeFor(
  line: OrderLine,
  weighedUnits: number,
  cancelledUnits: number,
): LineCharge {
  const wanted = line.quantityUnits - cancelledUnits;
  const sent = Math.min(wanted, Math.max(0, weighedUnits - cancelledUnits));
  const share = (amountMinor: number): number =>
    Math.round((amountMinor * sent) / line.quantityUnits);
  return { priceMinor: share(line.priceMinor), taxMinor: share(line.taxMinor) };
}

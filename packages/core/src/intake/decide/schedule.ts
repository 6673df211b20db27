import { faultAt } from '../../words/index.ts';
import type { Reading, Window } from '../../words/index.ts';
import type { DraftLine } from './draft.ts';
import type { LineUnits } from './forms.ts';
import type { CustomerOrder, LineDelivery, OrderLine } from './order.ts';

/** Every schedule adds up to its line, and no part is needed before it may come. */
export function checkSchedules(lines: readonly DraftLine[], on: Reading): void {
  lines.forEach(({ schedule, quantity }, i) => {
    if (!schedule) return;
    const units = schedule.reduce((sum, part) => sum + part.quantity, 0);
    if (units !== quantity)
      faultAt(on, ['lines', i, 'schedule'], {
        reason: 'other-sum',
        remedy: `The parts make ${String(units)}, the line ${String(quantity)}: send parts that add up to the line.`,
      });
    schedule.forEach((part, at) => {
      if ((part.need_by ?? Infinity) <= (part.not_before ?? 0))
        faultAt(on, ['lines', i, 'schedule', at, 'need_by'], {
          reason: 'ends-before-it-starts',
          remedy: 'Send a need_by after not_before.',
        });
    });
  });
}

/**
 * Writes scheduled lines out, a line for each part: the first part keeps the line number, others get new ones after all
 * numbers of the order. Price and tax are divided by units; what does not divide goes to the last part.
 */
export function scheduled(
  sent: readonly DraftLine[],
  lines: readonly OrderLine[],
): readonly OrderLine[] {
  if (sent.every(({ schedule }) => schedule === undefined)) return lines;
  let lastNo = Math.max(...lines.map(({ lineNo }) => lineNo));
  return lines.flatMap((line, i) => {
    const { schedule } = sent[i] ?? {};
    if (!schedule) return [line];
    let left = { units: line.quantityUnits, price: line.priceMinor, tax: line.taxMinor };
    return schedule.map((part, at): OrderLine => {
      const units = part.quantity;
      const share = (amount: number): number => Math.floor((amount * units) / left.units);
      const [priceMinor, taxMinor] = [share(left.price), share(left.tax)];
      left = {
        units: left.units - units,
        price: left.price - priceMinor,
        tax: left.tax - taxMinor,
      };
      return {
        ...line,
        lineNo: at === 0 ? line.lineNo : (lastNo += 1),
        quantityUnits: units,
        priceMinor,
        taxMinor,
        delivery: {
          ofLineNo: line.lineNo,
          ...(part.not_before !== undefined && { notBeforeAt: part.not_before }),
          ...(part.need_by !== undefined && { needByAt: part.need_by }),
        },
      };
    });
  });
}

/** Lines of an order that are wanted at one time. */
export interface Delivery {
  readonly open: readonly LineUnits[];
  /** When they are wanted; undefined = as soon as possible. */
  readonly window: Window | undefined;
}

/** The dates of an order, earliest first; one without dates for most orders. */
export function deliveriesOf({ lines }: CustomerOrder): readonly [Delivery, ...Delivery[]] {
  const soon = { open: lines.map(unitsOf), window: undefined };
  if (lines.every(({ delivery }) => delivery === undefined)) return [soon];
  const groups = new Map<string, { open: LineUnits[]; window: Window | undefined }>();
  for (const line of lines) {
    const window = windowOf(line.delivery);
    const key = JSON.stringify(window ?? null);
    const group = groups.get(key);
    if (group) group.open.push(unitsOf(line));
    else groups.set(key, { open: [unitsOf(line)], window });
  }
  const endOf = ({ window }: Delivery): number => window?.endAt ?? 0;
  const [first = soon, ...rest] = [...groups.values()].sort((a, b) => endOf(a) - endOf(b));
  return [first, ...rest];
}

const unitsOf = ({ lineNo, quantityUnits }: OrderLine): LineUnits => ({
  lineNo,
  units: quantityUnits,
});

const windowOf = (delivery: LineDelivery | undefined): Window | undefined =>
  delivery?.notBeforeAt === undefined && delivery?.needByAt === undefined
    ? undefined
    : {
        startAt: delivery.notBeforeAt ?? 0,
        endAt: delivery.needByAt ?? Number.MAX_SAFE_INTEGER,
      };

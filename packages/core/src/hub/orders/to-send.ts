import type { LineUnits } from '../../intake/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { isQuota } from '../../stock/index.ts';
import type { OrderChange } from './change-order.ts';

/**
 * Units per line that a work has still to send. What left with earlier parcels is not among them, although the work
 * names it; a line for which nothing was ever held counts whole.
 */
export function unitsToSend(
  { reservations }: Pick<OrderChange, 'reservations'>,
  work: Pick<Fulfilment, 'fulfilmentId' | 'lines'>,
): readonly LineUnits[] {
  const own = [...reservations.values()].filter(
    (one) => one.fulfilmentId === work.fulfilmentId && !isQuota(one),
  );
  return work.lines
    .map(({ lineNo, quantityUnits }) => {
      const held = own.filter((one) => one.lineNo === lineNo);
      const live = held.filter(({ state }) => state === 'live');
      const units = live.reduce((sum, one) => sum + one.units, 0);
      return { lineNo, units: held.length === 0 ? quantityUnits : Math.min(quantityUnits, units) };
    })
    .filter(({ units }) => units > 0);
}

/** The works of an order, each with no more than it has still to send. */
export const worksToSend = (
  change: Pick<OrderChange, 'reservations'>,
  works: readonly Fulfilment[],
): readonly Pick<Fulfilment, 'state' | 'lines'>[] =>
  works.map((work) => {
    const toSend = new Map(unitsToSend(change, work).map(({ lineNo, units }) => [lineNo, units]));
    return {
      state: work.state,
      lines: work.lines.map((line) => ({ ...line, quantityUnits: toSend.get(line.lineNo) ?? 0 })),
    };
  });

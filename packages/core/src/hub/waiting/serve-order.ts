import { missingOf, walkOpenLines } from '../../path.ts';
import type { OpenLines, PathBoard } from '../../path.ts';
import { excludedNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { writeReroute } from '../orders/write-order.ts';
import { watchPromise } from '../watch/watch-promise.ts';
import { endWaits } from './end-waits.ts';

/**
 * Goods have come: what waits of the order is routed, all of it (`complete`) or as much as there is (`partial`). The
 * promise stays what it was when it can be kept.
 *
 * @returns whether anything found a node
 */
export function serveOrder(change: OrderChange, board: PathBoard): boolean {
  if (change.record.waits.length === 0) return false;
  const ask = askOf(change, board);
  const whole = walkOpenLines(board, ask);
  if (whole.answer.ok) return take(change, board, { ask, assigned: whole });
  const { reason, shortLines } = whole.answer.refusal;
  if (change.record.order.backorder === 'complete' || reason !== 'insufficient-stock') return false;
  const missing = missingOf(ask, shortLines);
  const there = ask.open
    .map(({ lineNo, units }) => ({ lineNo, units: units - (missing.get(lineNo) ?? 0) }))
    .filter(({ units }) => units > 0);
  if (there.length === 0) return false;
  const part = { ...ask, open: there };
  const assigned = walkOpenLines(board, part);
  return assigned.answer.ok && take(change, board, { ask: part, assigned });
}

function askOf(change: OrderChange, board: PathBoard): OpenLines {
  const { waits, order, promise, epoch } = change.record;
  const units = new Map<number, number>();
  for (const wait of waits) units.set(wait.lineNo, (units.get(wait.lineNo) ?? 0) + wait.units);
  return {
    order,
    at: change.unit.at,
    open: [...units].map(([lineNo, some]) => ({ lineNo, units: some })),
    promisedWindow: promise?.window ?? order.promisedWindow,
    excluded: excludedNow(change),
    hasWaited: true,
    startFromAt: Math.max(
      change.unit.at,
      ...waits.map(({ itemId }) => board.item(itemId)?.availableFromAt ?? 0),
    ),
    epoch: epoch + 1,
  };
}

function take(
  change: OrderChange,
  board: PathBoard,
  routed: { readonly ask: OpenLines; readonly assigned: ReturnType<typeof walkOpenLines> },
): boolean {
  const served = new Map(routed.ask.open.map(({ lineNo, units }) => [lineNo, units]));
  endWaits(change, served, 'goods have come');
  change.record = writeReroute(change.unit, change.before, {
    record: change.record,
    assigned: routed.assigned,
  });
  watchPromise(change, board, 'goods-came');
  return true;
}

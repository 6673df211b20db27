import { letGo } from '../../reserve/index.ts';
import type { StockMove } from '../../stock/index.ts';
import { roadPosition } from '../board/supply-book.ts';
import { putReservation } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { LineWait } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import { waitCases } from './back-waits.ts';

/**
 * Units wait no longer (they have found a node, or were cancelled): announced goods that were held for them are free
 * again.
 *
 * @param ended units per line; never more than wait
 */
export function endWaits(
  change: OrderChange,
  ended: ReadonlyMap<number, number>,
  because: 'goods have come' | 'cancelled',
): void {
  const left = new Map(ended);
  // What has come is what was expected first; who cancels gives up what nobody has announced, then what comes last.
  const before = [...change.record.waits].sort(
    because === 'cancelled' ? latestFirst : (a, b) => latestFirst(b, a),
  );
  const stockMoves: StockMove[] = [];
  const waits: LineWait[] = [];
  for (const wait of before) {
    const units = Math.min(wait.units, left.get(wait.lineNo) ?? 0);
    if (units > 0) stockMoves.push(...letSupplyGo(change, wait, units));
    left.set(wait.lineNo, (left.get(wait.lineNo) ?? 0) - units);
    if (units < wait.units) waits.push({ ...wait, units: wait.units - units });
  }
  waitNow(change, waits);
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: 'order.wait_ended',
    id: `${orderId}.wait_ended.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    stockMoves,
    body: { because, lines: [...ended].filter(([, units]) => units > 0) },
  });
}

/** The order waits for these units and no others: cases of waits that are gone end. */
export function waitNow(change: OrderChange, waits: readonly LineWait[]): void {
  const { order, waits: before } = change.record;
  const still = new Set(waitCases(order, waits, 'ended').map(({ caseId }) => caseId));
  const ends = waitCases(order, before, 'ended');
  change.unit.casesChanged.push(...ends.filter(({ caseId }) => !still.has(caseId)));
  change.record = { ...change.record, waits };
}

const latestFirst = (a: LineWait, b: LineWait): number =>
  (b.supply?.expectedAt ?? Number.MAX_SAFE_INTEGER) -
  (a.supply?.expectedAt ?? Number.MAX_SAFE_INTEGER);

/** The hold of one wait on its announced goods ends, in part or whole. */
export function letSupplyGo(
  change: OrderChange,
  wait: LineWait,
  units: number,
): readonly StockMove[] {
  if (!wait.supply) return [];
  const place = roadPosition({ ...wait.supply, itemId: wait.itemId });
  const held = [...change.reservations.values()].filter(
    (one) => one.nodeId === place.nodeId && one.lot === place.lot && one.lineNo === wait.lineNo,
  );
  const ended = letGo(held, units, 'released');
  for (const { record, unitsBefore } of ended.changes) {
    change.reservations.set(record.reservationId, record);
    putReservation(change.unit, record, unitsBefore);
  }
  return ended.stockMoves;
}

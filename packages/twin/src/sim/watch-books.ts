import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import { isActive } from '@ordermesh/core/release';
import type { MemoryDatabase } from '@ordermesh/testkit';

/** Looks at the database after every commit of any process. */
export interface BookWatch {
  committed(units: readonly CommitUnit[], results: readonly CommitResult[]): void;
}

/**
 * The invariants that must hold at every moment: 0 ≤ reserved ≤ on hand when something is held, counter = Σ live reservations, on hand = Σ
 * of what the log moved, no order line with more units at work than were bought.
 */
export function watchBooks(
  database: MemoryDatabase,
  broken: (invariant: string, numbers: string) => void,
): BookWatch {
  const moved = new Map<string, number>();
  const reserved = new Map<string, number>();
  let read = 0;
  const sumLog = (): void => {
    for (; read < database.events.length; read += 1)
      for (const { nodeId, itemId, lot, onHandUnits } of database.events[read]?.stockMoves ?? []) {
        const key = `${nodeId}/${itemId}/${lot}`;
        moved.set(key, (moved.get(key) ?? 0) + onHandUnits);
      }
  };
  return {
    committed: (units, results) => {
      if (!results.some(({ ok }) => ok)) return;
      sumLog();
      checkPositions(database, { moved, reserved }, broken);
      for (const id of touched(units)) checkLines(database, id, broken);
    },
  };
}

function checkPositions(
  database: MemoryDatabase,
  {
    moved,
    reserved,
  }: { readonly moved: ReadonlyMap<string, number>; readonly reserved: Map<string, number> },
  broken: (invariant: string, numbers: string) => void,
): void {
  const live = new Map<string, number>();
  for (const { state, nodeId, itemId, lot, units } of database.reservations.values()) {
    if (state !== 'live') continue;
    const key = `${nodeId}/${itemId}/${lot}`;
    live.set(key, (live.get(key) ?? 0) + units);
  }
  for (const { nodeId, itemId, lot, onHandUnits, reservedUnits } of database.positions.values()) {
    const key = `${nodeId}/${itemId}/${lot}`;
    const numbers = `${key}: on hand ${String(onHandUnits)}, reserved ${String(reservedUnits)}`;
    // A sale at the till may take what was held, until the work has moved; nobody may hold more then.
    const isHeldMore = reservedUnits > (reserved.get(key) ?? 0);
    reserved.set(key, reservedUnits);
    if (reservedUnits < 0 || onHandUnits < 0 || (isHeldMore && reservedUnits > onHandUnits))
      broken('0 ≤ reserved ≤ on hand', numbers);
    if ((live.get(key) ?? 0) !== reservedUnits)
      broken('reserved = Σ live reservations', `${numbers}, live ${String(live.get(key) ?? 0)}`);
    if ((moved.get(key) ?? 0) !== onHandUnits)
      broken('on hand = Σ facts', `${numbers}, log ${String(moved.get(key) ?? 0)}`);
  }
}

const touched = (units: readonly CommitUnit[]): ReadonlySet<string> =>
  new Set(units.flatMap((unit) => unit.events.flatMap(({ orderId }) => orderId ?? [])));

function checkLines(
  database: MemoryDatabase,
  orderId: string,
  broken: (invariant: string, numbers: string) => void,
): void {
  const record = database.orders.get(orderId);
  if (!record) return;
  const atWork = new Map<number, number>();
  for (const id of database.fulfilmentsOf.get(orderId) ?? []) {
    const work = database.fulfilments.get(id);
    if (!work || !(isActive(work.state) || work.state === 'shipped' || work.state === 'delivered'))
      continue;
    for (const { lineNo, quantityUnits } of work.lines)
      atWork.set(lineNo, (atWork.get(lineNo) ?? 0) + quantityUnits);
  }
  for (const { lineNo, quantityUnits } of record.order.lines) {
    const units = (atWork.get(lineNo) ?? 0) + (record.cancelledUnits[lineNo] ?? 0);
    if (units > quantityUnits)
      broken(
        'no unit is worked twice',
        `${orderId}/${String(lineNo)}: ${String(units)} of ${String(quantityUnits)}`,
      );
  }
}

import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import { isActive } from '@ordermesh/core/release';
import type { StockPosition } from '@ordermesh/core/stock';
import type { MemoryDatabase } from '@ordermesh/testkit';

/** Looks at the database after every commit of any process. */
export interface BookWatch {
  readonly committed: (units: readonly CommitUnit[], results: readonly CommitResult[]) => void;
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
  const books: Books = { database, moved, reserved: new Map(), broken };
  let read = 0;
  const sumLog = (): void => {
    for (; read < database.events.length; read += 1)
      for (const move of database.events[read]?.stockMoves ?? [])
        moved.set(positionOf(move), (moved.get(positionOf(move)) ?? 0) + move.onHandUnits);
  };
  return {
    committed: (units, results) => {
      if (!results.some(({ ok }) => ok)) return;
      sumLog();
      checkPositions(books);
      for (const id of touched(units)) {
        checkLines(books, id);
        checkHeld(books, id);
      }
    },
  };
}

interface Books {
  readonly database: MemoryDatabase;
  /** On hand by the log. */
  readonly moved: ReadonlyMap<string, number>;
  /** Reserved as it was seen last. */
  readonly reserved: Map<string, number>;
  readonly broken: (invariant: string, numbers: string) => void;
}

function checkPositions(books: Books): void {
  const live = new Map<string, number>();
  for (const held of books.database.reservations.values())
    if (held.state === 'live')
      live.set(positionOf(held), (live.get(positionOf(held)) ?? 0) + held.units);
  for (const position of books.database.positions.values())
    checkPosition(books, position, live.get(positionOf(position)) ?? 0);
}

const positionOf = (at: {
  readonly nodeId: string;
  readonly itemId: string;
  readonly lot: string;
}): string => `${at.nodeId}/${at.itemId}/${at.lot}`;

function checkPosition(
  { moved, reserved, broken }: Books,
  position: StockPosition,
  liveUnits: number,
): void {
  const { onHandUnits, reservedUnits } = position;
  const key = positionOf(position);
  const numbers = `${key}: on hand ${String(onHandUnits)}, reserved ${String(reservedUnits)}`;
  // A sale at the till may take what was held, until the work has moved; nobody may hold more then.
  const isOver = reservedUnits > onHandUnits && reservedUnits > (reserved.get(key) ?? 0);
  reserved.set(key, reservedUnits);
  if (reservedUnits < 0 || onHandUnits < 0 || isOver) broken('0 ≤ reserved ≤ on hand', numbers);
  if (liveUnits !== reservedUnits)
    broken('reserved = Σ live reservations', `${numbers}, live ${String(liveUnits)}`);
  const byLog = moved.get(key) ?? 0;
  if (byLog !== onHandUnits) broken('on hand = Σ facts', `${numbers}, log ${String(byLog)}`);
}

const touched = (units: readonly CommitUnit[]): ReadonlySet<string> =>
  new Set(units.flatMap((unit) => unit.events.flatMap(({ orderId }) => orderId ?? [])));

function checkLines({ database, broken }: Books, orderId: string): void {
  const record = database.orders.get(orderId);
  if (!record) return;
  const atWork = unitsAtWork(database, orderId);
  for (const { lineNo, quantityUnits } of record.order.lines) {
    const waits = record.waits.reduce(
      (sum, wait) => (wait.lineNo === lineNo ? sum + wait.units : sum),
      0,
    );
    const units = (atWork.get(lineNo) ?? 0) + waits + (record.cancelledUnits[lineNo] ?? 0);
    if (units > quantityUnits)
      broken(
        'no unit is worked twice',
        `${orderId}/${String(lineNo)}: ${String(units)} of ${String(quantityUnits)}`,
      );
  }
}

/** What a node has taken or is offered, and nobody has touched, is held for it to the unit. */
function checkHeld({ database, broken }: Books, orderId: string): void {
  const held = unitsHeld(database, orderId);
  for (const id of database.fulfilmentsOf.get(orderId) ?? []) {
    const work = database.fulfilments.get(id);
    if (!work || !untouched.includes(work.state)) continue;
    const wanted = work.lines.reduce((sum, line) => sum + line.quantityUnits, 0);
    const units = held.get(work.fulfilmentId) ?? 0;
    if (units !== wanted)
      broken(
        'what a node has to do is held for it',
        `${id}: ${String(units)} units held, ${String(wanted)} to do`,
      );
  }
}

const untouched: readonly string[] = ['scheduled', 'offered', 'accepted'];

/** Units that are held for each work of an order. */
function unitsHeld(database: MemoryDatabase, orderId: string): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const id of database.reservationsOf.get(orderId) ?? []) {
    const one = database.reservations.get(id);
    if (one?.state !== 'live' || one.fulfilmentId === undefined) continue;
    held.set(one.fulfilmentId, (held.get(one.fulfilmentId) ?? 0) + one.units);
  }
  return held;
}

/** Units that a node has to do, does, or has sent, by line. */
function unitsAtWork(database: MemoryDatabase, orderId: string): ReadonlyMap<number, number> {
  const atWork = new Map<number, number>();
  for (const id of database.fulfilmentsOf.get(orderId) ?? []) {
    const work = database.fulfilments.get(id);
    if (!work || !(isActive(work.state) || ['shipped', 'delivered'].includes(work.state))) continue;
    for (const { lineNo, quantityUnits } of work.lines)
      atWork.set(lineNo, (atWork.get(lineNo) ?? 0) + quantityUnits);
  }
  return atWork;
}

import { positionKey } from '@ordermesh/core/hub';
import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import { isActive } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';
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
  const liveUnits = liveSums(database);
  const books: Books = { database, moved, reserved: new Map(), left: new Map(), broken };
  let read = 0;
  const sumLog = (): void => {
    for (; read < database.events.length; read += 1)
      for (const move of database.events[read]?.stockMoves ?? [])
        addUnits(moved, positionKey(move), move.onHandUnits);
  };
  return {
    committed: (units, results) => {
      if (!results.some(({ ok }) => ok)) return;
      sumLog();
      checkPositions(books, liveUnits());
      for (const id of touched(units)) {
        checkLines(books, id);
        checkHeld(books, id);
        checkLeft(books, id);
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
  /** Units of works that have left, by work, as they were seen last. */
  readonly left: Map<string, number>;
  readonly broken: (invariant: string, numbers: string) => void;
}

/**
 * Units of live reservations by position. Every row is looked at each time; only those that are another than before are
 * added up anew, since a stored row never changes. Rows are never deleted, so each keeps its place.
 */
function liveSums({ reservations }: MemoryDatabase): () => ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const seen: Reservation[] = [];
  const count = (held: Reservation | undefined, sign: 1 | -1): void => {
    if (held?.state === 'live') addUnits(sums, positionKey(held), sign * held.units);
  };
  return () => {
    let ix = 0;
    for (const held of reservations.values()) {
      if (seen[ix] !== held) {
        count(seen[ix], -1);
        count(held, 1);
        seen[ix] = held;
      }
      ix += 1;
    }
    return sums;
  };
}

function addUnits(sums: Map<string, number>, key: string, units: number): void {
  sums.set(key, (sums.get(key) ?? 0) + units);
}

function checkPositions(books: Books, liveUnits: ReadonlyMap<string, number>): void {
  for (const [key, position] of books.database.positions)
    checkPosition(books, key, { position, liveUnits: liveUnits.get(key) ?? 0 });
}

function checkPosition(
  { moved, reserved, broken }: Books,
  key: string,
  { position, liveUnits }: { readonly position: StockPosition; readonly liveUnits: number },
): void {
  const { onHandUnits, reservedUnits } = position;
  const numbers = (): string =>
    `${key.replaceAll('\n', '/')}: on hand ${String(onHandUnits)}, reserved ${String(reservedUnits)}`;
  // A sale at the till may take what was held, until the work has moved; nobody may hold more then.
  const isOver = reservedUnits > onHandUnits && reservedUnits > (reserved.get(key) ?? 0);
  reserved.set(key, reservedUnits);
  if (reservedUnits < 0 || onHandUnits < 0 || isOver) broken('0 ≤ reserved ≤ on hand', numbers());
  if (liveUnits !== reservedUnits)
    broken('reserved = Σ live reservations', `${numbers()}, live ${String(liveUnits)}`);
  const byLog = moved.get(key) ?? 0;
  if (byLog !== onHandUnits) broken('on hand = Σ facts', `${numbers()}, log ${String(byLog)}`);
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
    const wanted = quantityUnits + (record.aftercare?.owedAgainUnits[lineNo] ?? 0);
    if (units > wanted)
      broken(
        'no unit is worked twice',
        `${orderId}/${String(lineNo)}: ${String(units)} of ${String(wanted)}`,
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

/** Nothing is taken from a work that has left its node: what is cancelled then, somebody still has to do. */
function checkLeft({ database, left, broken }: Books, orderId: string): void {
  for (const id of database.fulfilmentsOf.get(orderId) ?? []) {
    const work = database.fulfilments.get(id);
    if (!work) continue;
    const units = work.lines.reduce((sum, line) => sum + line.quantityUnits, 0);
    const before = left.get(id) ?? 0;
    if (!hasLeft.includes(work.state)) left.delete(id);
    else left.set(id, units);
    if (hasLeft.includes(work.state) && units < before)
      broken('what has left is not cancelled', `${id}: ${String(before)} → ${String(units)}`);
  }
}

const hasLeft: readonly string[] = ['shipped', 'delivered'];

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
    if (!work || !(isActive(work.state) || hasLeft.includes(work.state))) continue;
    for (const { lineNo, quantityUnits } of work.lines)
      atWork.set(lineNo, (atWork.get(lineNo) ?? 0) + quantityUnits);
  }
  return atWork;
}

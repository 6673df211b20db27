import type { SlotMove, SlotUse } from '../../network/decide/index.ts';
import { isOwed, nodeOfOwed } from '../../stock/decide/index.ts';
import type { StockMove, StockPosition } from '../../stock/decide/index.ts';
import { positionKey, slotKey } from './keys.ts';
import type { EventDraft } from './records.ts';
import type { CommitRefusal } from './unit.ts';
import type { CurrentState, PositionWrite, SlotWrite } from './writes.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A position while a batch is judged. The `unit…` fields belong to the unit being judged. */
interface PositionRow {
  readonly before: StockPosition;
  readonly after: Writable<StockPosition>;
  isTouched: boolean;
  mustBeAvailable: boolean;
  /** As the unit found it; undefined while the unit has not touched it. */
  unitBefore: StockPosition | undefined;
  /** What the unit newly reserved under the guard, net. */
  unitReservedUnits: number;
  /** What must be free afterwards, as the unit's moves say; undefined when none says. */
  unitKeepUnits: number | undefined;
  /** The unit counted from another on-hand than the one there is, or takes out more without owing it. */
  isMiscounted: boolean;
  /** What the next move of goods pays for or owes: noted by the move of the owed place right before it. */
  owes: { readonly paidUnits: number } | undefined;
}

interface SlotRow {
  readonly before: SlotUse;
  readonly after: Writable<SlotUse>;
  isTouched: boolean;
  unitBefore: number | undefined;
  unitOrdersMax: number;
}

/** Positions and slots of a batch: moves are tried per unit, then kept or taken back. */
export interface Book {
  /** Books the moves of a unit's events; the refusal when a guard says no, and then nothing is booked. */
  tryUnit(events: readonly EventDraft[], asOfSequence: number): BookedUnit | CommitRefusal;
  readonly positions: () => PositionWrite[];
  readonly slots: () => SlotWrite[];
}

/** The moves of a unit as applied, event by event. */
export interface BookedUnit {
  readonly ok: true;
  readonly stockMoves: readonly (readonly StockMove[])[];
  readonly slotMoves: readonly (readonly SlotMove[])[];
}

/** @param current positions and slots that the moves will touch, read under lock; absent ones are empty */
export function openBook(current: Pick<CurrentState, 'positions' | 'slots'>): Book {
  const positions = new Map<string, PositionRow>();
  const slots = new Map<string, SlotRow>();

  function positionRow(move: StockMove): PositionRow {
    const key = positionKey(move);
    let row = positions.get(key);
    if (!row) {
      row = untouched(current.positions.get(key) ?? emptyPosition(move));
      positions.set(key, row);
    }
    return row;
  }

  function slotRow(move: SlotMove): SlotRow {
    const key = slotKey(move);
    let row = slots.get(key);
    if (!row) {
      const { nodeId, slotAt } = move;
      const before = current.slots.get(key) ?? { nodeId, slotAt, ordersUsed: 0 };
      row = {
        before,
        after: { ...before },
        isTouched: false,
        unitBefore: undefined,
        unitOrdersMax: 0,
      };
      slots.set(key, row);
    }
    return row;
  }

  return {
    tryUnit: (events, asOfSequence) => {
      const stockRows: PositionRow[] = [];
      const slotRows: SlotRow[] = [];
      const stockMoves = events.map(({ stockMoves: moves }) =>
        eachChanged(moves, (move) => {
          const row = positionRow(move);
          const goods = isOwed(move) ? positionRow(ofGoods(move)) : undefined;
          return moveStock(row, goods ? owedOf(row, goods, move) : move, stockRows);
        }),
      );
      const slotMoves = events.map(({ slotMoves: moves }) =>
        eachChanged(moves, (move) => moveSlot(slotRow(move), move, slotRows)),
      );
      const refusal = stockRefusal(stockRows, asOfSequence) ?? slotRefusal(slotRows, asOfSequence);
      for (const row of stockRows) closePosition(row, refusal !== undefined);
      for (const row of slotRows) closeSlot(row, refusal !== undefined);
      return refusal ?? { ok: true, stockMoves, slotMoves };
    },
    positions: () => [...positions.values()].filter(({ isTouched }) => isTouched),
    slots: () => [...slots.values()].filter(({ isTouched }) => isTouched),
  };
}

const untouched = (before: StockPosition): PositionRow => ({
  before,
  after: { ...before },
  isTouched: false,
  mustBeAvailable: false,
  unitBefore: undefined,
  unitReservedUnits: 0,
  unitKeepUnits: undefined,
  isMiscounted: false,
  owes: undefined,
});

const emptyPosition = ({ nodeId, itemId, lot }: StockMove): StockPosition => ({
  nodeId,
  itemId,
  lot,
  onHandUnits: 0,
  reservedUnits: 0,
  safetyUnits: 0,
});

/** Maps without a copy when nothing changes, which is nearly always. */
function eachChanged<T>(moves: readonly T[], apply: (move: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let ix = 0; ix < moves.length; ix += 1) {
    const move = moves[ix] as T;
    const applied = apply(move);
    if (changed) changed.push(applied);
    else if (applied !== move) changed = [...moves.slice(0, ix), applied];
  }
  return changed ?? moves;
}

const ofGoods = (move: StockMove): StockMove => ({ ...move, nodeId: nodeOfOwed(move) });

/**
 * What a move of an owed place comes to: more is owed only as far as the goods are not there, and what is paid is kept
 * from the goods that come with the next move.
 */
function owedOf(row: PositionRow, goods: PositionRow, move: StockMove): StockMove {
  const onHandUnits =
    move.onHandUnits > 0
      ? Math.max(0, move.onHandUnits - goods.after.onHandUnits)
      : Math.max(move.onHandUnits, -row.after.onHandUnits);
  goods.owes = { paidUnits: Math.max(0, -onHandUnits) };
  return onHandUnits === move.onHandUnits ? move : { ...move, onHandUnits };
}

/**
 * On hand and safety stop at zero: what the books did not have cannot leave them. The move that is returned, and
 * logged, is what was applied, so that the log still sums up to the position.
 */
function moveStock(row: PositionRow, move: StockMove, touched: PositionRow[]): StockMove {
  const { after } = row;
  if (!row.unitBefore) {
    row.unitBefore = { ...after };
    row.unitReservedUnits = 0;
    row.unitKeepUnits = undefined;
    row.isMiscounted = false;
    touched.push(row);
  }
  const askedUnits = move.onHandUnits - paidUnits(row, move);
  const onHandUnits = Math.max(askedUnits, -after.onHandUnits);
  if (isMiscounted(row, move, onHandUnits !== askedUnits)) row.isMiscounted = true;
  row.owes = undefined;
  const safetyUnits = Math.max(move.safetyUnits, -after.safetyUnits);
  after.onHandUnits += onHandUnits;
  after.safetyUnits += safetyUnits;
  after.reservedUnits += move.reservedUnits;
  if (move.guard === 'available') row.unitReservedUnits += move.reservedUnits;
  if (move.keepUnits !== undefined)
    row.unitKeepUnits = Math.max(row.unitKeepUnits ?? move.keepUnits, move.keepUnits);
  if (onHandUnits === move.onHandUnits && safetyUnits === move.safetyUnits) return move;
  return { ...move, onHandUnits, safetyUnits };
}

/** A count from another on-hand, or goods that leave without being there or owed. */
const isMiscounted = (row: PositionRow, move: StockMove, isShort: boolean): boolean =>
  (move.onHandBeforeUnits !== undefined && move.onHandBeforeUnits !== row.after.onHandUnits) ||
  (move.guard === 'leaving' && isShort && !row.owes);

/** Units of a receipt that pay what is owed. A count says what is there: it is not less for what it ends. */
const paidUnits = ({ owes }: PositionRow, { onHandBeforeUnits }: StockMove): number =>
  owes && onHandBeforeUnits === undefined ? owes.paidUnits : 0;

/** Used places stop at zero, for the same reason. */
function moveSlot(row: SlotRow, move: SlotMove, touched: SlotRow[]): SlotMove {
  const { after } = row;
  if (row.unitBefore === undefined) {
    row.unitBefore = after.ordersUsed;
    row.unitOrdersMax = Number.MAX_SAFE_INTEGER;
    touched.push(row);
  }
  const orders = Math.max(move.orders, -after.ordersUsed);
  after.ordersUsed += orders;
  if (orders > 0) row.unitOrdersMax = Math.min(row.unitOrdersMax, move.ordersMax);
  return orders === move.orders ? move : { ...move, orders };
}

/** Available to promise before it is clamped: negative when more is promised than is there. */
const availableUnits = ({ after }: PositionRow): number => freeUnits(after);

const freeUnits = ({ onHandUnits, reservedUnits, safetyUnits }: StockPosition): number =>
  onHandUnits - reservedUnits - safetyUnits;

const isOversold = (row: PositionRow): boolean =>
  row.isMiscounted ||
  row.after.reservedUnits < 0 ||
  (row.unitReservedUnits > 0 && row.after.reservedUnits > row.after.onHandUnits) ||
  (isGuarded(row) && availableUnits(row) < mustKeepUnits(row));

/** A buffer that others have eaten into is no reason to refuse a unit that takes nothing more out of it. */
function mustKeepUnits(row: PositionRow): number {
  const { unitKeepUnits: keepUnits = 0, unitBefore, before } = row;
  if (keepUnits <= 0) return keepUnits;
  return availableUnits(row) < freeUnits(unitBefore ?? before) ? keepUnits : 0;
}

const isGuarded = (row: PositionRow): boolean =>
  row.unitReservedUnits > 0 || row.unitKeepUnits !== undefined;

function stockRefusal(
  rows: readonly PositionRow[],
  asOfSequence: number,
): CommitRefusal | undefined {
  const taken = rows.filter(isOversold);
  if (taken.length === 0) return undefined;
  // Goods and quotas of one place belong together: a board that learns of one must learn of the other.
  const isThere = ({ before }: PositionRow): boolean =>
    taken.some((row) => row.before.nodeId === before.nodeId && row.before.itemId === before.itemId);
  const positions = rows.filter(isThere).map(({ before, unitBefore }) => unitBefore ?? before);
  return { reason: 'stock-taken', positions, asOfSequence };
}

const isFull = ({ after, unitBefore, unitOrdersMax }: SlotRow): boolean =>
  unitBefore !== undefined && after.ordersUsed > unitBefore && after.ordersUsed > unitOrdersMax;

function slotRefusal(rows: readonly SlotRow[], asOfSequence: number): CommitRefusal | undefined {
  const full = rows.filter(isFull);
  if (full.length === 0) return undefined;
  const slots = full.map(({ before, unitBefore }) => ({
    ...before,
    ordersUsed: unitBefore ?? before.ordersUsed,
  }));
  return { reason: 'slot-full', slots, asOfSequence };
}

function closePosition(row: PositionRow, isRefused: boolean): void {
  if (isRefused && row.unitBefore) Object.assign(row.after, row.unitBefore);
  else {
    row.isTouched = true;
    row.mustBeAvailable =
      availableUnits(row) >= 0 && (row.mustBeAvailable || row.unitReservedUnits > 0);
  }
  row.unitBefore = undefined;
  row.owes = undefined;
}

function closeSlot(row: SlotRow, isRefused: boolean): void {
  if (isRefused && row.unitBefore !== undefined) row.after.ordersUsed = row.unitBefore;
  else row.isTouched = true;
  row.unitBefore = undefined;
}

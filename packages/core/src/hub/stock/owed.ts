import { isOwed, isQuota, nodeOfOwed, owedPlace } from '../../stock/index.ts';
import type { StockBoard, StockMove, StockPosition } from '../../stock/index.ts';
import { isOnTheRoad } from '../board/supply-book.ts';
import { positionKey } from '../decide/keys.ts';
import type { CommitUnit } from '../ports/store.ts';

/**
 * Adds to a unit what its moves owe or pay, as far as the board knows: goods that leave before the books have them are
 * owed, what comes in pays first, a count ends what was owed. A unit for which the board was too old is refused by the
 * store and comes here again.
 */
export function withOwed(stock: StockBoard, unit: CommitUnit): CommitUnit {
  if (!unit.events.some(({ stockMoves }) => stockMoves.some(mayOwe))) return unit;
  const onHand = shelves(stock);
  const events = unit.events.map((event) => ({
    ...event,
    stockMoves: event.stockMoves.flatMap((move) => [...owedMoves(stock, move, onHand), move]),
  }));
  return { ...unit, events };
}

const mayOwe = (move: StockMove): boolean =>
  move.guard === 'leaving' || (move.guard === 'physical' && isIncoming(move));

const isIncoming = (move: StockMove): boolean =>
  (move.onHandUnits > 0 || move.onHandBeforeUnits !== undefined) &&
  !isQuota(move) &&
  !isOnTheRoad(move) &&
  !isOwed(move);

/** On hand of a place before each move of the unit, by the board. */
function shelves(stock: StockBoard): (move: StockMove) => number {
  const moved = new Map<string, number>();
  return (move) => {
    const { nodeId, itemId, lot, onHandUnits } = move;
    const key = positionKey(move);
    const before = moved.get(key) ?? stock.position(nodeId, itemId, lot).onHandUnits;
    moved.set(key, Math.max(0, before + onHandUnits));
    return before;
  };
}

function owedMoves(
  stock: StockBoard,
  move: StockMove,
  onHand: (move: StockMove) => number,
): readonly StockMove[] {
  if (!mayOwe(move)) return [];
  const leavingUnits = -move.onHandUnits;
  if (move.guard === 'leaving')
    return onHand(move) < leavingUnits ? [owedMove(move, leavingUnits)] : [];
  onHand(move);
  const owedUnits = stock.owedUnits(move);
  if (owedUnits <= 0) return [];
  const isCount = move.onHandBeforeUnits !== undefined;
  return [owedMove(move, -(isCount ? owedUnits : Math.min(owedUnits, move.onHandUnits)))];
}

const owedMove = (move: StockMove, onHandUnits: number): StockMove => ({
  ...owedPlace(move),
  onHandUnits,
  reservedUnits: 0,
  safetyUnits: 0,
  guard: 'physical',
});

/** Every place that owes, by node, item and lot. */
export const owedStock = (stock: StockBoard): readonly StockPosition[] =>
  [...stock.owed()]
    .map((position) => ({ ...position, nodeId: nodeOfOwed(position) }))
    .sort((one, other) => (positionKey(one) < positionKey(other) ? -1 : 1));

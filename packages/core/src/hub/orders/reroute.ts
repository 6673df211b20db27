import { startFromAt, walkOpenLines, walkOrWait } from '../../path.ts';
import type { Assigned, AssignedOrWaiting, OpenLines, PathBoard } from '../../path.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import { isOnTheRoad } from '../board/supply-book.ts';
import { isOwed } from '../../stock/index.ts';
import { waitAgain } from '../waiting/place-waits.ts';
import { watchPromise } from '../watch/watch-promise.ts';
import { excludedNow, waitForCoolDown } from './change-order.ts';
import type { OrderChange } from './change-order.ts';
import { writeReroute } from './write-order.ts';

/** Looks for nodes for everything freed in this change; what finds none becomes an exception. */
export function rerouteOpen(change: OrderChange, board: PathBoard): Assigned | undefined {
  const open = [...change.open]
    .filter(([, units]) => units > 0)
    .map(([lineNo, units]) => ({ lineNo, units }));
  change.open.clear();
  if (open.length === 0) return undefined;
  const ask: OpenLines = {
    order: change.record.order,
    at: change.unit.at,
    open,
    promisedWindow: change.record.promise?.window ?? change.record.order.promisedWindow,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
    startFromAt: startFromAt(
      { ...change.record.order, holds: change.record.holds },
      change.unit.at,
      board,
    ),
  };
  const { assigned, waiting } =
    liesWhereNotAsked(change, board, ask) ?? walkKeepingPromise(board, ask);
  const isWaiting = waiting.length > 0;
  change.record = writeReroute(change.unit, change.before, {
    record: change.record,
    assigned,
    isWaiting,
  });
  if (isWaiting) waitAgain(change, board, waiting);
  else if (!assigned.answer.ok) waitForCoolDown(change);
  watchPromise(change, board, 're-assigned');
  return assigned;
}

/**
 * The goods are there, but only nodes have them that are not to be asked again: a matter for people, not for supply, also
 * when the customer would wait for goods.
 */
function liesWhereNotAsked(
  change: OrderChange,
  board: PathBoard,
  ask: OpenLines,
): AssignedOrWaiting | undefined {
  if (ask.order.backorder === 'no' || ask.excluded.length === 0) return undefined;
  const assigned = walkOpenLines(board, ask);
  if (assigned.answer.ok) return undefined;
  const { answer } = walkOpenLines(ownedBoard(board, freedIn(change)), { ...ask, excluded: [] });
  return answer.ok ? { assigned, waiting: [] } : undefined;
}

/** Units that are free when the change is committed; what was not found is not among them. */
const freedIn = ({ unit }: OrderChange): readonly Holding[] =>
  unit.events
    .flatMap(({ stockMoves }) => stockMoves)
    .filter((move) => !isOnTheRoad(move) && !isOwed(move))
    .map(({ nodeId, itemId, lot, onHandUnits, reservedUnits }) => ({
      nodeId,
      itemId,
      lot,
      units: onHandUnits - reservedUnits,
    }))
    .filter(({ units }) => units > 0);

/**
 * The cheapest plan; when that would break the promise, the cheapest that keeps it, if there is one: a customer who
 * was promised a day gets it whenever any node can, and is told another one only when none can.
 */
function walkKeepingPromise(board: PathBoard, ask: OpenLines): AssignedOrWaiting {
  const { assigned, waiting } = walkOrWait(board, ask);
  const isKept =
    assigned.answer.ok &&
    assigned.answer.value.plan.window.endAt <= (ask.promisedWindow?.endAt ?? Infinity);
  if (!assigned.answer.ok || isKept || waiting.length > 0) return { assigned, waiting };
  const kept = walkOpenLines(board, { ...ask, keepsPromise: true });
  return { assigned: kept.answer.ok ? kept : assigned, waiting };
}

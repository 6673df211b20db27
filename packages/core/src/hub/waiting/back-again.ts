import type { PathBoard } from '../../path.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { LineWait } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import { watchPromise } from '../watch/watch-promise.ts';
import { backWaits } from './back-waits.ts';
import { letSupplyGo, waitNow } from './end-waits.ts';
import { isWhollyBacked, promiseWith, tellWaits } from './place-waits.ts';

/** Why waits look for announced goods again. */
type AgainReason = 'supply-moved' | 'supply-overdue';

/**
 * Some waits of the order look for announced goods again; it lets go of what they had in the same commit. What is backed
 * is promised; the customer is told a promise that moves, and one that nothing backs any more.
 *
 * @returns false when nothing changes
 */
export function backAgain(
  { change, board }: { readonly change: OrderChange; readonly board: PathBoard },
  looks: (wait: LineWait) => boolean,
  because: AgainReason,
): undefined | false {
  const { record, unit } = change;
  const looking = record.waits.filter(looks);
  if (looking.length === 0) return false;
  const freed = looking.flatMap((wait) => letSupplyGo(change, wait, wait.units));
  const lines = new Map<number, number>();
  for (const { lineNo, units } of looking) lines.set(lineNo, (lines.get(lineNo) ?? 0) + units);
  const version = change.before.record.version + 1;
  const asked = [...lines].map(([lineNo, units]) => ({ lineNo, units }));
  const ask = { order: record.order, at: unit.at, lines: asked, version };
  const backed = backWaits(ask, board);
  if (freed.length === 0 && backed.reservations.length === 0) return false;
  // The cases that find the order stay those with which it began to wait.
  const began = new Map(looking.map((wait) => [wait.lineNo, wait]));
  const anew = backed.waits.map((wait) => ({
    ...wait,
    caseNo: began.get(wait.lineNo)?.caseNo ?? wait.caseNo,
    sinceAt: began.get(wait.lineNo)?.sinceAt ?? wait.sinceAt,
  }));
  const waits = [...record.waits.filter((wait) => !looks(wait)), ...anew];
  unit.reservationsAdded.push(...backed.reservations);
  waitNow(change, waits);
  const stockMoves = [...freed, ...backed.stockMoves];
  tellWaits(unit, { ...change.record, version }, { ...backed, waits, stockMoves });
  promiseAgain(change, board, because);
  return undefined;
}

function promiseAgain(change: OrderChange, board: PathBoard, because: AgainReason): void {
  const { record, unit } = change;
  if (!record.promise) {
    const promise = promiseWith(record, record.waits, { at: unit.at, board });
    change.record = { ...record, promise };
    return;
  }
  if (isWhollyBacked(record.waits, board)) {
    watchPromise(change, board, because);
    return;
  }
  const { orderId } = record.order;
  change.record = { ...record, promise: undefined };
  tell(unit, {
    type: 'promise.withdrawn',
    id: `${orderId}.withdrawn.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    body: { because, windowBefore: record.promise.window },
  });
}

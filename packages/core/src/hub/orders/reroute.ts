import { walkOpenLines } from '../../path.ts';
import type { Assigned, PathBoard } from '../../path.ts';
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
  const assigned = walkOpenLines(board, {
    order: change.record.order,
    at: change.unit.at,
    open,
    promisedWindow: change.record.promise?.window ?? change.record.order.promisedWindow,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
  });
  change.record = writeReroute(change.unit, change.before, { record: change.record, assigned });
  if (!assigned.answer.ok) waitForCoolDown(change);
  watchPromise(change, board, 're-assigned');
  return assigned;
}

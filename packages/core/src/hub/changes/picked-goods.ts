import type { OpenLines, PathBoard } from '../../path.ts';
import { walkOpenLines } from '../../path.ts';
import { wholeKits } from '../../intake/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { watchAt, withoutUnits } from '../../release/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { freeUnits, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { expectFrom } from '../watch/expect.ts';
import { heldBy } from './replan.ts';
import type { Becomes } from './replan.ts';

/** Whether people have begun the work and the goods are still at the node. */
export const isPicked = ({ state }: Fulfilment): boolean =>
  state === 'in_progress' || state === 'ready';

/**
 * Picked goods of an order that goes elsewhere: they stay where they are and get a new label when their node can still
 * serve the order alone, with whatever service goes there; else they are put back, and their units look for a node.
 */
export function redirectPicked(change: OrderChange, board: PathBoard, work: Fulfilment): Becomes {
  const after = relabelled(change, board, work);
  if (after) {
    tellState(change, after, 'node.work_relabelled');
    return 'relabelled';
  }
  const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const taken = withoutUnits(work, all, 'cancelled');
  if (taken.ok)
    freeUnits(
      change,
      { after: taken.value.fulfilment, freed: taken.value.freed },
      { type: 'node.work_taken_back', because: 'order amended', reroute: true },
    );
  return 'moved';
}

function relabelled(
  change: OrderChange,
  board: PathBoard,
  work: Fulfilment,
): Fulfilment | undefined {
  const { order } = change.record;
  const { at } = change.unit;
  const ask: OpenLines = {
    order,
    at,
    open: wholeKits(
      order,
      work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits })),
    ),
    promisedWindow: order.promisedWindow,
    excluded: [],
    onlyNodeIds: [work.nodeId],
    epoch: change.record.epoch + 1,
  };
  const { answer } = walkOpenLines(ownedBoard(board, heldBy(change, [work]), [work]), ask);
  const [parcel, ...more] = answer.ok ? answer.value.plan.parcels : [];
  if (!parcel || more.length > 0) return undefined;
  const { serviceId, costMinor, carbonGrams } = parcel;
  const moved = { ...work, serviceId, costMinor, carbonGrams, version: work.version + 1 };
  const point = work.state === 'ready' ? 'ready' : 'start';
  const expected = expectFrom(moved, point, { order, at, board }) ?? {
    handOverAt: parcel.collectedAt,
    window: parcel.window,
  };
  return { ...moved, expected, dueAt: watchAt(work.state, expected) };
}

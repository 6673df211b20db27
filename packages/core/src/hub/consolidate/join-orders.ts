import { holdsAt } from '../../intake/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { OrderId } from '../../words/index.ts';
import { resume, tellHold } from '../changes/holds.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeTogether } from '../reassign/change-together.ts';
import type { HubParts } from '../run/parts.ts';

/**
 * The order that was waited for has come: the hold of the first one ends, and works of both that one node hands over to
 * one carrier at one moment are packed into one parcel. All in one commit; when somebody changed one of the orders
 * meanwhile nothing is written, and the hold ends by its own time.
 */
export async function joinOrders(parts: HubParts, first: OrderId, second: OrderId): Promise<void> {
  await changeTogether(parts, [first, second], ([waiting, fresh]) => {
    if (waiting === undefined || fresh === undefined || !endWaiting(parts, waiting)) return false;
    for (const mine of fulfilmentsNow(waiting))
      for (const theirs of fulfilmentsNow(fresh))
        if (isOneParcel(mine, theirs)) {
          join(waiting, mine, theirs);
          join(fresh, theirs, mine);
        }
    return true;
  });
}

/** Ends what waited for the second order. @returns false when it waits no more */
function endWaiting(parts: HubParts, change: OrderChange): boolean {
  const { at } = change.unit;
  const counting = holdsAt(change.record.holds, at);
  const left = counting.filter(({ reason }) => reason !== 'consolidation');
  if (left.length === counting.length) return false;
  for (const hold of change.record.holds.filter((one) => !left.includes(one)))
    tellHold(change, 'order.hold_ended', { ...hold, by: 'hub' });
  change.record = { ...change.record, holds: left };
  if (left.length === 0) resume(change, parts.pathBoard);
  return true;
}

const unbegun: ReadonlySet<Fulfilment['state']> = new Set(['scheduled', 'offered', 'accepted']);

const isOneParcel = (one: Fulfilment, other: Fulfilment): boolean =>
  unbegun.has(one.state) &&
  unbegun.has(other.state) &&
  one.nodeId === other.nodeId &&
  one.serviceId === other.serviceId &&
  one.expected.handOverAt === other.expected.handOverAt;

function join(change: OrderChange, work: Fulfilment, other: Fulfilment): void {
  const packWith = [...(work.packWith ?? []), other.fulfilmentId];
  const { version } = work;
  tellState(change, { ...work, packWith, version: version + 1 }, 'node.work_joined');
}

import { holdsAt } from '../../intake/index.ts';
import { isOneParcel } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { OrderId } from '../../words/index.ts';
import { resume, tellHold } from '../changes/holds.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeTogether } from '../reassign/change-together.ts';
import type { HubParts } from '../run/parts.ts';
import { leadTo } from './lead-to.ts';

/**
 * The order that was waited for has come: the hold of the first one ends, and works of both that one node hands over to
 * one carrier at one moment are packed into one parcel. Where the second one was routed elsewhere, it is led to the node of
 * the first when one parcel saves more than that costs. All in one commit; when somebody changed one of the orders
 * meanwhile nothing is written, and the hold ends by its own time.
 */
export async function joinOrders(parts: HubParts, first: OrderId, second: OrderId): Promise<void> {
  const ids = [first, second];
  const led = await changeTogether(parts, ids, (both) => joinBoth(parts, both, true));
  // A way that would not keep the promise after all: each goes its own.
  if (led === undefined) await changeTogether(parts, ids, (both) => joinBoth(parts, both, false));
}

function joinBoth(parts: HubParts, both: readonly OrderChange[], mayLead: boolean): boolean {
  const [waiting, fresh] = both;
  if (waiting === undefined || fresh === undefined || !endWaiting(parts, waiting)) return false;
  if (joinWorks(waiting, fresh) || !mayLead) return true;
  const [work] = fulfilmentsNow(waiting);
  const led = work && leadTo(parts, work, fresh);
  if (work && typeof led === 'object') join(waiting, work, led);
  return led !== 'not-kept';
}

/** @returns whether any works of the two leave as one parcel */
function joinWorks(waiting: OrderChange, fresh: OrderChange): boolean {
  let isJoined = false;
  for (const mine of fulfilmentsNow(waiting))
    for (const theirs of fulfilmentsNow(fresh)) {
      if (!isOneParcel(mine, theirs)) continue;
      join(waiting, mine, theirs);
      join(fresh, theirs, mine);
      isJoined = true;
    }
  return isJoined;
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

function join(change: OrderChange, work: Fulfilment, other: Fulfilment): void {
  const packWith = [...(work.packWith ?? []), other.fulfilmentId];
  const { version } = work;
  tellState(change, { ...work, packWith, version: version + 1 }, 'node.work_joined');
}

import type { PathBoard } from '../../path.ts';
import { holdsAt, holdsEndAt } from '../../intake/index.ts';
import type { OrderHold } from '../../intake/index.ts';
import { withoutUnits } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { freeUnits, fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { toSlot } from '../orders/places.ts';
import { rerouteOpen } from '../orders/reroute.ts';
import type { HubRefusal } from '../outcome.ts';
import { tell } from '../run/unit-draft.ts';
import { expectFrom } from '../watch/expect.ts';
import { watchPromise } from '../watch/watch-promise.ts';

/**
 * Scheduled work that comes due while its order is held waits for the end of the holds; holds that have ended by
 * themselves are taken off, and when none is left the work is given out at the next look.
 *
 * @returns whether it waits
 */
export function waitsForHold(change: OrderChange, work: Fulfilment, board: PathBoard): boolean {
  const { holds } = change.record;
  if (work.state !== 'scheduled' || change.before.record.holds.length === 0) return false;
  // Another work of the order was looked at before, in this very change: all of them go on.
  if (holds.length === 0) return true;
  const counting = holdsAt(holds, change.unit.at);
  for (const ended of holds.filter((hold) => !counting.includes(hold)))
    tellHold(change, 'order.hold_ended', { ...ended, by: 'hub' });
  change.record = { ...change.record, holds: counting };
  if (counting.length === 0) {
    resume(change, board);
    return true;
  }
  change.fulfilments.set(work.fulfilmentId, { ...work, dueAt: holdsEndAt(counting) });
  return true;
}

/** Why a node may not begin: the order is held. */
export function heldRefusal(change: OrderChange, work: Fulfilment): HubRefusal | undefined {
  const holds = holdsAt(change.record.holds, change.unit.at);
  if (holds.length === 0) return undefined;
  return {
    reason: 'wrong-state',
    what: 'fulfilment',
    id: work.fulfilmentId,
    state: `held (${holds.map(({ reason }) => reason).join(', ')})`,
    allowed: ['not held'],
  };
}

const isNotBegun = ({ state }: Fulfilment): boolean =>
  state === 'scheduled' || state === 'offered' || state === 'accepted';

/** Takes work that nobody has begun back from its node, until the holds end. */
export function takeBackHeld(change: OrderChange, work: Fulfilment): void {
  if (!isNotBegun(work)) return;
  const dueAt = holdsEndAt(change.record.holds);
  if (work.state === 'scheduled') change.fulfilments.set(work.fulfilmentId, { ...work, dueAt });
  else
    tellState(
      change,
      { ...work, state: 'scheduled', dueAt, version: work.version + 1 },
      'node.work_held',
    );
}

/**
 * The last hold has ended: work begins, and the promise is looked at. Work whose slot has gone by takes a place in the
 * next one of its node; where there is none, its units look for another node.
 */
export function resume(change: OrderChange, board: PathBoard): void {
  const { at } = change.unit;
  for (const work of fulfilmentsNow(change)) {
    if (work.state !== 'scheduled') continue;
    if (work.releaseAt >= at)
      change.fulfilments.set(work.fulfilmentId, { ...work, dueAt: work.releaseAt });
    else if (!takeNextSlot(change, board, work)) giveUp(change, work);
  }
  if (change.open.size > 0) rerouteOpen(change, board);
  else watchPromise(change, board, 'held');
}

function takeNextSlot(change: OrderChange, board: PathBoard, work: Fulfilment): boolean {
  const slot = board.firstSlot(work.nodeId, change.unit.at);
  if (!slot) return false;
  const { slotAt, startAt } = slot;
  const looking = { order: change.record.order, at: startAt, board };
  const { nodeId, orderId, fulfilmentId } = work;
  const moved = toSlot(work, slotAt, board);
  change.fulfilments.set(fulfilmentId, {
    ...moved.work,
    releaseAt: startAt,
    dueAt: startAt,
    expected: expectFrom(work, 'start', looking) ?? work.expected,
  });
  tell(change.unit, {
    type: 'node.work_rescheduled',
    id: `${fulfilmentId}.rescheduled.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `fulfilment/${fulfilmentId}`,
    slotMoves: moved.slotMoves,
    body: { fulfilmentId, nodeId, slotAt, releaseAt: startAt },
  });
  return true;
}

function giveUp(change: OrderChange, work: Fulfilment): void {
  const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const taken = withoutUnits(work, all, 'cancelled');
  if (!taken.ok) return;
  const { fulfilment: after, freed } = taken.value;
  const why = { type: 'node.work_taken_back', because: 'no-slot', reroute: true };
  freeUnits(change, { after, freed }, why);
}

/** Tells that a hold was placed or has ended. Its note may name people: it stays on the order. */
export function tellHold(change: OrderChange, type: string, hold: OrderHold): void {
  const { orderId } = change.record.order;
  tell(change.unit, {
    type,
    id: `${orderId}.${hold.holdId}.${type}`,
    orderId,
    subject: `order/${orderId}`,
    body: {
      holdId: hold.holdId,
      reason: hold.reason,
      by: hold.by,
      until: hold.untilAt ?? null,
    },
  });
}

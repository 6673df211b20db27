import type { PathBoard } from '../../path.ts';
import { holdsAt, holdsEndAt } from '../../intake/index.ts';
import type { OrderHold } from '../../intake/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubRefusal } from '../outcome.ts';
import { tell } from '../run/unit-draft.ts';
import { watchPromise } from '../watch/watch-promise.ts';

/**
 * Scheduled work that comes due while its order is held waits for the end of the holds; holds that have ended by
 * themselves are taken off.
 *
 * @returns whether it waits
 */
export function waitsForHold(change: OrderChange, work: Fulfilment): boolean {
  const { holds } = change.record;
  if (work.state !== 'scheduled' || holds.length === 0) return false;
  const counting = holdsAt(holds, change.unit.at);
  for (const ended of holds.filter((hold) => !counting.includes(hold)))
    tellHold(change, 'order.hold_ended', { ...ended, by: 'hub' });
  change.record = { ...change.record, holds: counting };
  if (counting.length === 0) return false;
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

/** The last hold has ended: work begins, and the promise is looked at. */
export function resume(change: OrderChange, board: PathBoard): void {
  const { at } = change.unit;
  for (const work of fulfilmentsNow(change)) {
    if (work.state !== 'scheduled') continue;
    const startAt = Math.max(at, work.releaseAt);
    const window = board.laneWindow(change.record.order, work, { point: 'start', at: startAt });
    const expected = window
      ? {
          handOverAt: window.collectedAt,
          window: { startAt: window.startAt, endAt: window.endAt },
        }
      : work.expected;
    change.fulfilments.set(work.fulfilmentId, { ...work, dueAt: startAt, expected });
  }
  watchPromise(change, board, 'held');
}

/** Tells that a hold was placed or has ended. */
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
      note: hold.note,
      by: hold.by,
      until: hold.untilAt ?? null,
    },
  });
}

import type { NodeId, OrderId } from '../../words/index.ts';
import { holdIdOf, holdsAt } from '../../intake/index.ts';
import type { HoldReason, OrderHold } from '../../intake/index.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { resume, takeBackHeld, tellHold } from './holds.ts';

/** Who holds an order, why, and until when. */
export interface HoldAsk {
  readonly reason: HoldReason;
  readonly note: string;
  readonly by: string;
  /** Ends by itself then, epoch ms; absent = when somebody ends it. */
  readonly untilAt?: number;
}

/** An order that was held or let go, and the work that people have begun already: that goes on. */
export interface HeldOrder {
  readonly holds: readonly OrderHold[];
  readonly underWay: readonly { readonly fulfilmentId: string; readonly nodeId: NodeId }[];
}

/** Places a hold: promised and reserved stays what is, but what nobody has picked yet is taken back from its node. */
export async function holdOrder(
  parts: HubParts,
  id: OrderId,
  ask: HoldAsk,
): Promise<HubOutcome<HeldOrder>> {
  const outcome = await changeOrder(parts, id, (change) => {
    const { holds, state, order } = change.record;
    const number = (change.record.holdsEver ?? order.holds.length) + 1;
    if (state === 'cancelled' || state === 'completed') return final(id, state);
    const untilAt = ask.untilAt ?? Infinity;
    if (untilAt <= change.unit.at) return { reason: 'invalid', faults: [inThePast] };
    const hold: OrderHold = {
      holdId: holdIdOf(number),
      reason: ask.reason,
      note: ask.note,
      by: ask.by,
      sinceAt: change.unit.at,
      untilAt: ask.untilAt,
    };
    change.record = { ...change.record, holds: [...holds, hold], holdsEver: number };
    for (const work of fulfilmentsNow(change)) takeBackHeld(change, work);
    tellHold(change, 'order.held', hold);
    return undefined;
  });
  return heldView(parts, id, outcome);
}

/** Ends a hold; when it was the last, work begins. */
export async function releaseHold(
  parts: HubParts,
  id: OrderId,
  ask: { readonly holdId: string; readonly by: string },
): Promise<HubOutcome<HeldOrder>> {
  const outcome = await changeOrder(parts, id, (change) => {
    const hold = change.record.holds.find(({ holdId }) => holdId === ask.holdId);
    if (!hold) return { reason: 'not-found', what: 'hold', id: ask.holdId };
    const holds = holdsAt(
      change.record.holds.filter((one) => one !== hold),
      change.unit.at,
    );
    for (const ended of change.record.holds.filter((one) => !holds.includes(one)))
      tellHold(change, 'order.hold_ended', { ...ended, by: ended === hold ? ask.by : 'hub' });
    change.record = { ...change.record, holds };
    if (holds.length === 0) resume(change, parts.pathBoard);
    return undefined;
  });
  return heldView(parts, id, outcome);
}

const inThePast = {
  field: '/until',
  reason: 'in-the-past',
  remedy: 'Send a moment to come, or leave it out: then people end the hold.',
};

const final = (id: OrderId, state: string): HubRefusal => ({
  reason: 'wrong-state',
  what: 'order',
  id,
  state,
  allowed: ['open', 'unroutable'],
});

async function heldView(
  parts: HubParts,
  id: OrderId,
  outcome: HubOutcome<OrderChange | undefined>,
): Promise<HubOutcome<HeldOrder>> {
  if (!outcome.ok) return outcome;
  const state = await parts.states.load(id);
  if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
  return {
    ok: true,
    value: {
      holds: state.record.holds,
      underWay: state.fulfilments
        .filter(({ state: work }) => work === 'in_progress' || work === 'ready')
        .map(({ fulfilmentId, nodeId }) => ({ fulfilmentId, nodeId })),
    },
  };
}

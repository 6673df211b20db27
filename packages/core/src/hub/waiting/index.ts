import type { OrderId } from '../../words/index.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import { cancelUnits } from '../orders/act.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import type { LineWait } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { serveOrder } from './serve-order.ts';

/** What a customer may wish of an order that waits for goods. */
export type WaitWish = 'ship_partial' | 'wait_complete' | 'cancel_rest';

/** Orders that wait for goods. */
export interface WaitingDesk {
  /** The units of the order that wait, with the announced goods that are held for them. */
  waits(orderId: OrderId): Promise<HubOutcome<readonly LineWait[]>>;
  /** The customer has another wish: send what is there now, wait for all of it, or cancel what waits. */
  wishWhileWaiting(
    orderId: OrderId,
    ask: { readonly wish: WaitWish; readonly by: string },
  ): Promise<HubOutcome<readonly LineWait[]>>;
}

/** The desk of orders that wait. */
export const waitingDesk = (parts: HubParts): WaitingDesk => ({
  waits: async (id) => {
    const state = await parts.states.load(id);
    if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
    return { ok: true, value: state.record.waits };
  },
  wishWhileWaiting: async (id, ask) => {
    const outcome = await changeOrder(parts, id, (change) => wish(parts, change, ask));
    if (!outcome.ok) return outcome;
    const state = await parts.states.load(id);
    return { ok: true, value: state?.record.waits ?? [] };
  },
});

function wish(
  parts: HubParts,
  change: OrderChange,
  ask: { readonly wish: WaitWish; readonly by: string },
): HubRefusal | false | undefined {
  const { waits, order } = change.record;
  if (waits.length === 0)
    return {
      reason: 'wrong-state',
      what: 'order',
      id: order.orderId,
      state: change.record.state,
      allowed: ['waiting for goods'],
    };
  if (ask.wish === 'cancel_rest') {
    const lines = waits.map(({ lineNo, units }) => ({ lineNo, units }));
    return cancelUnits(change, { lines, because: `${ask.by} cancels what waits` });
  }
  const backorder = ask.wish === 'ship_partial' ? 'partial' : 'complete';
  const isSame = order.backorder === backorder;
  if (!isSame)
    change.record = {
      ...change.record,
      order: { ...order, backorder },
      amendments: change.record.amendments + 1,
    };
  const isServed = serveOrder(change, parts.pathBoard);
  return isSame && !isServed ? false : undefined;
}

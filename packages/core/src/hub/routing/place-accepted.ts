import { openPlacing } from '../joint/decide-new.ts';
import type { Turn } from '../joint/decide-new.ts';
import { changeOrder, lookAgain } from '../orders/orders.ts';
import { countPlaced, placed } from '../orders/place-order.ts';
import type { HubRefusal, PlacedOrder } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import type { CommitResult } from '../ports/store.ts';
import type { OrderState } from '../run/order-state.ts';
import type { HubParts } from '../run/parts.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { routedCase } from './routing-case.ts';
import type { RoutingCase } from './routing-case.ts';

/** How placing went; `overtaken`: somebody else is at it or was. */
export type Placing =
  | { readonly outcome: 'placed'; readonly order: PlacedOrder | undefined }
  | { readonly outcome: 'overtaken' }
  | { readonly outcome: 'refused'; readonly refusal: HubRefusal };

const loadsMax = 4;

/**
 * Places an order that was accepted before: the walk of a new order, written as a change of it, together with the end
 * of its case. Versions of order and case guard it, so that of several who try one writes.
 */
export async function placeAccepted(parts: HubParts, waiting: RoutingCase): Promise<Placing> {
  for (let load = 1; load <= loadsMax; load += 1) {
    const state = await parts.states.load(waiting.orderId);
    const once = isUntouched(state)
      ? await placeWhole(parts, waiting, state.record)
      : await placeRest(parts, waiting);
    if (once !== 'changed') return once;
  }
  return { outcome: 'refused', refusal: { reason: 'contended', attempts: loadsMax } };
}

/** Nobody has given any of it to a node, or taken any of it back. */
const isUntouched = (state: OrderState | undefined): state is OrderState =>
  state?.record.state === 'open' &&
  state.record.epoch === 0 &&
  Object.keys(state.record.cancelledUnits).length === 0;

async function placeWhole(
  parts: HubParts,
  waiting: RoutingCase,
  record: OrderRecord,
): Promise<Placing | 'changed'> {
  const { order } = record;
  const meta = { principal: 'hub' };
  let turn: Turn = { draft: undefined, meta, turns: 0, isCaughtUp: false };
  for (;;) {
    const at = parts.env.now();
    const placing = openPlacing(parts, {
      ...{ turn, orderId: order.orderId, at, cart: undefined },
      accepted: {
        order: { ...order, holds: record.holds },
        asChange: (unit) => asChange(unit, record, waiting),
      },
    });
    const result = await parts.commit(placing.decide, order.tier, placing.joint);
    const { walked, refusal, nextTurn, added } = placing.decided();
    if (nextTurn) {
      turn = await nextTurn();
      continue;
    }
    parts.figures.add('stockTakenRetries', Math.max(0, placing.walks() - 1));
    if (refusal || !walked) return { outcome: 'refused', refusal: refusal ?? contended };
    if (!result?.ok) return afterRefusal(result, waiting);
    const now = placed(walked, at, { ...(added ?? record), acceptedAt: record.acceptedAt });
    return { outcome: 'placed', order: countPlaced(parts, now) };
  }
}

/** The unit of a new order as a change of the order that is there. */
function asChange(unit: UnitDraft, before: OrderRecord, waiting: RoutingCase): UnitDraft {
  const { orderAdded, ...rest } = unit;
  const decided = orderAdded ?? before;
  const { state, status, promise, waits, epoch } = decided;
  return {
    ...rest,
    ordersChanged: [
      {
        record: { ...before, state, status, promise, waits, epoch, version: before.version + 1 },
        expectedVersion: before.version,
      },
    ],
    casesChanged: [...unit.casesChanged, routedCase(waiting, unit.at)],
    // That it was placed by its customer was told when it was accepted.
    events: unit.events.filter(({ type }) => !type.includes('.order.placed.')),
  };
}

const contended: HubRefusal = { reason: 'contended', attempts: 1 };

function afterRefusal(result: CommitResult | undefined, waiting: RoutingCase): Placing | 'changed' {
  const refusal = result?.ok === false ? result.refusal : undefined;
  if (refusal?.reason !== 'stale') return { outcome: 'refused', refusal: contended };
  return refusal.what === 'order' && refusal.id === waiting.orderId
    ? 'changed'
    : { outcome: 'overtaken' };
}

/** Somebody has changed it meanwhile: what is still open of it looks for nodes, if anything is. */
async function placeRest(parts: HubParts, waiting: RoutingCase): Promise<Placing> {
  const outcome = await changeOrder(parts, waiting.orderId, (change) => {
    if (change.record.state === 'open' || change.record.state === 'unroutable')
      lookAgain(parts, change, []);
    change.unit.casesChanged.push(routedCase(waiting, change.unit.at));
    return undefined;
  });
  if (outcome.ok) return { outcome: 'placed', order: undefined };
  if (outcome.refusal.reason === 'contended') return { outcome: 'overtaken' };
  return { outcome: 'refused', refusal: outcome.refusal };
}

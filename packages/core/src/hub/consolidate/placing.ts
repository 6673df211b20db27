import type { Hub } from '../hub.ts';
import { placeOrder } from '../orders/place-order.ts';
import type { HubParts } from '../run/parts.ts';
import type { Consolidation } from './consolidate.ts';

/** Orders in; each is looked at for travelling with others of its customer once it is accepted. */
export function placing(
  parts: HubParts,
  together: Consolidation,
): Pick<Hub, 'placeOrder' | 'placeOrders'> {
  const place: Hub['placeOrder'] = async (draft, meta) => {
    const outcome = await placeOrder(parts, draft, meta);
    if (outcome.ok && outcome.replayed !== true) await together.look(outcome.value);
    return outcome;
  };
  return {
    placeOrder: place,
    placeOrders: (drafts, meta) =>
      Promise.all(drafts.map((draft) => place(draft, withoutKey(meta)))),
  };
}

const withoutKey = ({ principal, traceparent }: Parameters<Hub['placeOrder']>[1]) =>
  traceparent === undefined ? { principal } : { principal, traceparent };

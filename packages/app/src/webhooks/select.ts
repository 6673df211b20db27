import type { LoggedEvent, Store } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import { looksAtOrder, wants } from './event-filter.ts';
import type { OrderTraits } from './event-filter.ts';
import { messageBody, placeInOrder } from './message.ts';
import type { OrderPlace } from './message.ts';
import { messageIdOf } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** An event that a subscription wants, as it is sent. */
export interface Message {
  readonly event: LoggedEvent;
  readonly messageId: string;
  readonly body: string;
}

/**
 * Which of some events a subscription wants, as messages, in order. Orders are read once each: their channel and tier
 * only when the filter looks at them, their earlier events for the place in the order.
 */
export async function messagesFor(
  store: Pick<Store, 'orders' | 'orderEvents'>,
  subscription: Subscription,
  events: readonly LoggedEvent[],
): Promise<readonly Message[]> {
  const traits = await traitsOf(store, subscription, events);
  const isWanted = (event: LoggedEvent): boolean =>
    wants(
      subscription.filter,
      event,
      event.orderId === undefined ? undefined : traits.get(event.orderId),
    );
  const wanted = events.filter(isWanted);
  const histories = new Map<OrderId, readonly LoggedEvent[]>();
  for (const orderId of orderIdsOf(wanted))
    histories.set(orderId, await store.orderEvents(orderId));
  const placeOf = (event: LoggedEvent): OrderPlace | undefined =>
    event.orderId === undefined
      ? undefined
      : placeInOrder(event, histories.get(event.orderId) ?? [], isWanted);
  return wanted.map((event) => ({
    event,
    messageId: messageIdOf(subscription.subscriptionId, event.sequence),
    body: messageBody(event, placeOf(event), subscription),
  }));
}

async function traitsOf(
  store: Pick<Store, 'orders'>,
  { filter }: Subscription,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<OrderId, OrderTraits>> {
  const ids = orderIdsOf(events);
  if (!looksAtOrder(filter) || ids.length === 0) return new Map();
  const records = await store.orders(ids);
  return new Map(records.map(({ order }) => [order.orderId, order]));
}

const orderIdsOf = (events: readonly LoggedEvent[]): readonly OrderId[] => [
  ...new Set(events.flatMap(({ orderId }) => (orderId === undefined ? [] : [orderId]))),
];

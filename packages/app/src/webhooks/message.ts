import type { LoggedEvent } from '@ordermesh/core/hub';
import { instantText, sequenceText } from '@ordermesh/core/words';
import { snakeKeys } from '../json/index.ts';
import type { Subscription } from './subscription.ts';

/**
 * Where an event stands among those of its order, so that a receiver can order what comes and find what is missing.
 * Both count from 1 over all events of the order; 0: none before.
 */
export interface OrderPlace {
  readonly orderSequence: number;
  /** The event before it that this subscription wants as well. */
  readonly previous: number;
}

/**
 * Finds the place of an event.
 *
 * @param events all events of its order so far, oldest first; later ones are ignored
 */
export function placeInOrder(
  event: LoggedEvent,
  events: readonly LoggedEvent[],
  isWanted: (event: LoggedEvent) => boolean,
): OrderPlace {
  let orderSequence = 0;
  let previous = 0;
  for (const earlier of events) {
    if (earlier.sequence > event.sequence) break;
    if (earlier.sequence < event.sequence && isWanted(earlier)) previous = orderSequence + 1;
    orderSequence += 1;
  }
  return { orderSequence, previous };
}

/**
 * The body of a message: a CloudEvent in JSON that is a Standard Webhooks payload too (`type`, `timestamp`, `data`).
 * The same event gives the same bytes at every attempt.
 *
 * @see CloudEvents 1.0.2 §3, Standard Webhooks 1.0.0 "Payload structure"
 */
export function messageBody(
  event: LoggedEvent,
  place: OrderPlace | undefined,
  { payload }: Pick<Subscription, 'payload'>,
): string {
  const time = instantText(event.at);
  return JSON.stringify({
    specversion: '1.0',
    type: event.type,
    timestamp: time,
    source: '/v1/events',
    id: event.id,
    subject: event.subject,
    time,
    recordedtime: instantText(event.recordedAt),
    datacontenttype: 'application/json',
    sequence: sequenceText(event.sequence),
    ...(event.orderId !== undefined && { partitionkey: event.orderId }),
    ...(place !== undefined && {
      ordersequence: place.orderSequence,
      orderprevious: place.previous,
    }),
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    ['data']: payload === 'full' ? snakeKeys(event.body) : thinBody(event),
  });
}

const thinBody = ({ orderId }: LoggedEvent): object =>
  orderId === undefined ? {} : { order_id: orderId, href: `/v1/orders/${orderId}` };

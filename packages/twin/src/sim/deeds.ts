import type { LoggedEvent } from '@ordermesh/core/hub';

/** What a hub did in a schedule besides the usual: a mesh in which it never happens proves nothing about it. */
export interface Deeds {
  /** Orders that routers placed. */
  readonly placedByRouters: number;
  /** Pieces of work that the bus handed to routers, further times included. */
  readonly handedOut: number;
  /** Accepted orders that routers gave up. */
  readonly deadLetters: number;
  /** Orders that changed nodes before anybody had begun them, as often as they did. */
  readonly reassigned: number;
  /** Of those: orders to be begun next, weighed in one pool with all that the forecast expects. */
  readonly settledByForecast: number;
  /** New orders of a batch that exchanged nodes before they were accepted. */
  readonly decidedJointly: number;
}

/** Counts them in the log. */
export function deedsOf(
  events: readonly LoggedEvent[],
  routing: Pick<Deeds, 'placedByRouters' | 'handedOut'>,
): Deeds {
  const times = (type: string): number =>
    events.filter((event) => event.type === `dev.ordermesh.order.${type}.v1`).length;
  return {
    ...routing,
    deadLetters: times('routing_failed'),
    reassigned: times('reassigned'),
    settledByForecast: events.filter(({ body }) => body['because'] === 'settled-when-due').length,
    decidedJointly: times('decided_jointly'),
  };
}

import type { OrderId } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { Page, PageAsk } from '../ports/store.ts';
import type { DeadReason } from './routing-case.ts';

/** How a try to place an order that waits ended. */
export type RoutingTry =
  /** Nothing is left to do for a router: it is placed, waits for people, was cancelled, or is a dead letter. */
  | { readonly outcome: 'done' }
  /** To be tried again, by anybody, after so long, ms. */
  | { readonly outcome: 'later'; readonly afterMs: number };

/** An order that routers could not place, for people. */
export interface DeadLetter {
  /** `rtg_…` */
  readonly deadLetterId: string;
  readonly orderId: OrderId;
  /** `waiting`: it is tried again. `routed`: it was. `discarded`: people gave it up. */
  readonly state: 'waiting' | 'routed' | 'dead' | 'discarded';
  readonly acceptedAt: number;
  /** Tries until it was given up, or since it was retried. */
  readonly tries: number;
  readonly triesEver: number;
  readonly retries: number;
  readonly reason: DeadReason | undefined;
  readonly deadAt: number | undefined;
  readonly lastError: { readonly at: number; readonly text: string } | undefined;
  /** Why people gave it up. */
  readonly discarded: string | undefined;
}

/** Orders that were accepted and wait for a router, and what routers could not place. */
export interface RoutingDesk {
  /**
   * Tries to place orders that the bus handed out, each for itself; an order is placed once, however many try.
   *
   * @returns one answer per order, in order
   */
  routeWaiting(
    handed: readonly { readonly orderId: OrderId; readonly handedOut: number }[],
  ): Promise<readonly RoutingTry[]>;
  /** Tries what has waited too long for the bus, and forgets what is placed. @returns how many cases were due */
  sweepRouting(limit: number): Promise<number>;
  deadLetters(
    filter: { readonly state: 'dead' | 'discarded' },
    ask: PageAsk,
  ): Promise<Page<DeadLetter>>;
  deadLetter(id: string): Promise<HubOutcome<DeadLetter>>;
  /** Lets routers try again, as often as at first. */
  retryDeadLetter(id: string): Promise<HubOutcome<DeadLetter>>;
  /** Gives it up: what is open of its order is cancelled in the same commit. */
  discardDeadLetter(id: string, reason: string): Promise<HubOutcome<DeadLetter>>;
}

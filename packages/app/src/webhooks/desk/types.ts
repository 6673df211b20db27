import type { HubOutcome, Page, PageAsk } from '@ordermesh/core/hub';
import type { EventFilter } from '../event-filter.ts';
import type { Attempt, Delivery, Progress, Subscription } from '../subscription.ts';
import type { SigningScheme } from '../wire/signature.ts';

/** What a subscription is made or changed to. */
export interface SubscriptionWish {
  readonly url: string;
  readonly note: string;
  readonly filter: EventFilter;
  readonly payload: 'thin' | 'full';
}

/** A subscription with how far it is. */
export interface SubscriptionView {
  readonly subscription: Subscription;
  readonly progress: Progress;
}

/** How a key is changed. */
export interface RotationWish {
  /** For how long the key before signs too; 0: every key before ends. */
  readonly overlapHours: number;
  /** Name of the request: asked again, because its answer was lost or late, it changes nothing. */
  readonly askedAs: string | undefined;
}

/** What people and programs do with webhook subscriptions. */
export interface WebhookDesk {
  /** @param id chosen by the caller so that the same request makes it once */
  create(
    wish: SubscriptionWish,
    how: {
      readonly id: string | undefined;
      readonly scheme: SigningScheme;
      readonly randomHex: string;
    },
  ): Promise<HubOutcome<SubscriptionView>>;
  get(id: string): Promise<HubOutcome<SubscriptionView>>;
  list(ask: PageAsk): Promise<Page<SubscriptionView>>;
  change(id: string, wish: Partial<SubscriptionWish>): Promise<HubOutcome<SubscriptionView>>;
  /** Stops; what happens meanwhile waits in the log. */
  pause(id: string): Promise<HubOutcome<SubscriptionView>>;
  /** Goes on where it stopped; deliveries that wait are due at once. */
  resume(id: string): Promise<HubOutcome<SubscriptionView>>;
  remove(id: string): Promise<HubOutcome<SubscriptionView>>;
  /** A new key signs; those before are valid beside it for as long as was said. */
  rotate(id: string, how: RotationWish): Promise<HubOutcome<SubscriptionView>>;
  /** Sends a test event now. */
  ping(id: string, randomHex: string): Promise<HubOutcome<Attempt>>;
  deliveries(
    id: string,
    state: Delivery['state'] | undefined,
    ask: PageAsk,
  ): Promise<Page<Delivery>>;
  delivery(id: string): Promise<HubOutcome<Delivery>>;
  /** Sends one delivery again now, whatever its state. */
  retry(id: string): Promise<HubOutcome<Delivery>>;
  /** Sends again everything after a position of the log, or since a moment; at most 30 days back. */
  replay(id: string, from: ReplayFrom): Promise<HubOutcome<SubscriptionView>>;
}

/** Where a replay begins. */
export type ReplayFrom = { readonly afterSequence: number } | { readonly sinceAt: number };

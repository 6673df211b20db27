import { uuidV7 } from '@ordermesh/core/hub';
import type { HubOutcome, HubRefusal, Page, PageAsk } from '@ordermesh/core/hub';
import { headOf, progressNow, subscriptionNow } from '../deliver.ts';
import type { WebhookParts } from '../deliver.ts';
import {
  deliveryCase,
  subscriptionIn,
  progressIn,
  deliveryIn,
  progressCase,
  progressIdOf,
  subscriptionCase,
} from '../subscription.ts';
import type { Delivery, Progress, Subscription } from '../subscription.ts';
import { createSigningKey } from '../wire/signature.ts';
import type { SigningScheme } from '../wire/signature.ts';
import type { SubscriptionView, SubscriptionWish } from './types.ts';

/** Makes a subscription from now on. */
export async function create(
  parts: WebhookParts,
  wish: SubscriptionWish,
  how: {
    readonly id: string | undefined;
    readonly scheme: SigningScheme;
    readonly randomHex: string;
  },
): Promise<HubOutcome<SubscriptionView>> {
  const at = parts.now();
  const subscriptionId = how.id ?? `whs_${uuidV7(at, how.randomHex).replaceAll('-', '')}`;
  const subscription: Subscription = {
    ...wish,
    subscriptionId,
    key: parts.box.seal(createSigningKey(how.scheme), subscriptionId),
    keyBefore: undefined,
    state: 'active',
    because: '',
    createdAt: at,
    version: 1,
  };
  const progress: Progress = {
    subscriptionId: subscription.subscriptionId,
    sequence: await headOf(parts),
    owner: '',
    leaseUntilAt: 0,
    succeededAt: undefined,
    recent: [],
    version: 1,
  };
  const kept = await parts.hub.keepCases({
    added: [subscriptionCase(subscription), progressCase(progress, at)],
  });
  if (kept.ok) return { ok: true, value: { subscription, progress } };
  // The same request came before: its subscription is the answer.
  if (how.id === undefined) return kept;
  const before = await view(parts, how.id);
  return before.ok ? { ...before, replayed: true } : kept;
}

/** A subscription with how far it is. */
export async function view(
  { store }: WebhookParts,
  id: string,
): Promise<HubOutcome<SubscriptionView>> {
  const [subscription, progress] = await Promise.all([
    subscriptionNow(store, id),
    progressNow(store, id),
  ]);
  return subscription === undefined || progress === undefined
    ? { ok: false, refusal: { reason: 'not-found', what: 'webhook', id } }
    : { ok: true, value: { subscription, progress } };
}

/** A page of the subscriptions that were not deleted. */
export async function list({ store }: WebhookParts, ask: PageAsk): Promise<Page<SubscriptionView>> {
  const page = await store.caseList({ kind: 'webhook' }, ask);
  const subscriptions = page.rows
    .filter(({ state }) => state !== 'deleted')
    .map((record) => subscriptionIn(record));
  const stored = await store.cases(
    subscriptions.map(({ subscriptionId }) => progressIdOf(subscriptionId)),
  );
  const progresses = new Map(stored.map((record) => [record.key, progressIn(record)]));
  const rows = subscriptions.flatMap((subscription) => {
    const progress = progresses.get(subscription.subscriptionId);
    return progress === undefined ? [] : [{ subscription, progress }];
  });
  return { rows, next: page.next };
}

/** Changes a subscription as it is now; somebody else's change in between is looked at again, twice. */
export async function changeSubscription(
  parts: WebhookParts,
  id: string,
  change: (subscription: Subscription) => Partial<Subscription> | HubRefusal,
): Promise<HubOutcome<SubscriptionView>> {
  for (let tried = 0; ; tried += 1) {
    const seen = await view(parts, id);
    if (!seen.ok) return seen;
    const { subscription, progress } = seen.value;
    const wanted = change(subscription);
    if ('reason' in wanted) return { ok: false, refusal: wanted };
    const next = { ...subscription, ...wanted, version: subscription.version + 1 };
    const kept = await parts.hub.keepCases({ changed: [subscriptionCase(next)] });
    if (kept.ok) return { ok: true, value: { subscription: next, progress } };
    if (tried >= 2) return kept;
  }
}

/** Deliveries that wait are tried at once. */
export async function makeDue(parts: WebhookParts, id: string): Promise<void> {
  let after: string | undefined;
  do {
    const page = await parts.store.caseList(
      { kind: 'webhook_delivery', key: id, state: 'waiting' },
      { limit: 200, after },
    );
    for (const record of page.rows) {
      const delivery = deliveryIn(record);
      const due: Delivery = {
        ...delivery,
        ...{ nextAt: parts.now(), isAsked: true, version: delivery.version + 1 },
      };
      // One that is being sent right now is stale here, and needs nothing.
      await parts.hub.keepCases({ changed: [deliveryCase(due)] });
    }
    after = page.next;
  } while (after !== undefined);
}

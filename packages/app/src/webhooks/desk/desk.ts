import type { HubOutcome, HubRefusal } from '@ordermesh/core/hub';
import type { WebhookParts } from '../deliver.ts';
import { deliveryIn, oldKeysAt } from '../subscription.ts';
import type { Subscription } from '../subscription.ts';
import { createSigningKey, schemeOf } from '../wire/signature.ts';
import { deliveryNow, ping, replay, retryNow } from './acts.ts';
import { changeSubscription, create, list, makeDue, view } from './keep.ts';
import type { RotationWish, SubscriptionView, WebhookDesk } from './types.ts';

/** How long both keys are valid after a rotation when nobody says, and at most, hours. */
export const rotationHours = { usual: 24, max: 24 * 30 };

/** How many old keys sign beside the current one at most. */
const oldKeysMax = 5;
/** How many requests for another key are known again: a late one must not undo what came after it. */
const namesMax = 20;

/** The desk over a hub and its store. */
export function webhookDesk(parts: WebhookParts): WebhookDesk {
  const changed = (
    id: string,
    change: (subscription: Subscription) => Partial<Subscription> | HubRefusal,
  ): Promise<HubOutcome<SubscriptionView>> => changeSubscription(parts, id, change);
  return {
    create: (wish, how) => create(parts, wish, how),
    get: (id) => view(parts, id),
    list: (ask) => list(parts, ask),
    change: (id, wish) => changed(id, () => wish),
    pause: (id) => changed(id, () => ({ state: 'paused', because: 'asked' })),
    resume: async (id) => {
      const resumed = await changed(id, () => ({ state: 'active', because: '' }));
      if (resumed.ok) await makeDue(parts, id);
      return resumed;
    },
    remove: (id) => changed(id, () => ({ state: 'deleted' })),
    rotate: (id, how) => changed(id, (held) => rotated(parts, held, how)),
    ping: (id, randomHex) => ping(parts, id, randomHex),
    deliveries: async (id, state, ask) => {
      const page = await parts.store.caseList(
        { kind: 'webhook_delivery', key: id, ...(state !== undefined && { state }) },
        ask,
      );
      return { rows: page.rows.map((record) => deliveryIn(record)), next: page.next };
    },
    delivery: (id) => deliveryNow(parts.store, id),
    retry: (id) => retryNow(parts, id),
    replay: (id, from) => replay(parts, id, from),
  };
}

/** The subscription with a new key; as it is when the same request has changed it before. */
function rotated(
  { box, now }: WebhookParts,
  held: Subscription,
  { overlapHours, askedAs }: RotationWish,
): Partial<Subscription> {
  const { subscriptionId: id, key, rotatedBy = [] } = held;
  if (askedAs !== undefined && rotatedBy.includes(askedAs)) return {};
  const old = oldKeysAt(held, now()).slice(0, oldKeysMax - 1);
  return {
    key: box.seal(createSigningKey(schemeOf(box.open(key, id))), id),
    keyBefore: { key, untilAt: now() + overlapHours * 3_600_000 },
    // What was said of keys before it still counts.
    keysEarlier: overlapHours === 0 ? [] : old,
    ...(askedAs !== undefined && { rotatedBy: [askedAs, ...rotatedBy].slice(0, namesMax) }),
  };
}

import type { Static } from 'typebox';
import { instantText } from '@ordermesh/core/words';
import { schemeOf, verifyingKey } from '../../webhooks/index.ts';
import type {
  Attempt,
  Delivery,
  KeyBox,
  RecentAttempt,
  SubscriptionView,
} from '../../webhooks/index.ts';
import type {
  attemptSchema,
  webhookDeliverySchema,
  webhookKeySchema,
  webhookSchema,
} from '../schemas/webhooks.ts';

/** A subscription as the API shows it, without its key. */
export function webhookView(
  { subscription: held, progress }: SubscriptionView,
  box: KeyBox,
): Static<typeof webhookSchema> {
  const { filter, keyBefore } = held;
  const key = box.open(held.key, held.subscriptionId);
  const scheme = schemeOf(key);
  return {
    webhook_id: held.subscriptionId,
    url: held.url,
    note: held.note,
    types: [...filter.types],
    channels: [...filter.channels],
    nodes: [...filter.nodeIds],
    tiers: [...filter.tiers],
    payload: held.payload,
    scheme,
    public_key: scheme === 'ed25519' ? verifyingKey(key) : null,
    old_key_valid_until: orNull(keyBefore?.untilAt),
    state: held.state === 'deleted' ? 'disabled' : held.state,
    because: held.because,
    health: healthOf(progress.recent[0]),
    position: progress.sequence,
    succeeded_at: orNull(progress.succeededAt),
    recent_attempts: progress.recent.map((attempt) => ({
      ...attemptView(attempt),
      sequence: attempt.sequence,
      type: attempt.type,
      order_id: attempt.orderId ?? null,
    })),
    created_at: instantText(held.createdAt),
    version: held.version,
  };
}

const orNull = (at: number | undefined): string | null =>
  at === undefined ? null : instantText(at);

function healthOf(newest: RecentAttempt | undefined): 'new' | 'ok' | 'failing' {
  if (newest === undefined) return 'new';
  return newest.error === '' ? 'ok' : 'failing';
}

/** A subscription with the key to verify with. */
export const webhookKeyView = (
  view: SubscriptionView,
  box: KeyBox,
): Static<typeof webhookKeySchema> => ({
  webhook: webhookView(view, box),
  verifying_key: verifyingKey(box.open(view.subscription.key, view.subscription.subscriptionId)),
});

/** One attempt. */
export const attemptView = ({
  at,
  status,
  elapsedMs,
  error,
}: Attempt): Static<typeof attemptSchema> => ({
  at: instantText(at),
  status,
  elapsed_ms: elapsedMs,
  error,
});

/** A delivery with its attempts. */
export const deliveryView = (delivery: Delivery): Static<typeof webhookDeliverySchema> => ({
  delivery_id: delivery.deliveryId,
  webhook_id: delivery.subscriptionId,
  sequence: delivery.sequence,
  type: delivery.type,
  order_id: delivery.orderId ?? null,
  state: delivery.state,
  attempts: delivery.attempts.map(attemptView),
  next_attempt_at: orNull(delivery.nextAt),
  opened_at: instantText(delivery.openedAt),
});

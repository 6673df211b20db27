import type { HubOutcome, LoggedEvent, Store } from '@ordermesh/core/hub';
import { attemptOf, deliverAgain, headOf, sendTo, subscriptionNow } from '../deliver.ts';
import type { WebhookParts } from '../deliver.ts';
import { messageBody } from '../message.ts';
import { deliveryIn, messageIdOf, progressCase, retentionMs } from '../subscription.ts';
import type { Attempt, Delivery } from '../subscription.ts';
import { view } from './keep.ts';
import type { ReplayFrom, SubscriptionView } from './types.ts';

/** Sends a test message. */
export async function ping(
  parts: WebhookParts,
  id: string,
  randomHex: string,
): Promise<HubOutcome<Attempt>> {
  const seen = await view(parts, id);
  if (!seen.ok) return seen;
  const { subscription } = seen.value;
  const at = parts.now();
  const event: LoggedEvent = {
    type: 'dev.ordermesh.webhook.ping.v1',
    id: `ping.${randomHex}`,
    subject: `webhook/${id}`,
    orderId: undefined,
    at,
    causationId: undefined,
    traceparent: undefined,
    stockMoves: [],
    slotMoves: [],
    body: { says: 'A test; nothing happened.' },
    sequence: 0,
    recordedAt: at,
    origin: '',
  };
  const body = messageBody(event, undefined, { payload: 'full' });
  const messageId = `${messageIdOf(id, 0)}_${randomHex}`;
  return { ok: true, value: attemptOf(await sendTo(parts, subscription, { messageId, body })) };
}

/** One delivery. */
export async function deliveryNow(store: Store, id: string): Promise<HubOutcome<Delivery>> {
  const [record] = await store.cases([id]);
  return record?.kind === 'webhook_delivery'
    ? { ok: true, value: deliveryIn(record) }
    : { ok: false, refusal: { reason: 'not-found', what: 'delivery', id } };
}

/** Sends a delivery again, now. */
export async function retryNow(parts: WebhookParts, id: string): Promise<HubOutcome<Delivery>> {
  const found = await deliveryNow(parts.store, id);
  if (!found.ok) return found;
  const subscription = await subscriptionNow(parts.store, found.value.subscriptionId);
  if (subscription?.state !== 'active')
    return {
      ok: false,
      refusal: {
        reason: 'wrong-state',
        what: 'webhook',
        id: found.value.subscriptionId,
        state: subscription?.state ?? 'deleted',
        allowed: ['active'],
      },
    };
  const retried = await deliverAgain(parts, { ...found.value, isAsked: true }, subscription);
  return retried.outcome === 'sent'
    ? { ok: true, value: retried.delivery }
    : { ok: false, refusal: { reason: 'contended', attempts: 1 } };
}

/** Moves the progress back. */
export async function replay(
  parts: WebhookParts,
  id: string,
  from: ReplayFrom,
): Promise<HubOutcome<SubscriptionView>> {
  const oldestAt = parts.now() - retentionMs;
  const wanted = 'sinceAt' in from ? await sequenceBefore(parts, from.sinceAt) : from.afterSequence;
  const { events } = await parts.store.events(wanted, 1);
  const firstAt = events[0]?.recordedAt;
  if (firstAt !== undefined && firstAt < oldestAt)
    return {
      ok: false,
      refusal: {
        reason: 'invalid',
        faults: [
          {
            field: 'sinceAt' in from ? '/since' : '/after_sequence',
            reason: 'too-old',
            remedy: `Replays go back 30 days; begin at ${String(await sequenceBefore(parts, oldestAt))} or later.`,
          },
        ],
      },
    };
  for (let tried = 0; ; tried += 1) {
    const seen = await view(parts, id);
    if (!seen.ok) return seen;
    const { progress, subscription } = seen.value;
    // A replay never skips: what was not delivered yet is still to come.
    const sequence = Math.min(wanted, progress.sequence);
    const rewound = {
      ...progress,
      sequence,
      owner: '',
      leaseUntilAt: 0,
      version: progress.version + 1,
    };
    const kept = await parts.hub.keepCases({
      changed: [progressCase(rewound, subscription.createdAt)],
    });
    if (kept.ok) return { ok: true, value: { subscription, progress: rewound } };
    if (tried >= 4) return kept;
  }
}

/** The last sequence before a moment, by halving the log. */
async function sequenceBefore(parts: WebhookParts, at: number): Promise<number> {
  let [low, high] = [0, await headOf(parts)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { events } = await parts.store.events(middle, 1);
    const [event] = events;
    if (event !== undefined && event.recordedAt < at) low = event.sequence;
    else high = middle;
  }
  return low;
}

import type { Hub, Store } from '@ordermesh/core/hub';
import { messagesFor } from './select.ts';
import type { Message } from './select.ts';
import { attemptsMax, waitAfterMs } from './retry-schedule.ts';
import type { KeyBox } from './wire/key-box.ts';
import type { SendMessage, Sent } from './wire/send.ts';
import {
  deliveryCase,
  deliveryIdOf,
  subscriptionIn,
  progressIn,
  keysAt,
  progressIdOf,
  subscriptionCase,
} from './subscription.ts';
import type { Attempt, Delivery, Progress, Subscription } from './subscription.ts';

/** What delivering needs from outside. */
export interface WebhookParts {
  readonly hub: Pick<Hub, 'keepCases' | 'subscribe' | 'figures'>;
  readonly store: Store;
  readonly now: () => number;
  /** 0 (inclusive) … 1 (exclusive). */
  readonly chance: () => number;
  readonly send: SendMessage;
  /** Opens the keys to sign with, and seals new ones. */
  readonly box: KeyBox;
}

/** How long a delivery belongs to whoever sends it, ms; longer than any attempt. */
const claimMs = 60_000;
/** How many attempts of one delivery are remembered: all of the schedule, and the newest made by hand. */
const attemptsKept = 2 * attemptsMax;

/** Sends one message of a subscription with the keys that count now. */
export const sendTo = (
  { send, now, box }: WebhookParts,
  subscription: Subscription,
  { messageId, body }: Pick<Message, 'messageId' | 'body'>,
): Promise<Sent> =>
  send({
    url: subscription.url,
    messageId,
    body,
    keys: keysAt(subscription, now()).map((kept) => box.open(kept, subscription.subscriptionId)),
  });

/** The attempt as it is kept. */
export const attemptOf = ({ at, status, elapsedMs, error }: Sent): Attempt => ({
  at,
  status,
  elapsedMs,
  error,
});

/** The delivery that follows a first attempt that failed. */
export function openDelivery(
  { chance }: WebhookParts,
  subscriptionId: string,
  { event, sent }: { readonly event: Message['event']; readonly sent: Sent },
): Delivery {
  return {
    deliveryId: deliveryIdOf(subscriptionId, event.sequence),
    subscriptionId,
    sequence: event.sequence,
    type: event.type,
    orderId: event.orderId,
    state: 'waiting',
    attempts: [attemptOf(sent)],
    tries: 1,
    nextAt: sent.at + (waitAfterMs(1, chance(), sent.askedMs) ?? 0),
    openedAt: sent.at,
    version: 1,
  };
}

/** How a try to deliver again ended; `busy`: another process has it. */
export type Retried =
  | { readonly outcome: 'sent'; readonly sent: Sent; readonly delivery: Delivery }
  | { readonly outcome: 'busy' }
  | { readonly outcome: 'idle' };

/**
 * Sends a delivery once more. It is claimed first, by its version, so that of several processes one sends; a process
 * that dies meanwhile leaves it due again. A delivery of an endpoint that is not active waits until it is.
 */
export async function deliverAgain(
  parts: WebhookParts,
  delivery: Delivery,
  subscription: Subscription | undefined,
): Promise<Retried> {
  const claimed: Delivery = { ...delivery, version: delivery.version + 1 };
  if (subscription?.state !== 'active') {
    const idle = { ...claimed, ...(subscription === undefined && { state: 'dead' as const }) };
    await parts.hub.keepCases({ changed: [deliveryCase({ ...idle, nextAt: undefined })] });
    return { outcome: 'idle' };
  }
  const claim = deliveryCase(claimed, parts.now() + claimMs);
  if (!(await parts.hub.keepCases({ changed: [claim] })).ok) return { outcome: 'busy' };
  const message = await messageAt(parts.store, subscription, delivery.sequence);
  if (message === undefined) {
    const lost: Delivery = { ...claimed, version: claimed.version + 1, state: 'dead' };
    await parts.hub.keepCases({ changed: [deliveryCase({ ...lost, nextAt: undefined })] });
    return { outcome: 'idle' };
  }
  const sent = await sendTo(parts, subscription, message);
  const after = afterAttempt(claimed, sent, parts.chance());
  await parts.hub.keepCases({
    changed: [deliveryCase(after)],
    ...(after.state === 'dead' && delivery.state === 'waiting' && { told: [deadTold(after)] }),
  });
  return { outcome: 'sent', sent, delivery: after };
}

/** What follows an attempt; one that people asked for leaves as many of the schedule as there were before it. */
function afterAttempt(
  { isAsked = false, ...claimed }: Delivery,
  sent: Sent,
  chance: number,
): Delivery {
  const attempts = [...claimed.attempts, attemptOf(sent)].slice(-attemptsKept);
  const tries = (claimed.tries ?? claimed.attempts.length) + (isAsked ? 0 : 1);
  const next = { ...claimed, version: claimed.version + 1, attempts, tries };
  if (sent.ok) return { ...next, state: 'delivered', nextAt: undefined };
  const waitMs = claimed.state === 'dead' ? undefined : waitAfterMs(tries, chance, sent.askedMs);
  return waitMs === undefined
    ? { ...next, state: 'dead', nextAt: undefined }
    : { ...next, state: 'waiting', nextAt: sent.at + waitMs };
}

const deadTold = ({ deliveryId, subscriptionId, sequence, attempts }: Delivery) => ({
  type: 'webhook.delivery_failed',
  id: `${deliveryId}.dead`,
  subject: `webhook/${subscriptionId}`,
  body: { subscriptionId, deliveryId, sequence, attempts: attempts.length },
});

/** The message of one event of the log; undefined when the subscription does not want it (any more). */
async function messageAt(
  store: Store,
  subscription: Subscription,
  sequence: number,
): Promise<Message | undefined> {
  const { events } = await store.events(sequence - 1, 1);
  const event = events[0];
  if (event?.sequence !== sequence) return undefined;
  const everything = { types: [], channels: [], nodeIds: [], tiers: [] };
  const [wanted] = await messagesFor(store, subscription, [event]);
  // A filter that was narrowed since does not take back what it owes.
  return wanted ?? (await messagesFor(store, { ...subscription, filter: everything }, [event]))[0];
}

/** Reads a subscription as it is now; undefined when it was deleted. */
export async function subscriptionNow(
  store: Store,
  subscriptionId: string,
): Promise<Subscription | undefined> {
  const [record] = await store.cases([subscriptionId]);
  return record?.kind === 'webhook' && record.state !== 'deleted'
    ? subscriptionIn(record)
    : undefined;
}

/** Where the log ends now; the board of a process may be a moment behind. */
export async function headOf({ hub, store }: WebhookParts): Promise<number> {
  let sequence = hub.figures().boardSequence;
  for (let more = true; more;) {
    const { events, watermark } = await store.events(sequence, 1_000);
    sequence = Math.max(sequence, watermark);
    more = events.length === 1_000;
  }
  return sequence;
}

/** Reads how far a subscription is. */
export async function progressNow(
  store: Store,
  subscriptionId: string,
): Promise<Progress | undefined> {
  const [record] = await store.cases([progressIdOf(subscriptionId)]);
  return record === undefined ? undefined : progressIn(record);
}

/** Stops sending to an endpoint and tells so; what it has not got stays in the log, and `resume` goes on there. */
export async function disable(
  parts: WebhookParts,
  subscription: Subscription,
  because: string,
): Promise<void> {
  const { subscriptionId, version } = subscription;
  const disabled: Subscription = {
    ...subscription,
    state: 'disabled',
    because,
    version: version + 1,
  };
  await parts.hub.keepCases({
    changed: [subscriptionCase(disabled)],
    told: [
      {
        type: 'webhook.disabled',
        id: `${subscriptionId}.disabled.${String(version + 1)}`,
        subject: `webhook/${subscriptionId}`,
        body: { subscriptionId, because },
      },
    ],
  });
}

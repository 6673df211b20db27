import {
  attemptOf,
  disable,
  openDelivery,
  progressNow,
  sendTo,
  subscriptionNow,
} from './deliver.ts';
import type { WebhookParts } from './deliver.ts';
import { messagesFor } from './select.ts';
import type { Message } from './select.ts';
import type { Standing } from './standing.ts';
import {
  aboutEvent,
  deliveryCase,
  deliveryIdOf,
  deliveryIn,
  progressCase,
  recentMax,
} from './subscription.ts';
import type { Delivery, Progress, Subscription } from './subscription.ts';
import type { Sent } from './wire/send.ts';

/** Who delivers, and how the endpoint stands with this process. */
export interface DeliverHow {
  readonly owner: string;
  readonly standing: Standing;
  readonly isStopped: () => boolean;
}

/** How long a subscription belongs to a process without a word of it, ms; longer than any chunk takes. */
const leaseMs = 180_000;
const eventsPerPage = 200;
/** So many messages are sent before progress is written. Those of one order go one after the other. */
const chunkMax = 16;
/** Progress over events that nobody wants is written only now and then. */
const skippedMax = 5_000;

/** Where one round of deliveries stands. */
interface Round extends DeliverHow {
  readonly parts: WebhookParts;
  subscription: Subscription;
  progress: Progress;
}

/**
 * Sends a subscription what is new since its progress: in the order of the log, in chunks; each chunk is written down
 * (progress, and a delivery for each failure) before the next one. A process holds the subscription meanwhile; another
 * one takes over when the lease runs out. Ends when nothing is new, the endpoint must be left alone for a while, the
 * lease is another's, or somebody moved the progress (a replay).
 */
export async function deliverNew(
  parts: WebhookParts,
  subscriptionId: string,
  how: DeliverHow,
): Promise<void> {
  for (let again = true; again && !how.isStopped();) {
    if (how.standing.isPausedAt(parts.now())) return;
    const [subscription, progress] = await Promise.all([
      subscriptionNow(parts.store, subscriptionId),
      progressNow(parts.store, subscriptionId),
    ]);
    if (subscription?.state !== 'active' || progress === undefined) return;
    if (isHeldByOther(progress, how.owner, parts.now())) return;
    again = await deliverPage({ parts, subscription, progress, ...how });
  }
}

const isHeldByOther = ({ owner, leaseUntilAt }: Progress, own: string, at: number): boolean =>
  owner !== '' && owner !== own && at < leaseUntilAt;

/** @returns whether there may be more */
async function deliverPage(round: Round): Promise<boolean> {
  const { parts, progress, standing } = round;
  const from = Math.max(progress.sequence, standing.skippedTo(progress.version));
  const { events, watermark } = await parts.store.events(from, eventsPerPage);
  if (events.length === 0) return false;
  const messages = await messagesFor(parts.store, round.subscription, events);
  if (messages.length === 0) return skipPage(round, watermark, events.length === eventsPerPage);
  return (await takeLease(round)) && deliverMessages(round, messages, watermark);
}

/** Nobody wants these: progress is remembered, and written now and then. */
async function skipPage(round: Round, watermark: number, more: boolean): Promise<boolean> {
  const { progress, standing } = round;
  if (watermark - progress.sequence >= skippedMax) return keep(round, { sequence: watermark });
  standing.skip(progress.version, watermark);
  return more;
}

/** @returns whether all were handled, so that there may be more */
async function deliverMessages(
  round: Round,
  messages: readonly Message[],
  watermark: number,
): Promise<boolean> {
  const { parts, standing } = round;
  for (let done = 0; done < messages.length;) {
    if (round.isStopped() || standing.isPausedAt(parts.now())) return false;
    const chunk = messages.slice(done, done + (standing.isShaky() ? 1 : chunkMax));
    done += chunk.length;
    const upTo = done === messages.length ? watermark : (chunk.at(-1)?.event.sequence ?? watermark);
    if (!(await deliverChunk(round, chunk, upTo))) return false;
  }
  return true;
}

async function takeLease(round: Round): Promise<boolean> {
  const { progress, owner, parts } = round;
  if (progress.owner === owner && parts.now() < progress.leaseUntilAt - leaseMs / 2) return true;
  return keep(round, {});
}

/** Writes progress under our lease. @returns false when somebody else wrote it meanwhile */
async function keep(
  round: Round,
  change: Partial<Progress>,
  deliveries: { readonly added?: readonly Delivery[]; readonly changed?: readonly Delivery[] } = {},
): Promise<boolean> {
  const { parts, progress, owner } = round;
  const next: Progress = {
    ...progress,
    ...change,
    owner,
    leaseUntilAt: parts.now() + leaseMs,
    version: progress.version + 1,
  };
  const { added = [], changed = [] } = deliveries;
  const kept = await parts.hub.keepCases({
    added: added.map((delivery) => deliveryCase(delivery)),
    changed: [
      progressCase(next, round.subscription.createdAt),
      ...changed.map((delivery) => deliveryCase(delivery)),
    ],
  });
  if (kept.ok) round.progress = next;
  return kept.ok;
}

async function deliverChunk(
  round: Round,
  chunk: readonly Message[],
  upTo: number,
): Promise<boolean> {
  const results = (await Promise.all(byOrder(chunk).map((line) => sendLine(round, line)))).flat();
  results.sort((a, b) => a.message.event.sequence - b.message.event.sequence);
  const failed = results.filter(({ sent }) => !sent.ok);
  const kept = await keep(
    round,
    {
      sequence: upTo,
      succeededAt: results.find(({ sent }) => sent.ok)?.sent.at ?? round.progress.succeededAt,
      recent: [
        ...results
          .map(({ message, sent }) => ({ ...aboutEvent(message.event), ...attemptOf(sent) }))
          .reverse(),
        ...round.progress.recent,
      ].slice(0, recentMax),
    },
    await deliveriesOf(round, failed),
  );
  if (failed.some(({ sent }) => sent.status === 410)) {
    await disable(round.parts, round.subscription, 'gone');
    return false;
  }
  return kept;
}

interface Result {
  readonly message: Message;
  readonly sent: Sent;
}

/** Messages of one order are one line; those of no order are lines of their own. */
function byOrder(chunk: readonly Message[]): readonly (readonly Message[])[] {
  const lines = new Map<string, Message[]>();
  for (const message of chunk) {
    const of = message.event.orderId ?? message.messageId;
    lines.set(of, [...(lines.get(of) ?? []), message]);
  }
  return [...lines.values()];
}

/** One after the other. After a failure the rest of the order becomes deliveries unsent, so that it stays in order. */
async function sendLine(round: Round, line: readonly Message[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  let failed: Sent | undefined;
  for (const message of line) {
    const sent: Sent = failed
      ? { ...failed, status: 0, elapsedMs: 0, error: 'earlier-one-failed' }
      : await sendTo(round.parts, round.subscription, message);
    if (failed === undefined) round.standing.count(sent);
    if (!sent.ok) failed ??= sent;
    results.push({ message, sent });
  }
  return results;
}

/** A delivery for each failure; one that exists already (a replay, a crash before progress was written) waits again. */
async function deliveriesOf(
  { parts, subscription: { subscriptionId } }: Round,
  failed: readonly Result[],
): Promise<{ readonly added: readonly Delivery[]; readonly changed: readonly Delivery[] }> {
  const opened = failed.map(({ message, sent }) =>
    openDelivery(parts, subscriptionId, { event: message.event, sent }),
  );
  const ids = opened.map(({ sequence }) => deliveryIdOf(subscriptionId, sequence));
  const stored = ids.length === 0 ? [] : await parts.store.cases(ids);
  const known = new Map(stored.map((record) => [record.caseId, deliveryIn(record)]));
  return {
    added: opened.filter(({ deliveryId }) => !known.has(deliveryId)),
    changed: opened.flatMap((delivery) => {
      const before = known.get(delivery.deliveryId);
      return before === undefined ? [] : [{ ...delivery, version: before.version + 1 }];
    }),
  };
}

import { BusFailure } from '@ordermesh/core/hub';
import type { FedEvent, FeedEnd, LogFeed, LoggedEvent } from '@ordermesh/core/hub';
import { DeliverPolicy, JetStreamApiCodes } from '@nats-io/jetstream';
import type { ConsumerMessages, JetStreamClient, StreamInfo } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

import {
  cloudEventId,
  cloudEventText,
  cloudEventTextWithoutData,
  fedEventIn,
} from './cloud-event.ts';
import { asBusFailure, isApi } from './failure.ts';
import { partitionOf } from './partition.ts';
import type { Streams } from './streams.ts';

/** What a feed works with. */
export interface FeedParts {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly streams: Streams;
  readonly options: { readonly partitions: number; readonly replicas: number };
}

/** Publishes under way at once. */
const publishesAtOnce = 256;
/** Room that headers and subject take in a message. */
const envelopeBytes = 1_024;
/** Pause before a follower that was cut off begins anew, ms. */
const followAgainMs = 500;

/** The server says so often that it is there; twice unheard, and the follower begins anew. */
const silenceMs = 2_000;

/** The feed on one stream: each publish says which end it saw, so that the server lets one of two feeders in. */
export function natsFeed(parts: FeedParts): LogFeed {
  const { connection, streams } = parts;
  const nudgeSubject = `${streams.prefix}.nudge`;
  return {
    end: async () => failingAsPort(() => endOf(streams)),
    append: async (end, events) => failingAsPort(() => append(parts, end, events)),
    clear: async () => {
      await failingAsPort(() => streams.admin.streams.purge(streams.log));
    },
    follow: (listener) => failingAsPort(() => follow(parts, listener)),
    nudge: () => {
      if (!connection.isClosed()) connection.publish(nudgeSubject);
    },
    nudged: (listener) => {
      const subscription = connection.subscribe(nudgeSubject, { callback: listener });
      return () => {
        if (!connection.isClosed()) subscription.unsubscribe();
        return Promise.resolve();
      };
    },
  };
}

async function failingAsPort<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    throw asBusFailure(failure);
  }
}

async function endOf(streams: Streams): Promise<FeedEnd> {
  const { admin, log } = streams;
  const { state } = await infoOf(streams);
  const place = state.last_seq;
  if (state.messages === 0) return { newest: undefined, place };
  const text = (await admin.streams.getMessage(log, { seq: place }))?.string() ?? '';
  const fed = fedEventIn(text);
  return { newest: fed && { sequence: fed.sequence, eventId: cloudEventId(text) }, place };
}

/** A server that came back without its files has no stream any more: it is made anew, and fed anew by whoever feeds. */
async function infoOf({ admin, log, makeAgain }: Streams): Promise<StreamInfo> {
  try {
    return await admin.streams.info(log);
  } catch (failure) {
    if (!isApi(failure, JetStreamApiCodes.StreamNotFound)) throw failure;
    await makeAgain();
    return admin.streams.info(log);
  }
}

async function append(
  parts: FeedParts,
  end: FeedEnd,
  events: readonly LoggedEvent[],
): Promise<FeedEnd> {
  let reached = end;
  for (let from = 0; from < events.length; from += publishesAtOnce)
    reached = await appendSome(parts, reached, events.slice(from, from + publishesAtOnce));
  return reached;
}

/** On one connection the server takes publishes in the order in which they were sent: each expects the one before it. */
async function appendSome(
  { connection, client, streams, options }: FeedParts,
  end: FeedEnd,
  events: readonly LoggedEvent[],
): Promise<FeedEnd> {
  const bytesMax = (connection.info?.max_payload ?? 0) - envelopeBytes;
  let previous = end.newest?.sequence ?? 0;
  const sent = events.map((event, ix) => {
    const lastSequence = end.place + ix;
    const subject = `${streams.prefix}.log.${String(partitionOf(event.orderId ?? '', options.partitions))}`;
    const full = cloudEventText(event, previous);
    const fits = Buffer.byteLength(full) <= bytesMax;
    const payload = fits ? full : cloudEventTextWithoutData(event, previous);
    previous = event.sequence;
    return client.publish(subject, payload, {
      msgID: `${String(lastSequence)}/${event.id}`,
      expect: { lastSequence, streamName: streams.log },
    });
  });
  const answers = await Promise.allSettled(sent);
  for (const answer of answers) {
    if (answer.status === 'rejected') throw answer.reason;
    // The same event at the same place, a moment ago: somebody else feeds.
    if (answer.value.duplicate)
      throw new BusFailure('moved', 'Somebody else feeds the same events.');
  }
  const last = events.at(-1);
  return {
    newest: last ? { sequence: last.sequence, eventId: last.id } : end.newest,
    place: end.place + events.length,
  };
}

/** Where a follower stands. */
interface Following {
  /** What was heard last, in the bus's own numbers. */
  place: number;
  messages: ConsumerMessages;
  isEnded: boolean;
}

/** Follows until it is ended; a consumer that the server has lost is made anew behind what was heard last. */
async function follow(
  parts: FeedParts,
  listener: (fed: FedEvent) => void,
): Promise<() => Promise<void>> {
  const { place } = await endOf(parts.streams);
  const state: Following = { place, messages: await consume(parts, place), isEnded: false };
  const following = (async () => {
    do await hear(state, listener).catch(() => undefined);
    while (await canGoOn(parts, state));
  })();
  return async () => {
    state.isEnded = true;
    if (!parts.connection.isClosed()) await state.messages.close();
    await following;
  };
}

async function hear(state: Following, listener: (fed: FedEvent) => void): Promise<void> {
  for await (const message of state.messages) {
    state.place = message.seq;
    const fed = state.isEnded ? undefined : fedEventIn(message.string());
    if (fed) listener(fed);
  }
}

/** Waits until there is a consumer again. @returns false when following was ended */
async function canGoOn(parts: FeedParts, state: Following): Promise<boolean> {
  while (!state.isEnded) {
    await pause(followAgainMs);
    const again = await consumeAgain(parts, state.place);
    if (!again) continue;
    state.messages = again;
    return true;
  }
  return false;
}

/** @returns undefined when it cannot be done now */
async function consumeAgain(
  parts: FeedParts,
  place: number,
): Promise<ConsumerMessages | undefined> {
  if (parts.connection.isClosed()) return undefined;
  try {
    // A stream that was made anew counts from the beginning.
    const end = await endOf(parts.streams);
    return await consume(parts, Math.min(place, end.place));
  } catch {
    return undefined;
  }
}

async function consume({ client, streams }: FeedParts, behind: number): Promise<ConsumerMessages> {
  const consumer = await client.consumers.get(streams.log, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: behind + 1,
  });
  return consumer.consume({ max_messages: 1_000, idle_heartbeat: silenceMs });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

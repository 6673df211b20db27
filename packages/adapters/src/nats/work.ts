import type { BusEnding, HandedWork, WorkLane, WorkQueue } from '@ordermesh/core/hub';
import { AckPolicy } from '@nats-io/jetstream';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';

import { asBusFailure } from './failure.ts';
import type { FeedParts } from './feed.ts';
import { partitionOf } from './partition.ts';

const nanosPerMs = 1_000_000;
/** Whoever has taken work and tells nothing for so long is thought to be gone, ms. */
const takenMs = 30_000;
/** Work is handed out so often at most; what is still to do then is found in the store. */
const handedOutMax = 20;
/** Work that is taken at once. */
const takenAtOnce = 128;
/** While some waits for its commit, more is looked at; a lane never waits for the other, so neither starves. */
const linesAtOnce: Readonly<Record<WorkLane, number>> = { usual: 3, urgent: 1 };
/** Pause before a taker that was cut off begins anew, ms. */
const takeAgainMs = 500;
const takers = 'takers';

/**
 * Work on a stream that keeps each message until somebody has acknowledged it: all who take share one consumer, so that
 * a piece of work is with one of them at a time. Only what nats-server 2.9 knows: one filterless durable consumer,
 * explicit acknowledgement, delays told with each refusal.
 */
export function natsWork(parts: FeedParts): WorkQueue {
  const { client, streams, options } = parts;
  return {
    put: async (keys, lane) => {
      const { name, subject } = streams.routing[lane];
      const sent = await Promise.allSettled(
        keys.map((key) =>
          client.publish(`${subject}.${String(partitionOf(key, options.partitions))}`, key, {
            expect: { streamName: name },
          }),
        ),
      );
      const lost = sent.find(({ status }) => status === 'rejected');
      if (lost?.status === 'rejected') throw asBusFailure(lost.reason);
    },
    take: (work) => take(parts, work),
  };
}

/** Where a taker stands. */
interface Taking {
  readonly messages: Set<ConsumerMessages>;
  readonly work: (handed: readonly HandedWork[]) => Promise<void>;
  isEnded: boolean;
}

/** Takes until it is ended; a consumer that the server has lost is made anew. */
function take(
  parts: FeedParts,
  work: (handed: readonly HandedWork[]) => Promise<void>,
): Promise<BusEnding> {
  const state: Taking = { messages: new Set(), work, isEnded: false };
  const taking = Promise.all(
    (['urgent', 'usual'] as const).map((lane) => takeAgainAndAgain(parts, state, lane)),
  );
  return Promise.resolve(async () => {
    state.isEnded = true;
    if (!parts.connection.isClosed())
      await Promise.all([...state.messages].map((some) => some.close()));
    await taking;
  });
}

async function takeAgainAndAgain(parts: FeedParts, state: Taking, lane: WorkLane): Promise<void> {
  while (!state.isEnded) {
    await takeWhileThere(parts, state, lane).catch(() => undefined);
    await pause(takeAgainMs);
  }
}

async function takeWhileThere(
  { connection, client, streams, options }: FeedParts,
  state: Taking,
  lane: WorkLane,
): Promise<void> {
  if (connection.isClosed()) return;
  await streams.makeAgain();
  const { name } = streams.routing[lane];
  await streams.admin.consumers.add(name, {
    durable_name: takers,
    ack_policy: AckPolicy.Explicit,
    ack_wait: takenMs * nanosPerMs,
    max_deliver: handedOutMax,
    max_ack_pending: takenAtOnce * 64,
    num_replicas: options.replicas,
  });
  const consumer = await client.consumers.get(name, takers);
  await Promise.all(
    Array.from({ length: linesAtOnce[lane] }, async () => {
      while (!state.isEnded) await takeSome(consumer, state);
    }),
  );
}

async function takeSome(consumer: Consumer, { messages: open, work }: Taking): Promise<void> {
  const messages = await consumer.fetch({ max_messages: takenAtOnce, expires: 1_000 });
  open.add(messages);
  const gathered = gatherer(work);
  try {
    for await (const message of messages) gathered.add(handedIn(message));
  } finally {
    open.delete(messages);
    await gathered.ended();
  }
}

/**
 * Work that comes while the work before it is done is done together: nobody waits for a batch to fill, and a server that
 * has little to hand out delays nothing.
 */
function gatherer(work: (handed: readonly HandedWork[]) => Promise<void>): {
  readonly add: (one: HandedWork) => void;
  readonly ended: () => Promise<void>;
} {
  let next: HandedWork[] = [];
  let doing: Promise<void> | undefined;
  const go = async (): Promise<void> => {
    await Promise.resolve();
    while (next.length > 0) {
      const some = next;
      next = [];
      await work(some);
    }
    doing = undefined;
  };
  return {
    add: (one) => {
      next.push(one);
      doing ??= go();
    },
    ended: async () => doing,
  };
}

const handedIn = (message: JsMsg): HandedWork => ({
  key: message.string(),
  handedOut: message.info.deliveryCount,
  done: () => {
    message.ack();
  },
  later: (afterMs) => {
    message.nak(afterMs);
  },
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

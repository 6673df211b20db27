import type { Bus } from '@ordermesh/core/hub';
import { jetstream } from '@nats-io/jetstream';

import { connectNats } from './connect.ts';
import { natsFeed } from './feed.ts';
import { openStreams } from './streams.ts';
import { natsWork } from './work.ts';

/** How a process reaches NATS, and what is its own there. */
export interface NatsBusOptions {
  /** `nats://user:password@host:4222` or `tls://…`; several addresses of one cluster joined by commas. */
  readonly servers: string;
  /** What names of streams and subjects begin with: several hubs may share a server. Letters, digits, `_`. */
  readonly mesh: string;
  /** Name of this process on the server, unique per process. */
  readonly origin: string;
  /** Subjects that events are spread over by their order, 1 …; all events of an order are on one. */
  readonly partitions: number;
  /** Servers that hold each stream, 1 …; more than one needs a cluster. */
  readonly replicas: number;
}

/**
 * Opens the bus: checks server, limits and streams, and makes streams that are not there.
 *
 * @throws BusFailure `unfit` with what to change, or `away`
 */
export async function natsBus(options: NatsBusOptions): Promise<Bus> {
  const connection = await connectNats(options);
  try {
    const streams = await openStreams(connection, options);
    const client = jetstream(connection, { timeout: 5_000 });
    return {
      feed: natsFeed({ connection, client, streams, options }),
      routing: natsWork({ connection, client, streams, options }),
      ping: () => connection.flush(),
      close: () => connection.close(),
    };
  } catch (failure) {
    await connection.close();
    throw failure;
  }
}

import { BusFailure } from '@ordermesh/core/hub';
import type { WorkLane } from '@ordermesh/core/hub';
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

import { asBusFailure, isApi } from './failure.ts';

const nanosPerMs = 1_000_000;
/** Who was away longer than this reads what it missed in the database. */
const logHoursKept = 24;
const logBytesMax = 256 * 1_024 * 1_024;
/** Work that nobody took for so long is found in the store. */
const workHoursKept = 1;
/** Half a million orders that wait. */
const workBytesMax = 64 * 1_024 * 1_024;
/** A repeated publish within this time is recognised. */
const repeatMs = 120_000;

/** The streams of a hub, and who administers them. */
export interface Streams {
  readonly admin: JetStreamManager;
  /** Name of the stream of events. */
  readonly log: string;
  /** Accepted orders that wait for a router, by how soon: the name of the stream, and what its subjects begin with. */
  readonly routing: Readonly<Record<WorkLane, { readonly name: string; readonly subject: string }>>;
  /** What every subject begins with. */
  readonly prefix: string;
  /** Makes what the server has lost since. */
  readonly makeAgain: () => Promise<void>;
}

type WantedStream = Pick<
  StreamConfig,
  | 'name'
  | 'subjects'
  | 'retention'
  | 'discard'
  | 'storage'
  | 'num_replicas'
  | 'max_age'
  | 'max_bytes'
  | 'duplicate_window'
>;

/**
 * Makes what is not there, and refuses what is there and would not carry what it acknowledges.
 *
 * @throws BusFailure
 */
export async function openStreams(
  connection: NatsConnection,
  { mesh, replicas }: { readonly mesh: string; readonly replicas: number },
): Promise<Streams> {
  const prefix = `om.${mesh}`;
  const log = `OM_${mesh}_LOG`;
  // A stream for each: on one, the consumers of two lanes would have to be changed together in every process.
  const routing = {
    usual: { name: `OM_${mesh}_ROUTING`, subject: `${prefix}.routing` },
    urgent: { name: `OM_${mesh}_ROUTING_URGENT`, subject: `${prefix}.routing-urgent` },
  };
  try {
    const admin = await jetstreamManager(connection, { timeout: 5_000 });
    const wanted: WantedStream = {
      name: log,
      subjects: [`${prefix}.log.*`],
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      storage: StorageType.File,
      num_replicas: replicas,
      max_age: logHoursKept * 3_600_000 * nanosPerMs,
      max_bytes: logBytesMax,
      duplicate_window: repeatMs * nanosPerMs,
    };
    const makeAgain = async (): Promise<void> => {
      await ensureStream(admin, wanted);
      for (const lane of [routing.usual, routing.urgent])
        await ensureStream(admin, routingStream({ ...lane, replicas }));
    };
    await makeAgain();
    return { admin, log, routing, prefix, makeAgain };
  } catch (failure) {
    throw asBusFailure(failure);
  }
}

/** Each message stays until somebody has acknowledged it; when it is full the oldest go, and are found in the store. */
const routingStream = (of: {
  readonly name: string;
  readonly subject: string;
  readonly replicas: number;
}): WantedStream => ({
  name: of.name,
  subjects: [`${of.subject}.*`],
  retention: RetentionPolicy.Workqueue,
  discard: DiscardPolicy.Old,
  storage: StorageType.File,
  num_replicas: of.replicas,
  max_age: workHoursKept * 3_600_000 * nanosPerMs,
  max_bytes: workBytesMax,
  duplicate_window: repeatMs * nanosPerMs,
});

async function ensureStream(admin: JetStreamManager, wanted: WantedStream): Promise<void> {
  const found = await streamNamed(admin, wanted.name);
  const config = found ?? (await madeStream(admin, wanted));
  const faults = faultsOf(config, wanted);
  if (faults.length === 0) return;
  throw new BusFailure(
    'unfit',
    `The stream ${wanted.name} ${faults.join('; ')}. Nothing in it is the only copy: change it, or remove it (nats stream rm ${wanted.name}) and start again.`,
  );
}

async function streamNamed(
  admin: JetStreamManager,
  name: string,
): Promise<StreamConfig | undefined> {
  try {
    return (await admin.streams.info(name)).config;
  } catch (failure) {
    if (isApi(failure, JetStreamApiCodes.StreamNotFound)) return undefined;
    throw failure;
  }
}

async function madeStream(admin: JetStreamManager, wanted: WantedStream): Promise<StreamConfig> {
  try {
    return (await admin.streams.add(wanted)).config;
  } catch (failure) {
    // Several processes start at once: another one may have made it, a moment ago.
    const found = await streamNamed(admin, wanted.name);
    if (found) return found;
    if (!(failure instanceof JetStreamApiError)) throw failure;
    throw new BusFailure(
      'unfit',
      `JetStream refuses the stream ${wanted.name}: ${failure.message}.`,
      { cause: failure },
    );
  }
}

/** What is wrong with a stream, each as the end of a sentence. */
function faultsOf(found: StreamConfig, wanted: WantedStream): readonly string[] {
  const faults: readonly (readonly [boolean, string])[] = [
    [found.no_ack ?? false, 'acknowledges nothing (no_ack): nobody would know what has arrived'],
    [found.sealed, 'is sealed: it takes nothing'],
    [
      found.retention !== wanted.retention,
      `has retention ${found.retention}, not ${wanted.retention}: messages would be gone before everybody has seen them`,
    ],
    [
      found.discard !== wanted.discard,
      `has discard ${found.discard}, not ${wanted.discard}: it would take nothing more once it is full`,
    ],
    [
      found.num_replicas < wanted.num_replicas,
      `has ${String(found.num_replicas)} replicas, asked for are ${String(wanted.num_replicas)}`,
    ],
    [
      [...found.subjects].sort().join() !== [...wanted.subjects].sort().join(),
      `takes ${found.subjects.join(', ')}, not ${wanted.subjects.join(', ')}`,
    ],
    [
      isLimited(found.max_msgs) || isLimited(found.max_msgs_per_subject),
      'keeps a limited number of messages: the newest would push others out that nobody has seen',
    ],
    [
      isLimited(found.max_msg_size) && found.max_msg_size < 65_536,
      `takes messages of ${String(found.max_msg_size)} bytes at most`,
    ],
    [
      isLimited(found.max_bytes) && found.max_bytes < 1_048_576,
      `holds ${String(found.max_bytes)} bytes at most`,
    ],
  ];
  return faults.filter(([isWrong]) => isWrong).map(([, text]) => text);
}

/** JetStream says -1 for no limit; 0 in older answers. */
const isLimited = (limit: number): boolean => limit > 0;

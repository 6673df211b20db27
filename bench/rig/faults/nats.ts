import { join } from 'node:path';

import type { Store } from '@ordermesh/core/hub';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { both } from '../fault.ts';
import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import { noNats, openBroker } from '../stage/broker.ts';
import type { Broker } from '../stage/broker.ts';
import { again, pause } from '../stage/pause.ts';
import { beginStopping, noPostgres } from './kill.ts';

/** Seconds between two disturbances, on average. */
const everySeconds = 2;
/** Messages that are sent a second time at once. */
const repeated = 20;

const acts = {
  /** Its files stay; what it had not written stays in the page cache. */
  kills: async (broker: Broker): Promise<boolean> => {
    const died = await broker.kill();
    await broker.start();
    return died;
  },
  /** A power cut that takes everything. */
  'kills with loss of all': async (broker: Broker): Promise<boolean> => {
    const died = await broker.kill();
    broker.forget();
    await broker.start();
    return died;
  },
  pauses: async (broker: Broker, random: () => number): Promise<boolean> => {
    const stood = await broker.pause();
    await pause(1000 + random() * 5000);
    broker.resume();
    return stood;
  },
  repeats: (broker: Broker, random: () => number): Promise<boolean> => repeat(broker.url, random),
} as const;
type Act = keyof typeof acts;
const actNames = Object.keys(acts) as readonly Act[];

/** Sends messages that are in the stream once more, as new ones, somewhere between its last hundred and its end. */
const repeat = (url: string, random: () => number): Promise<boolean> =>
  onBus(url, (connection) => repeatSome(connection, random)).then(
    (sent) => sent > 0,
    // It is away or begins anew: then nothing was repeated.
    () => false,
  );

async function onBus<T>(url: string, work: (connection: NatsConnection) => Promise<T>): Promise<T> {
  const connection = await connect({ servers: url, timeout: 2000, reconnect: false });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** @returns how many the server has taken as new */
async function repeatSome(connection: NatsConnection, random: () => number): Promise<number> {
  const [client, { streams }] = [jetstream(connection), await jetstreamManager(connection)];
  const [stream] = await streams.names().next();
  if (stream === undefined) return 0;
  const { state } = await streams.info(stream);
  const from = Math.max(state.first_seq, state.last_seq - Math.floor(random() * 100));
  let sent = 0;
  for (let seq = from; seq <= Math.min(state.last_seq, from + repeated); seq += 1) {
    const message = await streams.getMessage(stream, { seq });
    const answer = message && (await client.publish(message.subject, message.data));
    if (answer?.duplicate === false) sent += 1;
  }
  return sent;
}

function beginDisturbing(broker: Broker, { random }: Stage): Disturbance {
  const struck = Object.fromEntries(actNames.map((name) => [name, 0])) as Record<Act, number>;
  let turn = 0;
  const disturbing = again(
    () => (0.5 + random()) * everySeconds * 1000,
    async () => {
      // Each kind comes as often as the others.
      const name = actNames[turn % actNames.length] ?? 'kills';
      turn += 1;
      if (await acts[name](broker, random)) struck[name] += 1;
    },
  );
  return {
    fired: () => Object.values(struck).reduce((sum, count) => sum + count, 0),
    counts: () => struck,
    heal: async () => {
      await disturbing.stop();
      broker.resume();
      await broker.start();
    },
  };
}

/** The feed must reach the end of the log. It is looked at without the hub's own adapter, which may make a stream. */
async function feedIsBehind(url: string, store: Store): Promise<string | undefined> {
  try {
    const fed = await onBus(url, newestOf);
    const { events } = await store.events(fed ?? 0, 1);
    if (events.length === 0 && fed !== undefined) return undefined;
    return `the bus ends at ${String(fed)}, and the log has more`;
  } catch (failure) {
    return `the bus does not answer: ${String(failure)}`;
  }
}

/** The sequence of the last event on the bus. */
async function newestOf(connection: NatsConnection): Promise<number | undefined> {
  const { streams } = await jetstreamManager(connection);
  const [stream] = await streams.names().next();
  if (stream === undefined) return undefined;
  const { state } = await streams.info(stream);
  const last =
    state.messages === 0 ? undefined : await streams.getMessage(stream, { seq: state.last_seq });
  return last ? Number(last.json<{ readonly sequence: string }>().sequence) : undefined;
}

const openNats =
  (begin: (broker: Broker, stage: Stage) => Disturbance): Fault['open'] =>
  async ({ scratch }): Promise<Scene> => {
    const broker = await openBroker({ directory: join(scratch, 'nats') });
    return {
      environment: { OM_BUS: broker.url },
      begin: (stage) => begin(broker, stage),
      unrest: (store) => feedIsBehind(broker.url, store),
      close: () => broker.close(),
    };
  };

const says = `NATS of processes on a bus killed, killed with its files, paused for 1–6 s, repeating messages: every ${String(everySeconds)} s one of them`;

/** The bus breaks in each way in which it can. */
export const disturbNats: Fault = {
  name: 'nats',
  says,
  store: 'postgres',
  lacks: () => noPostgres() ?? noNats(),
  open: openNats(beginDisturbing),
};

/** Bus and database break. */
export const disturbNatsAndPostgres: Fault = {
  name: 'nats+postgres',
  says: `${says}, and PostgreSQL stopped with -m immediate every 5 s`,
  store: 'postgres',
  lacks: () => noPostgres() ?? noNats(),
  open: openNats((broker, stage) => both(beginDisturbing(broker, stage), beginStopping(stage))),
};

import { join } from 'node:path';

import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import { noNats, openBroker } from '../stage/broker.ts';
import { openCluster } from '../stage/cluster.ts';
import { noNetwork, openNetwork } from '../stage/network.ts';
import type { Drop, Network } from '../stage/network.ts';
import { again, pause } from '../stage/pause.ts';
import { noPostgres } from './kill.ts';

/** Seconds between the end of a disturbance and the next one, on average. */
const everySeconds = 2;

/** Where the servers are. */
interface Ports {
  readonly database: number;
  readonly bus: number;
}

const troubles = [
  ['loss 30 %', { way: 'both', percent: 30 }],
  ['deaf', { way: 'in', percent: 100 }],
  ['mute', { way: 'out', percent: 100 }],
] as const satisfies readonly (readonly [string, Omit<Drop, 'port'>])[];

function beginDropping(network: Network, ports: Ports, { apps, random }: Stage): Disturbance {
  const struck: Record<string, number> = {};
  let [turn, packets] = [0, 0];
  const dropping = again(
    () => -Math.log(1 - random()) * everySeconds * 1000,
    async () => {
      // Every trouble with every server comes as often as the others.
      const [trouble, how] = troubles[turn % troubles.length] ?? troubles[0];
      const server = Math.floor(turn / troubles.length) % 2 === 0 ? 'database' : 'bus';
      turn += 1;
      const app = apps[Math.floor(random() * apps.length)];
      if (!app) return;
      network.drop(app.name, { ...how, port: ports[server] });
      await pause(2000 + random() * 6000);
      const dropped = network.undrop(app.name);
      packets += dropped;
      const name = `${trouble} of ${server}`;
      if (dropped > 0) struck[name] = (struck[name] ?? 0) + 1;
    },
  );
  return {
    fired: () => Object.values(struck).reduce((sum, count) => sum + count, 0),
    counts: () => ({ ...struck, 'packets dropped': packets }),
    heal: () => dropping.stop(),
  };
}

/** Loss and partitions that go one way. */
export const dropPackets: Fault = {
  name: 'net',
  says: `a process in a network namespace loses 30 % of the packets of its database or bus, hears nothing of it, or is not heard by it: for 2–8 s, ${String(everySeconds)} s apart`,
  store: 'postgres',
  lacks: () => noPostgres() ?? noNats() ?? noNetwork(),
  open: async ({ scratch, processes }): Promise<Scene> => {
    const names = Array.from({ length: processes }, (_, at) => `app-${String(at + 1)}`);
    const network = openNetwork(names);
    const { address, before, hostOf } = network;
    const cluster = await openCluster({ directory: join(scratch, 'cluster'), address });
    const broker = await openBroker({ directory: join(scratch, 'nats'), address });
    const ports = { database: cluster.port, bus: Number(new URL(broker.url).port) };
    return {
      environment: { OM_BUS: broker.url },
      ...{ cluster, before, hostOf },
      begin: (stage) => beginDropping(network, ports, stage),
      close: async () => {
        await broker.close();
        await cluster.close();
        network.close();
      },
    };
  },
};

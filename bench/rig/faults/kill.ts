import { bare, both } from '../fault.ts';
import type { Disturbance, Fault, Stage } from '../fault.ts';
import { postgresBin } from '../stage/cluster.ts';
import { again } from '../stage/pause.ts';

/** Seconds between two kills, on average. */
const everySeconds = 3;

function beginKilling({ apps, random }: Stage): Disturbance {
  let fired = 0;
  const killing = again(
    () => -Math.log(1 - random()) * everySeconds * 1000,
    async () => {
      const app = apps[Math.floor(random() * apps.length)];
      // One that has not started yet has promised nothing: killing it again proves nothing.
      if (app && (await app.isReady()) && (await app.kill())) fired += 1;
    },
  );
  return { fired: () => fired, counts: () => ({ kills: fired }), heal: () => killing.stop() };
}

/** What every fault on PostgreSQL needs. */
export const noPostgres = (): string | undefined =>
  postgresBin() === undefined ? 'PostgreSQL is not installed here' : undefined;

/** Stops the server every 5 s, and starts it again. */
export function beginStopping({ cluster }: Stage): Disturbance {
  let fired = 0;
  const stopping = again(
    () => 5000,
    async () => {
      if ((await cluster?.stopAtOnce()) === true) fired += 1;
      await cluster?.start();
    },
  );
  return {
    fired: () => fired,
    counts: () => ({ 'PostgreSQL stopped': fired }),
    heal: async () => {
      await stopping.stop();
      await cluster?.start();
    },
  };
}

/** Nothing is disturbed: what the others are compared with. */
export const calm: Fault = {
  name: 'calm',
  says: 'no fault',
  store: 'postgres',
  lacks: noPostgres,
  open: bare(() => ({ fired: () => 0, heal: () => Promise.resolve() })),
};

/** kill -9 of processes of the hub. */
export const killProcesses: Fault = {
  name: 'kill',
  says: `kill -9 of a process every ${String(everySeconds)} s, at random moments`,
  store: 'postgres',
  lacks: noPostgres,
  open: bare(beginKilling),
};

/** The database crashes. */
export const stopPostgres: Fault = {
  name: 'postgres',
  says: 'PostgreSQL stopped with -m immediate every 5 s',
  store: 'postgres',
  lacks: noPostgres,
  open: bare(beginStopping),
};

/** Both at once. */
export const killBoth: Fault = {
  name: 'kill+postgres',
  says: 'both at once',
  store: 'postgres',
  lacks: noPostgres,
  open: bare((stage) => both(beginKilling(stage), beginStopping(stage))),
};

/** kill -9 of the only process of an embedded store. */
export const killEmbedded: Fault = {
  name: 'embedded-kill',
  says: `embedded store: kill -9 of its process every ${String(everySeconds)} s, at random moments`,
  store: 'embedded',
  lacks: () => undefined,
  open: bare(beginKilling),
};

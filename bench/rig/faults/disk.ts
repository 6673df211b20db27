import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import { openCluster } from '../stage/cluster.ts';
import type { Cluster } from '../stage/cluster.ts';
import { again, pause } from '../stage/pause.ts';
import { noSmallDisk, openSmallDisk } from '../stage/small-disk.ts';
import type { SmallDisk } from '../stage/small-disk.ts';
import { noPostgres } from './kill.ts';

/** Seconds between giving space back and filling the disk again. */
const everySeconds = 6;
/** The disk stays full until the victim has noticed, and so long after that, ms. */
const fullMs = 3000;
/** A victim that needs no space does not notice: then it ends after so long, ms. */
const unnoticedMs = 20_000;

interface Filling {
  readonly disk: SmallDisk;
  readonly cluster?: Cluster;
  /** How often the victim has said that there is no space. */
  readonly complaints: () => number;
}

/** The disk is full for a while, again and again; it counts when the victim has noticed. */
function beginFilling({ disk, cluster, complaints }: Filling, { random }: Stage): Disturbance {
  let [full, noticed, crashed] = [0, 0, 0];
  const filling = again(
    () => everySeconds * 1000 * (0.5 + random()),
    async () => {
      const before = complaints();
      let ends = performance.now() + unnoticedMs;
      let isNoticed = false;
      while (performance.now() < ends) {
        // What the victim has freed meanwhile is taken, too.
        disk.fill();
        await pause(100);
        if (isNoticed || complaints() === before) continue;
        isNoticed = true;
        ends = performance.now() + fullMs;
      }
      full += 1;
      if (isNoticed) noticed += 1;
      disk.free();
      if (!cluster) return;
      // Without space for its log PostgreSQL ends; its supervisor starts it again.
      await pause(300);
      if (!cluster.isRunning()) crashed += 1;
      await cluster.start();
    },
  );
  return {
    fired: () => noticed,
    counts: () => ({
      'disk full': full,
      'noticed by the victim': noticed,
      ...(cluster && { 'PostgreSQL ended by it': crashed }),
    }),
    heal: async () => {
      await filling.stop();
      disk.free();
      await cluster?.start();
    },
  };
}

const complaintsIn = (path: string): number => {
  try {
    return readFileSync(path, 'utf8').split('No space left on device').length - 1;
  } catch {
    return 0;
  }
};

/** A cluster of which a part lies on a small disk. */
function openFullCluster(part: 'data' | 'wal', megabytes: number): Fault['open'] {
  return async ({ scratch }): Promise<Scene> => {
    const disk = openSmallDisk(join(scratch, 'small-disk'), megabytes);
    const onDisk = join(disk.directory, part);
    const cluster = await openCluster({
      directory: part === 'data' ? onDisk : join(scratch, 'cluster'),
      logPath: join(scratch, 'postgres.log'),
      walDirectory: part === 'wal' ? onDisk : join(scratch, 'wal'),
      settings: ['max_wal_size = 32MB', 'min_wal_size = 2MB', 'wal_recycle = off'],
    });
    const complaints = (): number => complaintsIn(cluster.logPath);
    return {
      cluster,
      begin: (stage) => beginFilling({ disk, cluster, complaints }, stage),
      close: async () => {
        await cluster.close();
        disk.close();
      },
    };
  };
}

const lacks = (): string | undefined => noPostgres() ?? noSmallDisk();
const says = `until that is noticed and ${String(fullMs / 1000)} s longer, again and again`;

/** No space for tables and indexes. */
export const fillData: Fault = {
  name: 'disk-full',
  says: `the disk of PostgreSQL's tables is full ${says}`,
  store: 'postgres',
  lacks,
  open: openFullCluster('data', 900),
};

/** No space for the write-ahead log: the server ends with it. */
export const fillWal: Fault = {
  name: 'wal-full',
  says: `the disk of PostgreSQL's write-ahead log is full ${says}`,
  store: 'postgres',
  lacks,
  open: openFullCluster('wal', 160),
};

/** No space in the data directory of the embedded store. */
export const fillEmbedded: Fault = {
  name: 'embedded-full',
  says: `embedded store: the disk of the data directory is full ${says}`,
  store: 'embedded',
  lacks: noSmallDisk,
  open: ({ scratch }) => {
    const disk = openSmallDisk(join(scratch, 'data'), 900);
    // The embedded database has no log of its own: what its process says is looked through.
    const logs = (): string[] => readdirSync(scratch).filter((name) => name.endsWith('.log'));
    const complaints = (): number =>
      logs().reduce((sum, name) => sum + complaintsOfApp(join(scratch, name)), 0);
    return Promise.resolve({
      begin: (stage) => beginFilling({ disk, complaints }, stage),
      close: () => {
        disk.close();
        return Promise.resolve();
      },
    });
  },
};

const complaintsOfApp = (path: string): number =>
  readFileSync(path, 'utf8').split(/No space left on device|ENOSPC|could not (?:extend|write)/)
    .length - 1;

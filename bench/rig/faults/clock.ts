import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import type { App } from '../stage/app.ts';
import { again, until } from '../stage/pause.ts';
import { noPostgres } from './kill.ts';

/** Seconds between two jumps, on average. */
const everySeconds = 4;
/** A clock is wrong by up to so much, either way. */
const hoursMax = 6;

/** Where Debian has the library, for whatever processor. */
function library(): string | undefined {
  const root = '/usr/lib';
  return readdirSync(root)
    .map((folder) => join(root, folder, 'faketime/libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
}

/** Clocks of processes are set, each apart from the others and from the database; what measures time spans goes on. */
function beginJumping(offsetPath: (name: string) => string, { apps, random }: Stage): Disturbance {
  let [forward, back] = [0, 0];
  const offsets = new Map<string, number>();
  const set = (app: App, seconds: number): Promise<boolean> => {
    writeFileSync(offsetPath(app.name), `${seconds < 0 ? '' : '+'}${String(seconds)}s\n`);
    return until(async () => Math.abs((await clockErrorSeconds(app)) - seconds) < 60, {
      withinMs: 3000,
      everyMs: 200,
    }).then((ms) => ms !== undefined);
  };
  const jumping = again(
    () => -Math.log(1 - random()) * everySeconds * 1000,
    async () => {
      const app = apps[Math.floor(random() * apps.length)];
      if (!app) return;
      const before = offsets.get(app.name) ?? 0;
      const seconds = Math.round((random() * 2 - 1) * hoursMax * 3600);
      // It counts when the process itself tells the other time.
      if (!(await set(app, seconds))) return;
      offsets.set(app.name, seconds);
      if (seconds > before) forward += 1;
      else back += 1;
    },
  );
  return {
    fired: () => forward + back,
    counts: () => ({ forward, back }),
    heal: async () => {
      await jumping.stop();
      for (const app of apps) await set(app, 0);
    },
  };
}

/** How far the clock of a process is from ours, by the date on its answers; NaN = it does not answer. */
function clockErrorSeconds(app: App): Promise<number> {
  return new Promise((resolve) => {
    const asked = request(`${app.url}/livez`, { timeout: 2000 }, (answer) => {
      answer.resume();
      resolve((Date.parse(answer.headers.date ?? '') - Date.now()) / 1000);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => {
      resolve(NaN);
    });
    asked.end();
  });
}

/** Clocks that jump. */
export const jumpClocks: Fault = {
  name: 'clock',
  says: `the clock of a process set by up to ${String(hoursMax)} hours, forward or back, every ${String(everySeconds)} s (libfaketime)`,
  store: 'postgres',
  lacks: () =>
    noPostgres() ?? (library() === undefined ? 'libfaketime is not installed here' : undefined),
  open: ({ scratch }): Promise<Scene> => {
    const offsetPath = (name: string): string => join(scratch, `${name}.clock`);
    const before = (name: string): readonly string[] => {
      if (!existsSync(offsetPath(name))) writeFileSync(offsetPath(name), '+0s\n');
      return [
        'env',
        `LD_PRELOAD=${library() ?? ''}`,
        `FAKETIME_TIMESTAMP_FILE=${offsetPath(name)}`,
        'FAKETIME_CACHE_DURATION=1',
        'DONT_FAKE_MONOTONIC=1',
      ];
    };
    return Promise.resolve({ before, begin: (stage) => beginJumping(offsetPath, stage) });
  },
};

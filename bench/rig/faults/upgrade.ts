import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import { buildOlder, olderCommit } from '../stage/older-build.ts';
import { again, until } from '../stage/pause.ts';
import { noPostgres } from './kill.ts';

/** Processes of the older build are ended in good order and started as this one, one by one, spread over the orders. */
function beginUpgrading(upgraded: Set<string>, { apps, progress }: Stage): Disturbance {
  let ready = 0;
  const upgrading = again(
    () => 100,
    async () => {
      const app = apps[upgraded.size];
      if (!app || progress() < (upgraded.size + 1) / (apps.length + 2)) return;
      upgraded.add(app.name);
      const starts = app.starts();
      await app.restart();
      const isNew = async (): Promise<boolean> => app.starts() > starts && (await app.isReady());
      if ((await until(isNew, { withinMs: 60_000 })) !== undefined) ready += 1;
    },
  );
  return {
    fired: () => ready,
    counts: () => ({ processes: apps.length, 'replaced and ready': ready }),
    heal: () => upgrading.stop(),
  };
}

/** The release before this one and this one work side by side. */
export const upgrade: Fault = {
  name: 'upgrade',
  says: `processes of an older build (${olderCommit() ?? 'none'}) replaced one by one by this one while orders come in`,
  store: 'postgres',
  lacks: () =>
    noPostgres() ??
    (olderCommit() === undefined
      ? 'there is no history of the code here to build an older one from'
      : undefined),
  open: (): Promise<Scene> => {
    const directory = mkdtempSync(join(tmpdir(), 'ordermesh-older-'));
    const older = buildOlder(olderCommit() ?? 'HEAD^', directory);
    const upgraded = new Set<string>();
    return Promise.resolve({
      furnish: older.furnish,
      program: (name) => (upgraded.has(name) ? undefined : older.program),
      begin: (stage) => beginUpgrading(upgraded, stage),
      close: () => {
        rmSync(directory, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  },
};

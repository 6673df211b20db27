import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

import type { Disturbance, Fault, Scene, Stage } from '../fault.ts';
import { noPostgres } from './kill.ts';

/** Which system calls die, and at which of them at the earliest and at the latest (counted in each thread). */
interface Aim {
  readonly calls: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** To and from the sockets of customers and database, on the thread that decides. */
const onSockets: Aim = { calls: ['write', 'writev', 'read'], from: 60, to: 3000 };
/** To the files of the embedded database, on its own thread; a first start alone makes some 1,400. */
const onFiles: Aim = { calls: ['pwrite64', 'write', 'openat'], from: 40, to: 1200 };

const noStrace = (): string | undefined =>
  spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0
    ? undefined
    : 'strace is not installed here, or may not trace';

/** Every start of a process until it heals has the system call drawn at which it will die. */
function openTraced({ calls, from, to }: Aim): Fault['open'] {
  return ({ scratch, random }): Promise<Scene> => {
    let isHealed = false;
    let starts = 0;
    const traced = new Map<string, string>();
    const before = (name: string): readonly string[] => {
      if (isHealed) return [];
      const call = calls[Math.floor(random() * calls.length)] ?? 'write';
      const at = Math.round(from * (to / from) ** random());
      starts += 1;
      const path = join(scratch, `${name}.${String(starts)}.strace`);
      traced.set(path, call);
      // Not with --seccomp-bpf: strace 6.1 does not inject then.
      const what = [
        '-e',
        `trace=${call}`,
        '-e',
        `inject=${call}:signal=SIGKILL:when=${String(at)}`,
      ];
      return ['strace', '-f', '-qq', '-s', '0', ...what, '-o', path];
    };
    const begin = ({ apps }: Stage): Disturbance => ({
      fired: () => [...traced.keys()].filter(diedOfIt).length,
      counts: () => {
        const died = [...traced].filter(([path]) => diedOfIt(path));
        return Object.fromEntries(
          calls.map((call) => [`at ${call}`, died.filter(([, at]) => at === call).length]),
        );
      },
      heal: async () => {
        isHealed = true;
        // Who still has a death before him ends now; that is not counted.
        for (const app of apps) await app.restart();
      },
    });
    return Promise.resolve({ before, begin });
  };
}

/** The tracer saw the process die of SIGKILL; one that the rig ends by itself gets SIGTERM. */
function diedOfIt(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 4096));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString().includes('+++ killed by SIGKILL +++');
  } finally {
    closeSync(file);
  }
}

/** Processes die at system calls on their sockets. */
export const killAtCalls: Fault = {
  name: 'strace',
  says: `SIGKILL at exact system calls (strace): the n-th ${onSockets.calls.join(', ')} after each start`,
  store: 'postgres',
  lacks: () => noPostgres() ?? noStrace(),
  open: openTraced(onSockets),
};

/** The embedded store dies at system calls on its files. */
export const killEmbeddedAtCalls: Fault = {
  name: 'embedded-strace',
  says: `embedded store: SIGKILL at exact system calls (strace): the n-th ${onFiles.calls.join(', ')} after each start`,
  store: 'embedded',
  lacks: noStrace,
  open: openTraced(onFiles),
};

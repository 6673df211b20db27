import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';

import { again, pause, until } from './pause.ts';

/** How a process of the hub is run. */
export interface AppMaking {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Its keys and, for the embedded store, its database. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where what it says goes. */
  readonly logPath: string;
  /** The build that runs, asked anew at each start: `packages/app/dist/cli/run.js` of some tree. */
  readonly program: () => string;
  /** Put before `node`, asked anew at each start: strace, faketime, another network namespace. */
  readonly before?: (() => readonly string[]) | undefined;
  readonly host?: string;
}

/** A process of the hub that is started again whenever it ends, as a supervisor would. */
export interface App {
  readonly name: string;
  readonly url: string;
  /** The process now; under strace its tracer. */
  readonly pid: () => number | undefined;
  /** kill -9, without waiting for the new start. @returns whether a running process died of it */
  readonly kill: () => Promise<boolean>;
  /** Ends it in good order (by kill -9 after half a minute); the supervisor starts it again. */
  readonly restart: () => Promise<void>;
  /** How often it was started. */
  readonly starts: () => number;
  /** How it ended, in order: `SIGKILL`, or the exit code. */
  readonly ends: () => readonly string[];
  readonly isReady: () => Promise<boolean>;
  /** Ends it for good, in good order; by kill -9 after half a minute. */
  readonly close: () => Promise<void>;
}

/** Starts the process and keeps it running. */
export function openApp(making: AppMaking): App {
  const log = createWriteStream(making.logPath, { flags: 'a' });
  const ends: string[] = [];
  let starts = 0;
  let child: ChildProcess | undefined;
  const isRunning = (): boolean => child?.exitCode === null && child.signalCode === null;
  const start = (): void => {
    const [program = process.execPath, ...args] = [
      ...(making.before?.() ?? []),
      process.execPath,
      making.program(),
      'serve',
      ...['--host', making.host ?? '127.0.0.1', '--port', String(making.port)],
      ...['--data-directory', making.directory, '--log-level', 'warn'],
    ];
    starts += 1;
    const started = spawn(program, args, {
      env: { ...withoutSettings(process.env), ...making.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a tracer and its tracee die together.
      detached: true,
    });
    started.stdout.pipe(log, { end: false });
    started.stderr.pipe(log, { end: false });
    started.once('exit', (code, signal) => ends.push(signal ?? String(code)));
    child = started;
  };
  const signal = (name: NodeJS.Signals): void => {
    const pid = child?.pid;
    if (pid === undefined || !isRunning()) return;
    try {
      process.kill(-pid, name);
    } catch (failure) {
      // It ended a moment ago.
      if (!(failure instanceof Error && 'code' in failure && failure.code === 'ESRCH'))
        throw failure;
    }
  };
  const endInOrder = async (): Promise<void> => {
    const ending = child;
    if (!isRunning()) return;
    signal('SIGTERM');
    const isOver = (): Promise<boolean> => Promise.resolve(child !== ending || !isRunning());
    if ((await until(isOver, { withinMs: 30_000, everyMs: 20 })) !== undefined) return;
    signal('SIGKILL');
    await pause(200);
  };
  start();
  const supervisor = again(
    () => 100,
    () => {
      if (!isRunning()) start();
      return Promise.resolve();
    },
  );
  process.once('exit', () => {
    signal('SIGKILL');
  });
  return {
    name: making.name,
    url: making.url,
    pid: () => child?.pid,
    starts: () => starts,
    ends: () => ends,
    isReady: () => isOk(`${making.url}/readyz`),
    kill: async () => {
      if (!isRunning()) return false;
      const dying = child;
      signal('SIGKILL');
      const isOver = (): Promise<boolean> => Promise.resolve(child !== dying || !isRunning());
      await until(isOver, { withinMs: 5000, everyMs: 5 });
      return dying?.signalCode === 'SIGKILL';
    },
    restart: () => endInOrder(),
    close: async () => {
      await supervisor.stop();
      await endInOrder();
    },
  };
}

const isOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

/** Settings of whoever runs the rig are not those of its processes. */
const withoutSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('OM_')));

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../bin/ordermesh.mjs', import.meta.url));

/** A process that was started, and where it listens. */
export interface Process {
  readonly url: string;
  /** Asks it to stop and waits until it has. @returns its exit code */
  stop(): Promise<number | null>;
  /** Ends it without warning. @returns its exit code: null, because it has none */
  kill(): Promise<number | null>;
}

/** Runs `ordermesh serve` on a free port and waits until its hub is there. */
export async function serveProcess(
  environment: Readonly<Record<string, string>>,
): Promise<Process> {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0'], {
    env: { ...process.env, OM_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the launcher has a child, which is the process that serves.
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await greeting(child);
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    // Asked to stop, the launcher tells its child; killed, it could not.
    if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
    return ended;
  };
  for (let turn = 0; turn < 600; turn += 1) {
    if ((await fetch(`${url}/startupz`)).status === 200)
      return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
    await pause(100);
  }
  throw new Error(`${url} does not start`);
}

function greeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      reject(new Error(`it ended with ${String(code)}: ${said}`));
    });
  });
}

/** The program of the bus; another one may be named. */
export const natsProgram = process.env['OM_TEST_NATS_SERVER'] ?? 'nats-server';

/** A nats-server of the test's own, which may be killed. */
export async function natsServer(port: number, directory: string): Promise<() => Promise<void>> {
  const child = spawn(
    natsProgram,
    ['-js', '-sd', directory, '-a', '127.0.0.1', '-p', String(port)],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await pause(500);
  return () => {
    child.kill('SIGKILL');
    return ended;
  };
}

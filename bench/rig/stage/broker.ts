import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

import { connect } from '@nats-io/transport-node';

import { freePort, until } from './pause.ts';

/** A NATS server of the rig's own, with JetStream. */
export interface Broker {
  readonly url: string;
  /** Starts it unless it runs, and resolves when it answers. */
  readonly start: () => Promise<void>;
  /** kill -9. @returns whether it died of that */
  readonly kill: () => Promise<boolean>;
  /** Removes its files, as a power cut may: it acknowledges before the disk has what it acknowledged. */
  readonly forget: () => void;
  /** SIGSTOP: connections stay open, nobody answers. @returns whether it stands still */
  readonly pause: () => Promise<boolean>;
  /** SIGCONT. */
  readonly resume: () => void;
  /** Ends it for good. */
  readonly close: () => Promise<void>;
}

const program = process.env['OM_TEST_NATS_SERVER'] ?? 'nats-server';

/** Why there can be no broker here. */
export const noNats = (): string | undefined =>
  spawnSync(program, ['--version']).status === 0 ? undefined : 'nats-server is not installed here';

/** Starts a server whose files lie in a directory, which is made. */
export async function openBroker({
  directory,
  address = '127.0.0.1',
}: {
  readonly directory: string;
  readonly address?: string;
}): Promise<Broker> {
  const port = await freePort();
  const url = `nats://${address}:${String(port)}`;
  let server: ChildProcess | undefined;
  const isRunning = (): boolean => server?.exitCode === null && server.signalCode === null;
  const start = async (): Promise<void> => {
    mkdirSync(directory, { recursive: true });
    if (!isRunning())
      server = spawn(program, ['-js', '-sd', directory, '-a', address, '-p', String(port)], {
        stdio: 'ignore',
      });
    if ((await until(() => answers(url), { withinMs: 30_000 })) === undefined)
      throw new Error(`nats-server on port ${String(port)} does not answer`);
  };
  const end = async (name: NodeJS.Signals): Promise<boolean> => {
    if (!isRunning()) return false;
    server?.kill(name);
    const isOver = (): Promise<boolean> => Promise.resolve(!isRunning());
    await until(isOver, { withinMs: 10_000, everyMs: 5 });
    return server?.signalCode === name;
  };
  process.once('exit', () => server?.kill('SIGKILL'));
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    forget: () => {
      rmSync(directory, { recursive: true, force: true });
    },
    pause: async () => {
      server?.kill('SIGSTOP');
      const stands = (): Promise<boolean> => Promise.resolve(stateOf(server?.pid) === 'T');
      return (await until(stands, { withinMs: 1000, everyMs: 5 })) !== undefined;
    },
    resume: () => {
      server?.kill('SIGCONT');
    },
    close: async () => {
      server?.kill('SIGCONT');
      if (!(await end('SIGTERM')) && isRunning()) await end('SIGKILL');
    },
  };
}

/** The letter that the kernel has for what a process does. */
function stateOf(pid: number | undefined): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ')[1]?.[0];
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const connection = await connect({ servers: url, timeout: 1000, reconnect: false });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}

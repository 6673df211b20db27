import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import pg from 'pg';

import { freePort, until } from './pause.ts';

/** A PostgreSQL server of the rig's own: its files, its port, nobody else's data. */
export interface Cluster {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** Starts it and resolves when it answers; false = it did not within a minute. */
  readonly start: () => Promise<boolean>;
  /**
   * Stops it as a crash would (`pg_ctl -m immediate`): no checkpoint, connections cut.
   *
   * @returns whether it was running and ended by that
   */
  readonly stopAtOnce: () => Promise<boolean>;
  /** Ends it for good. */
  readonly close: () => Promise<void>;
  readonly isRunning: () => boolean;
}

const settings = [
  "unix_socket_directories = ''",
  'max_connections = 60',
  'shared_buffers = 128MB',
  'max_wal_size = 512MB',
  'log_min_messages = warning',
];

/** Where the server's programs are; undefined = PostgreSQL is not installed here. */
export function postgresBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const newest = readdirSync(root)
    .filter((version) => existsSync(join(root, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

/** PostgreSQL refuses to run as root: whom it runs as instead. Empty = as whoever runs this. */
function owner(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Makes a cluster in a directory and starts it.
 *
 * @param asked where its files shall lie (made here), more of its settings, and the address that it listens on
 */
export async function openCluster(asked: {
  readonly directory: string;
  readonly settings?: readonly string[];
  readonly address?: string;
}): Promise<Cluster> {
  const bin = postgresBin();
  if (bin === undefined) throw new Error('PostgreSQL is not installed here');
  const { directory, address = '127.0.0.1' } = asked;
  const [who, port] = [owner(), await freePort()];
  mkdirSync(directory, { recursive: true });
  chmodSync(dirname(directory), 0o755);
  if (who.uid !== undefined && who.gid !== undefined) chownSync(directory, who.uid, who.gid);
  execFileSync(
    join(bin, 'initdb'),
    ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
    {
      ...who,
      cwd: '/',
      stdio: 'pipe',
    },
  );
  const listen = [`listen_addresses = '${address}'`, `port = ${String(port)}`];
  const lines = [...settings, ...listen, ...(asked.settings ?? [])];
  appendFileSync(join(directory, 'postgresql.conf'), `${lines.join('\n')}\n`);
  appendFileSync(join(directory, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  const url = `postgres://postgres@${address}:${String(port)}/postgres`;
  let server: ChildProcess | undefined;
  const isRunning = (): boolean => server?.exitCode === null && server.signalCode === null;
  const start = async (): Promise<boolean> => {
    if (!isRunning())
      server = spawn(join(bin, 'postgres'), ['-D', directory], {
        ...who,
        cwd: '/',
        stdio: 'ignore',
      });
    return (await until(() => answers(url), { withinMs: 60_000 })) !== undefined;
  };
  const end = async (mode: string): Promise<boolean> => {
    if (!isRunning()) return false;
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    const stopping = spawn(join(bin, 'pg_ctl'), ['-D', directory, '-m', mode, '-W', 'stop'], {
      ...who,
      cwd: '/',
      stdio: 'ignore',
    });
    await Promise.all([ended, new Promise((resolve) => stopping.once('exit', resolve))]);
    return true;
  };
  process.once('exit', () => server?.kill('SIGQUIT'));
  if (!(await start())) throw new Error(`the cluster in ${directory} does not start`);
  const stopAtOnce = (): Promise<boolean> => end('immediate');
  const close = async (): Promise<void> => {
    await end('fast');
  };
  return { url, port, directory, start, stopAtOnce, close, isRunning };
}

/** Whether a server answers now. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import pg from 'pg';

import { freePort, until } from './pause.ts';

/** A PostgreSQL server of the rig's own: its files, its port, nobody else's data. */
export interface Cluster {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** What the server says. */
  readonly logPath: string;
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

/** What a cluster is made of. */
export interface ClusterMaking {
  /** Where its files shall lie; made. */
  readonly directory: string;
  /** Where its write-ahead log shall lie, if elsewhere; made. */
  readonly walDirectory?: string;
  /** Where what it says goes; default beside its directory. */
  readonly logPath?: string;
  /** More lines of its configuration. */
  readonly settings?: readonly string[];
  /** The address that it listens on. */
  readonly address?: string;
}

function initialise(bin: string, { directory, walDirectory }: ClusterMaking): void {
  const who = owner();
  const wal = walDirectory === undefined ? [] : [walDirectory];
  for (const made of [directory, ...wal]) {
    mkdirSync(made, { recursive: true });
    chmodSync(dirname(made), 0o755);
    if (who.uid !== undefined && who.gid !== undefined) chownSync(made, who.uid, who.gid);
  }
  const typed = ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
  // Small segments: a log on a small disk needs a new one often.
  const walTyped = wal.flatMap((path) => ['-X', path, '--wal-segsize=1']);
  execFileSync(join(bin, 'initdb'), [...typed, ...walTyped], { ...who, cwd: '/', stdio: 'pipe' });
}

/** Makes a cluster and starts it. */
export async function openCluster(asked: ClusterMaking): Promise<Cluster> {
  const bin = postgresBin();
  if (bin === undefined) throw new Error('PostgreSQL is not installed here');
  const { directory, address = '127.0.0.1', logPath = `${directory}.log` } = asked;
  const [who, port] = [owner(), await freePort()];
  initialise(bin, asked);
  const listen = [`listen_addresses = '${address}'`, `port = ${String(port)}`];
  const lines = [...settings, ...listen, ...(asked.settings ?? [])];
  appendFileSync(join(directory, 'postgresql.conf'), `${lines.join('\n')}\n`);
  appendFileSync(join(directory, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  const log = openSync(logPath, 'a');
  const url = `postgres://postgres@${address}:${String(port)}/postgres`;
  let server: ChildProcess | undefined;
  const isRunning = (): boolean => server?.exitCode === null && server.signalCode === null;
  const start = async (): Promise<boolean> => {
    const comesUp = (): Promise<boolean> => {
      // It may end again: without space for its log it does.
      if (!isRunning())
        server = spawn(join(bin, 'postgres'), ['-D', directory], {
          ...{ ...who, cwd: '/' },
          stdio: ['ignore', log, log],
        });
      return answers(url);
    };
    return (await until(comesUp, { withinMs: 60_000 })) !== undefined;
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
  return { url, port, directory, logPath, start, stopAtOnce, close, isRunning };
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

import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import type { Store } from '@ordermesh/core/hub';

import { openDb } from '../postgres/connection.ts';
import type { Db } from '../postgres/connection.ts';
import { openStore } from '../postgres/store.ts';
import { lockDirectory } from './lock.ts';
import { startWorker } from './wire.ts';

/** How the embedded store is opened. */
export interface PgliteStoreOptions {
  /** Where the database lives; made when absent. Undefined = in memory, gone with the process. */
  readonly directory?: string | undefined;
  /** What the events of this process carry as origin. */
  readonly origin: string;
  /** Receives one line for people, at start: what this store survives. */
  readonly note?: (line: string) => void;
}

/** The embedded database has one user and one database; host and port lead nowhere. */
const onlyUser = 'postgres://postgres@localhost/postgres';

const directoryNote =
  'The embedded database survives a crash of this process, not a power cut; use PostgreSQL where orders must never be lost.';
const memoryNote = 'The embedded database is in memory: everything is gone when this process ends.';

/**
 * Opens the embedded store. The first start in a directory takes some seconds of CPU, in its own thread.
 *
 * @throws StoreFailure when another process has the directory open (named by its pid), or when it cannot be read
 */
export async function pgliteStore(options: PgliteStoreOptions): Promise<Store> {
  const { directory, origin } = options;
  const db = await openEmbedded(directory);
  const store = await openStore(db, { isServer: false, schema: undefined, origin });
  options.note?.(directory === undefined ? memoryNote : directoryNote);
  return store;
}

/** The embedded database itself, locked for this process until it is closed. @throws as `pgliteStore` */
export async function openEmbedded(asked: string | undefined): Promise<Db> {
  const directory = asked === undefined ? undefined : resolve(asked);
  if (directory !== undefined) mkdirSync(dirname(directory), { recursive: true });
  const unlock = directory === undefined ? () => undefined : lockDirectory(directory);
  try {
    const worker = await startWorker(directory);
    const db = openDb({ connectionString: onlyUser, poolMax: 1, stream: worker.connect });
    return {
      ...db,
      close: async () => {
        await db.close();
        await worker.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

import type { Store } from '@ordermesh/core/hub';

import { checkServer, mendRestoredLog } from './boot-check.ts';
import { commitUnits } from './commit/commit.ts';
import { openDb } from './connection.ts';
import type { Db } from './connection.ts';
import { asStoreFailure } from './failure.ts';
import { migrate } from './migrate.ts';
import { auditReads } from './reads/audit-reads.ts';
import { boardReads } from './reads/board-reads.ts';
import { caseReads } from './reads/case-reads.ts';
import { factReads } from './reads/fact-reads.ts';
import { logReads } from './reads/log-reads.ts';
import { orderReads } from './reads/order-reads.ts';
import { trailSeals } from './reads/trail-seals.ts';

/** How the store reaches PostgreSQL. */
export interface PostgresStoreOptions {
  /** libpq URI, e.g. `postgres://ordermesh@db.example/ordermesh`. */
  readonly connectionString: string;
  /** Connections at most, 1 …; commits and reads share them. */
  readonly poolMax: number;
  /** What the events of this process carry as origin; unique per process. */
  readonly origin: string;
  /** Schema for the tables, made when absent; undefined = the first of the database's search path. */
  readonly schema?: string;
}

/**
 * Opens the store on a PostgreSQL server (15 or later): checks it, brings the schema up to this version, and only
 * then returns. Several processes may open the same database; it arbitrates between them.
 *
 * @throws StoreFailure when the server cannot be reached, is too old, would lose accepted orders
 *   (`synchronous_commit = off`), is read-only, or has a schema that this version does not know
 */
export async function postgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { connectionString, poolMax, schema, origin } = options;
  const db = openDb({ connectionString, poolMax, schema });
  return openStore(db, { isServer: true, schema, origin });
}

/** What differs between the databases that the store runs on. */
export interface StoreSetting {
  /** False for the embedded database: it has no server settings to check. */
  readonly isServer: boolean;
  readonly schema: string | undefined;
  readonly origin: string;
}

/** The store on an open database; closes it again when it is not fit. */
export async function openStore(db: Db, setting: StoreSetting): Promise<Store> {
  try {
    await checkServer(db, setting.isServer);
    await migrate(db, setting.schema);
    await mendRestoredLog(db);
  } catch (error) {
    await db.close();
    throw asStoreFailure(error);
  }
  return {
    commit: (units, origin = setting.origin) => commitUnits(db, units, origin),
    ...failingAsPort({
      ...orderReads(db),
      ...factReads(db),
      ...logReads(db),
      ...boardReads(db),
      ...caseReads(db),
      ...auditReads(db),
      ...trailSeals(db),
    }),
    close: () => db.close(),
  };
}

/** Reads fail in the words of the port, too. */
function failingAsPort<Reads extends object>(reads: Reads): Reads {
  const wrapped = Object.entries(reads).map(([name, read]) => [
    name,
    async (...asked: unknown[]) => {
      try {
        return await (read as (...asked: unknown[]) => Promise<unknown>)(...asked);
      } catch (error) {
        throw asStoreFailure(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Reads;
}

import { StoreFailure } from '@ordermesh/core/hub';

import type { Db } from './connection.ts';

const serverVersionMin = 150_000;

const readSettings = {
  text: `select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as sync,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
    current_setting('server_encoding') as encoding, current_setting('default_transaction_read_only') as readonly`,
};
const mendLog = { text: 'select mend_restored_log() as mended' };

/** Settings of a server on which accepted orders hang. */
export interface ServerSettings {
  readonly version: number;
  readonly sync: string;
  readonly fsync: string;
  readonly pages: string;
  readonly encoding: string;
  readonly readonly: string;
}

/**
 * Refuses a server on which an accepted order could be lost or garbled.
 *
 * @param isServer false for the embedded database, which has one process and writes to its files as it pleases
 * @throws StoreFailure that says what to change
 */
export async function checkServer(db: Db, isServer: boolean): Promise<void> {
  const [settings] = await db.query<ServerSettings>(readSettings);
  const fault = settings && faultOf(settings, isServer);
  if (fault !== undefined) throw new StoreFailure(fault, false);
}

/** What is wrong with a server, and what to do. */
export function faultOf(settings: ServerSettings, isServer: boolean): string | undefined {
  if (settings.version < serverVersionMin)
    return `PostgreSQL 15 or later is needed; this server is ${settings.version}.`;
  const loss = isServer ? lossIn(settings) : undefined;
  if (loss !== undefined) return loss;
  if (settings.encoding !== 'UTF8')
    return `The database is encoded in ${settings.encoding}; create it with encoding UTF8.`;
  if (settings.readonly === 'on')
    return 'The server is read-only (a standby?): connect to the primary.';
  return undefined;
}

/** How a power cut would lose what was acknowledged. */
function lossIn({ sync, fsync, pages }: ServerSettings): string | undefined {
  if (sync === 'off')
    return 'synchronous_commit is off: the last accepted orders would be lost in a power cut. Set it to on (or local, remote_write, remote_apply).';
  if (fsync === 'off')
    return 'fsync is off: a power cut would lose accepted orders, and may destroy the database. Set it to on.';
  if (pages === 'off')
    return 'full_page_writes is off: a power cut may leave half-written pages. Set it to on.';
  return undefined;
}

/** Lets the events of a log that was restored from another cluster be handed out (see the first migration). */
export async function mendRestoredLog(db: Db): Promise<void> {
  await db.query(mendLog);
}

import { StoreFailure } from '@ordermesh/core/hub';

import type { Db } from './connection.ts';

const serverVersionMin = 150_000;

const readSettings = {
  text: `select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as sync,
    current_setting('server_encoding') as encoding, current_setting('default_transaction_read_only') as readonly`,
};
const mendLog = { text: 'select mend_restored_log() as mended' };

interface Settings {
  readonly version: number;
  readonly sync: string;
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
  const [settings] = await db.query<Settings>(readSettings);
  const fault = settings && faultOf(settings, isServer);
  if (fault !== undefined) throw new StoreFailure(fault, false);
}

function faultOf(settings: Settings, isServer: boolean): string | undefined {
  if (settings.version < serverVersionMin)
    return `PostgreSQL 15 or later is needed; this server is ${settings.version}.`;
  if (isServer && settings.sync === 'off')
    return 'synchronous_commit is off: the last accepted orders would be lost in a power cut. Set it to on (or local, remote_write, remote_apply).';
  if (settings.encoding !== 'UTF8')
    return `The database is encoded in ${settings.encoding}; create it with encoding UTF8.`;
  if (settings.readonly === 'on')
    return 'The server is read-only (a standby?): connect to the primary.';
  return undefined;
}

/** Lets the events of a log that was restored from another cluster be handed out (see the first migration). */
export async function mendRestoredLog(db: Db): Promise<void> {
  await db.query(mendLog);
}

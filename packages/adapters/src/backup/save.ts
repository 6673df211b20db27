import type { Session, Statement } from '../postgres/connection.ts';
import { asStoreFailure } from '../postgres/failure.ts';
import { migrate } from '../postgres/migrate.ts';
import { fold } from './fold.ts';
import { lineWriter, tableHash } from './lines.ts';
import type { AppliedStep, BackupLine, BackupSummary, TableSummary } from './lines.ts';
import { atPlace } from './place.ts';
import type { StorePlace } from './place.ts';
import { pagesOf, tablesOf } from './tables.ts';

const beginSnapshot: Statement = { text: 'begin isolation level repeatable read read only' };
const endSnapshot: Statement = { text: 'commit' };
const readSteps: Statement = {
  text: 'select number, name, checksum from schema_migration order by number limit 10000',
};
const readSequence: Statement = {
  text: `select case when is_called then last_value else 0 end as "lastSequence" from event_sequence order by 1 limit 1`,
};

/** How a store is saved. */
export interface Saving {
  /** Takes a line; the next one waits for it. */
  readonly write: (text: string) => Promise<void>;
  /** What made the backup, e.g. `ordermesh 0.1.0`. */
  readonly madeBy: string;
  readonly takenAt: number;
  readonly progress?: (rows: number) => void;
}

/**
 * Writes a whole store as lines, in one snapshot: others may go on working.
 *
 * @returns the summary that the last line carries
 */
export async function saveStore(place: StorePlace, saving: Saving): Promise<BackupSummary> {
  return atPlace(place, async ({ db, schema }) => {
    try {
      await migrate(db, schema);
      return await db.session((session) => saveSnapshot(session, saving));
    } catch (failure) {
      throw asStoreFailure(failure);
    }
  });
}

async function saveSnapshot(
  session: Session,
  { write, madeBy, takenAt, progress }: Saving,
): Promise<BackupSummary> {
  const textOf = lineWriter();
  const say = (line: BackupLine): Promise<void> => write(textOf(line));
  await session.send(beginSnapshot);
  const { rows: migrations } = await session.send<AppliedStep>(readSteps);
  await say({ kind: 'begin', format: 1, madeBy, takenAt, migrations });
  const summary = await readAll(session, {
    table: (table, columns) => say({ kind: 'table', table, columns }),
    rows: (rows) => say({ kind: 'rows', rows }),
    progress,
  });
  await session.send(endSnapshot);
  await say({ kind: 'end', ...summary });
  return summary;
}

/** Who hears of tables and rows. */
interface Listener {
  readonly table: (table: string, columns: readonly string[]) => Promise<void>;
  readonly rows: (rows: readonly (readonly (string | null)[])[]) => Promise<void>;
  readonly progress?: ((rows: number) => void) | undefined;
}

async function readAll(session: Session, listener: Listener): Promise<BackupSummary> {
  const folding = fold();
  const tables: TableSummary[] = [];
  let done = 0;
  for (const stored of await tablesOf(session)) {
    const { table, columns } = stored;
    const hash = tableHash(table);
    await listener.table(table, columns);
    for await (const rows of pagesOf(session, stored)) {
      hash.add(rows);
      folding.add(table, columns, rows);
      await listener.rows(rows);
      done += rows.length;
      listener.progress?.(done);
    }
    tables.push(hash.done());
  }
  const { rows: sequence } = await session.send<{ lastSequence: number }>(readSequence);
  const foldedHash = folding.foldedHash();
  return {
    tables,
    lastSequence: sequence[0]?.lastSequence ?? 0,
    foldedHash,
    foldAgrees: foldedHash === folding.storedHash(),
  };
}

/** What a store holds, summed up as a backup would; the session is inside a transaction. */
export function sumUp(session: Session): Promise<BackupSummary> {
  const nobody = (): Promise<void> => Promise.resolve();
  return readAll(session, { table: nobody, rows: nobody });
}

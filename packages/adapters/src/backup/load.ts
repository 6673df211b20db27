import { StoreFailure } from '@ordermesh/core/hub';

import { texts } from '../postgres/array.ts';
import type { Db, Session, Statement } from '../postgres/connection.ts';
import { asStoreFailure } from '../postgres/failure.ts';
import { knownMigrations, migrate } from '../postgres/migrate.ts';
import { fold } from './fold.ts';
import { DamagedBackup, tableHash } from './lines.ts';
import type { BackupLine, BackupSummary, TableHash, TableSummary } from './lines.ts';
import { atPlace } from './place.ts';
import type { StorePlace } from './place.ts';
import { sumUp } from './save.ts';
import { tablesOf } from './tables.ts';
import type { StoredTable } from './tables.ts';

const begin: Statement = { text: 'begin' };
const commit: Statement = { text: 'commit' };
const setSequence: Statement = {
  text: `select setval('event_sequence', greatest($1::bigint, 1), $1::bigint > 0)`,
};
const setFactNumber: Statement = {
  text: `select setval(pg_get_serial_sequence('fact', 'fact_number'), greatest(max(fact_number), 1), count(*) > 0) from fact`,
};
const hasRows: Statement = {
  text: `select exists (select 1 from event_log) or exists (select 1 from item) as held`,
};

/** How a store is brought back. */
export interface Loading {
  /** Reads back what was written and compares it with what the backup recorded. */
  readonly verify: boolean;
  readonly progress?: (rows: number) => void;
}

/**
 * Reads a backup without writing anything: every stamp, every table's hash, and the log folded once more.
 *
 * @throws DamagedBackup that names where
 */
export async function readStore(lines: AsyncIterable<BackupLine>): Promise<BackupSummary> {
  const reading = openReading();
  for await (const line of lines) reading.take(line);
  return reading.summary();
}

/**
 * Writes a backup into an empty place, in one transaction, and brings it to this version's schema.
 *
 * @throws DamagedBackup when the backup is not what was written, or did not come back as it was
 * @throws StoreFailure when the place is not empty, or the backup is of a newer version
 */
export async function loadStore(
  place: StorePlace,
  lines: AsyncIterable<BackupLine>,
  loading: Loading,
): Promise<BackupSummary> {
  return atPlace(place, async ({ db, schema }) => {
    try {
      const recorded = await load(db, { schema, lines, loading });
      // What was taken by an older version is brought up to this one, as at every start.
      await migrate(db, schema);
      return recorded;
    } catch (failure) {
      if (failure instanceof DamagedBackup) throw failure;
      throw asStoreFailure(failure);
    }
  });
}

interface Load {
  readonly schema: string | undefined;
  readonly lines: AsyncIterable<BackupLine>;
  readonly loading: Loading;
}

async function load(db: Db, { schema, lines, loading }: Load): Promise<BackupSummary> {
  const reading = openReading();
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true || first.value.kind !== 'begin')
    throw new DamagedBackup(1, 'this is no backup');
  reading.take(first.value);
  await migrate(db, schema, knownMigrations(first.value.migrations));
  return db.session(async (session) => {
    const { rows: held } = await session.send<{ held: boolean }>(hasRows);
    if (held[0]?.held !== false)
      throw new StoreFailure(
        'The store is not empty. Restore into an empty database, another schema or another directory.',
        false,
      );
    const tables = await tablesOf(session);
    await session.send(begin);
    let done = 0;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      const line = next.value;
      reading.take(line);
      if (line.kind !== 'rows') continue;
      await insert(session, reading.tableIn(tables), line.rows);
      done += line.rows.length;
      loading.progress?.(done);
    }
    const recorded = reading.summary();
    await session.send(setSequence, [recorded.lastSequence]);
    await session.send(setFactNumber);
    if (loading.verify) compare(recorded, await sumUp(session));
    await session.send(commit);
    return recorded;
  });
}

async function insert(
  session: Session,
  { columns, insertText }: StoredTable,
  rows: readonly (readonly (string | null)[])[],
): Promise<void> {
  const arrays = columns.map((_, ix) => texts(rows, (row) => row[ix] ?? undefined));
  await session.send({ text: insertText }, arrays);
}

/** Follows the lines of a backup and keeps count. */
interface Reading {
  readonly take: (line: BackupLine) => void;
  /** The table that rows are of now, as the place has it. @throws DamagedBackup when it has no such table */
  readonly tableIn: (tables: readonly StoredTable[]) => StoredTable;
  /** @throws DamagedBackup when what came is not what the last line says */
  readonly summary: () => BackupSummary;
}

function openReading(): Reading {
  const folding = fold();
  const found: TableSummary[] = [];
  let number = 0;
  let table: { readonly name: string; readonly columns: readonly string[] } | undefined;
  let hash: TableHash | undefined;
  let end: BackupSummary | undefined;
  const takeRows = (rows: readonly (readonly (string | null)[])[]): void => {
    if (!table) throw new DamagedBackup(number, 'rows of no table');
    hash?.add(rows);
    folding.add(table.name, table.columns, rows);
  };
  return {
    take: (line) => {
      number += 1;
      if (line.kind === 'rows') takeRows(line.rows);
      else {
        if (hash) found.push(hash.done());
        hash = undefined;
      }
      if (line.kind === 'table') {
        table = { name: line.table, columns: line.columns };
        hash = tableHash(line.table);
      }
      if (line.kind === 'end') end = line;
    },
    tableIn: (tables) => {
      const known = tables.find((one) => one.table === table?.name);
      if (known?.columns.join() !== table?.columns.join() || !known)
        throw new DamagedBackup(number, `there is no table ${table?.name ?? ''} of this shape`);
      return known;
    },
    summary: () => {
      if (!end) throw new DamagedBackup(number + 1, 'the end is missing');
      const { lastSequence } = end;
      const [foldedHash, storedHash] = [folding.foldedHash(), folding.storedHash()];
      const foldAgrees = foldedHash === storedHash;
      compare(end, { tables: found, lastSequence, foldedHash, foldAgrees });
      return end;
    },
  };
}

/** @throws DamagedBackup that names what differs */
function compare(recorded: BackupSummary, found: BackupSummary): void {
  for (const table of recorded.tables) compareTable(table, found.tables);
  if (recorded.lastSequence !== found.lastSequence)
    throw new DamagedBackup(
      0,
      `the log ended at ${recorded.lastSequence}, not ${found.lastSequence}`,
    );
  if (recorded.foldedHash !== found.foldedHash || recorded.foldAgrees !== found.foldAgrees)
    throw new DamagedBackup(
      0,
      'the log, replayed, gives another stock than when the backup was made',
    );
}

function compareTable(recorded: TableSummary, found: readonly TableSummary[]): void {
  const { table, rows, hash } = recorded;
  const now = found.find((one) => one.table === table) ?? { rows: 0, hash: 'none' };
  if (now.hash !== hash)
    throw new DamagedBackup(
      0,
      `table ${table} had ${rows} rows (${hash.slice(0, 12)}…), there are ${now.rows} (${now.hash.slice(0, 12)}…)`,
    );
}

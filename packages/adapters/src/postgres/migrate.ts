import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

import { StoreFailure } from '@ordermesh/core/hub';

import type { Db, Session } from './connection.ts';

/** One numbered step of the schema. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
}

/** The same folder for sources and for the built package. */
const folder = new URL('../../src/postgres/migrations/', import.meta.url);

/** The migrations that this version brings, in order. */
function readMigrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(text).digest('hex');
      return { number: Number(name.slice(0, 4)), name, checksum, text };
    });
}

/**
 * The migrations of an earlier version, as this one knows them.
 *
 * @throws StoreFailure when one of them has another text here, or is newer than this version
 */
export function knownMigrations(
  applied: readonly Pick<Migration, 'number' | 'name' | 'checksum'>[],
): readonly Migration[] {
  const known = readMigrations();
  for (const step of applied) refuseChanged(step, known);
  return known.filter(({ number }) => applied.some((step) => step.number === number));
}

const lockMigrations = {
  text: `select pg_advisory_lock(hashtextextended('ordermesh.migration.' || coalesce($1, current_schema()), 0))`,
};
const unlockMigrations = {
  text: `select pg_advisory_unlock(hashtextextended('ordermesh.migration.' || coalesce($1, current_schema()), 0))`,
};
const createSchemaText = {
  text: `select format('create schema if not exists %I', $1::text) as text`,
};
const createMigrationTable = {
  text: `create table if not exists schema_migration (
    number integer primary key, name text not null, checksum text not null,
    applied_at timestamptz not null default now())`,
};
const readApplied = {
  text: `select number, name, checksum from schema_migration order by number limit 10000`,
};
const recordApplied = {
  text: `insert into schema_migration (number, name, checksum) values ($1, $2, $3)`,
};

type Applied = Pick<Migration, 'number' | 'name' | 'checksum'>;

/**
 * Brings the schema up to this version: forward only, each step in its own transaction, one process at a time.
 *
 * @returns names of the steps that were applied now
 * @throws StoreFailure when a step that was applied has changed since, or when the schema is newer than this version
 */
export async function migrate(
  db: Db,
  schema: string | undefined,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  return db.session(async (session) => {
    await session.send(lockMigrations, [schema ?? null]);
    try {
      return await migrateLocked(session, schema, migrations);
    } finally {
      await session.send(unlockMigrations, [schema ?? null]);
    }
  });
}

async function migrateLocked(
  session: Session,
  schema: string | undefined,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  if (schema !== undefined) {
    const { rows } = await session.send<{ text: string }>(createSchemaText, [schema]);
    await session.send({ text: rows[0]?.text ?? '' });
  }
  await session.send(createMigrationTable);
  const { rows: applied } = await session.send<Applied>(readApplied);
  for (const step of applied) refuseChanged(step, migrations);
  const waiting = migrations.filter(
    ({ number }) => !applied.some((step) => step.number === number),
  );
  for (const step of waiting) await applyStep(session, step);
  return waiting.map(({ name }) => name);
}

function refuseChanged(step: Applied, migrations: readonly Migration[]): void {
  const known = migrations.find(({ number }) => number === step.number);
  if (!known)
    throw new StoreFailure(
      `The database has migration ${step.name}, which this version does not know. Start the version that made it, or a newer one.`,
      false,
    );
  if (known.checksum !== step.checksum)
    throw new StoreFailure(
      `Migration ${step.name} was applied with checksum ${step.checksum}, but its file has ${known.checksum} now. ` +
        'An applied migration never changes: restore the file and put the change into a new number.',
      false,
    );
}

async function applyStep(session: Session, step: Migration): Promise<void> {
  await session.send({ text: 'begin' });
  try {
    await session.send({ text: step.text });
    await session.send(recordApplied, [step.number, step.name, step.checksum]);
    await session.send({ text: 'commit' });
  } catch (error) {
    await session.send({ text: 'rollback' });
    throw error;
  }
}

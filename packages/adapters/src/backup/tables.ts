import type { Session, Statement } from '../postgres/connection.ts';

/** A table of the store and how its rows are read and written; the statements are made by the database itself. */
export interface StoredTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** All rows in the order of the key, each one JSON array of texts. */
  readonly readText: string;
  /** Inserts rows that come as one array of texts per column. */
  readonly insertText: string;
}

/**
 * Transaction ids belong to the cluster that gave them: in another one every horizon is behind us, and zero says so
 * (see `mend_restored_log` in the first migration).
 */
const listTables: Statement = {
  text: `with columns as (
      select c.relname as table_name, a.attname as column_name, a.attnum as place,
        format_type(a.atttypid, a.atttypmod) as type,
        case when c.relname = 'event_log' and a.attname = 'horizon' then '''0''::text'
          else format('%I::text', a.attname) end as readable
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
        and c.relname <> 'schema_migration' and a.attnum > 0 and not a.attisdropped),
    keys as (
      select c.relname as table_name, string_agg(format('%I', a.attname), ', ' order by k.place) as key
      from pg_index i join pg_class c on c.oid = i.indrelid
        cross join lateral unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indisprimary and c.relnamespace = current_schema()::regnamespace group by c.relname)
    select table_name as "table", array_agg(column_name::text order by place) as columns,
      format('declare rows_of_table no scroll cursor for select json_build_array(%s)::text as row from %I order by %s',
        string_agg(readable, ', ' order by place), table_name, min(keys.key)) as "readText",
      format('insert into %I (%s) overriding system value select %s', table_name,
        string_agg(format('%I', column_name), ', ' order by place),
        string_agg(format('unnest($%s::text[])::%s', place, type), ', ' order by place)) as "insertText"
    from columns join keys using (table_name) group by table_name order by table_name limit 1000`,
};
const fetchRows: Statement = { text: 'fetch 500 from rows_of_table' };
const closeRows: Statement = { text: 'close rows_of_table' };

/** The tables of the schema that the session looks into. */
export async function tablesOf(session: Session): Promise<readonly StoredTable[]> {
  return (await session.send<StoredTable>(listTables)).rows;
}

/** Rows of a table in pages; the session is inside a transaction. */
export async function* pagesOf(
  session: Session,
  { readText }: StoredTable,
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  await session.send({ text: readText });
  for (;;) {
    const { rows } = await session.send<{ row: string }>(fetchRows);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => JSON.parse(row) as (string | null)[]);
  }
  await session.send(closeRows);
}

import { postgresStore } from '@ordermesh/adapters/postgres';
import type pg from 'pg';

/** Tables that an accepted order fills, with the column that tells the order. */
const tables = [
  'customer_order',
  'order_external_id',
  'reservation',
  'fulfilment',
  'decision',
  'event_log',
] as const;

const ordersPerBatch = 200;

interface Batch {
  readonly statements: readonly {
    readonly name: string;
    readonly text: string;
    readonly values: unknown[][];
  }[];
}

/**
 * The yardstick: takes the rows that the hub has written (the first `orders` orders and all that belongs to them) and
 * writes them again into an empty copy of the tables, 200 orders per transaction, with `unnest`, on one connection,
 * with the stock and slot counters. No decision, no guard, no JSON: only what the database itself costs.
 *
 * @returns orders per second
 */
export async function loadSameRows(
  client: pg.Client,
  url: string,
  orders: number,
): Promise<number> {
  const empty = await postgresStore({
    connectionString: url,
    poolMax: 1,
    origin: 'loader',
    schema: 'om_bench_loader',
  });
  await empty.close();
  await client.query('set search_path to om_bench_loader');
  await client.query(
    `insert into stock_position select node_id, item_id, lot, on_hand_units, 0, safety_units from om_bench_hub.stock_position`,
  );
  await client.query('analyze');
  const batches = await readBatches(client, orders);
  const startedMs = performance.now();
  for (const { statements } of batches) {
    await client.query('begin');
    for (const { name, text, values } of statements) await client.query({ name, text, values });
    await client.query('commit');
  }
  const tookMs = performance.now() - startedMs;
  await client.query('reset search_path');
  await client.query('drop schema om_bench_loader cascade');
  return (orders / tookMs) * 1000;
}

async function readBatches(client: pg.Client, orders: number): Promise<readonly Batch[]> {
  const ids = await client.query<{ order_id: string }>(
    'select order_id from om_bench_hub.customer_order order by accepted_at, order_id limit $1',
    [orders],
  );
  const batches: Batch[] = [];
  const columns = new Map<string, { names: string[]; types: string[] }>();
  for (const table of tables) columns.set(table, await columnsOf(client, table));
  for (let from = 0; from < ids.rows.length; from += ordersPerBatch) {
    const some = ids.rows.slice(from, from + ordersPerBatch).map((row) => row.order_id);
    const statements: Batch['statements'][number][] = [];
    for (const table of tables) {
      const { names, types } = columns.get(table) ?? { names: [], types: [] };
      const rows = await client.query<unknown[]>({
        text: selectText(table, names, types),
        values: [some],
        rowMode: 'array',
      });
      statements.push({
        name: `load_${table}`,
        text: insertText(table, names, types),
        values: names.map((_, ix) => rows.rows.map((row) => row[ix])),
      });
    }
    statements.push(await countersOf(client, some));
    batches.push({ statements });
  }
  return batches;
}

async function columnsOf(
  client: pg.Client,
  table: string,
): Promise<{ names: string[]; types: string[] }> {
  const found = await client.query<{ column_name: string; udt_name: string }>(
    `select column_name, udt_name from information_schema.columns
      where table_schema = 'om_bench_hub' and table_name = $1 order by ordinal_position`,
    [table],
  );
  return {
    names: found.rows.map((row) => row.column_name),
    types: found.rows.map((row) => row.udt_name),
  };
}

// Names of tables and columns come from the catalogue of our own schema; values are always parameters.

const selectText = (table: string, names: readonly string[], types: readonly string[]): string =>
  [
    'select',
    names.map((name, ix) => (types[ix] === 'xid8' ? `${name}::text` : name)).join(', '),
    'from om_bench_hub.' + table,
    'where order_id = any($1)',
  ].join(' ');

function insertText(table: string, names: readonly string[], types: readonly string[]): string {
  const arrays = types.map(
    (type, ix) => `$${String(ix + 1)}::${type === 'xid8' ? 'text' : type}[]`,
  );
  const picked = names.map((name, ix) => (types[ix] === 'xid8' ? `${name}::xid8` : name));
  const columns = names.join(', ');
  return [
    'insert into',
    `${table} (${columns})`,
    'select',
    picked.join(', '),
    `from unnest(${arrays.join(', ')}) as row(${columns})`,
  ].join(' ');
}

async function countersOf(
  client: pg.Client,
  orderIds: readonly string[],
): Promise<Batch['statements'][number]> {
  const held = await client.query<[string, string, string]>({
    text: `select node_id, item_id, sum(units)::text from om_bench_hub.reservation
            where order_id = any($1) group by node_id, item_id order by node_id, item_id`,
    values: [orderIds],
    rowMode: 'array',
  });
  return {
    name: 'load_counters',
    text: `update stock_position as stock set reserved_units = stock.reserved_units + held.units
             from unnest($1::text[], $2::text[], $3::bigint[]) as held(node_id, item_id, units)
            where stock.node_id = held.node_id and stock.item_id = held.item_id and stock.lot = ''`,
    values: [0, 1, 2].map((ix) => held.rows.map((row) => row[ix])),
  };
}

import type { Duplex } from 'node:stream';

import pg from 'pg';

/** A statement; with a name it is prepared once per connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** What a statement answers: rows, and how many it touched. */
export interface Answer<Row> {
  readonly rows: readonly Row[];
  readonly rowCount: number;
}

/** One connection for the length of a transaction or of a piece of work. */
export interface Session {
  /** Sends the statement at once; answers come in the order of sending, so statements need not wait for each other. */
  send<Row = unknown>(statement: Statement, parameters?: readonly unknown[]): Promise<Answer<Row>>;
  /** What is sent inside `sendAll` leaves in one packet. */
  together<T>(sendAll: () => T): T;
}

/** A database, whatever its connection: the same SQL runs on a server and on the embedded one. */
export interface Db {
  query<Row>(statement: Statement, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Lends a session; a transaction that the work leaves open is rolled back. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How to reach the database. */
export interface DbOptions {
  /** libpq URI, or undefined with `stream`. */
  readonly connectionString?: string | undefined;
  /** Makes the wire itself, for a database that has no socket. */
  readonly stream?: (() => Duplex) | undefined;
  readonly poolMax: number;
  /** Where the tables live; undefined = the database's default. */
  readonly schema?: string | undefined;
}

/**
 * Plans must not depend on statistics: a batch that meets a table which was empty yesterday would else read all of
 * it. Every statement here has an index, so the planner is told to use it.
 */
const sessionSettings: Statement = {
  text: `select set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
    set_config('enable_mergejoin', 'off', false), set_config('jit', 'off', false),
    set_config('work_mem', '32MB', false), set_config('lock_timeout', '20s', false),
    set_config('idle_in_transaction_session_timeout', '60s', false),
    set_config('search_path', coalesce($1, current_setting('search_path')), false)`,
};

/** Object id of `int8` in every PostgreSQL. */
const int8Oid = 20;
const isInt8 = (oid: number): boolean => oid === int8Oid;

/** 64-bit integers as numbers: every count, time and sequence here is a safe integer. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    isInt8(oid) ? Number : (pg.types.getTypeParser(oid, format) as unknown),
};

/** Opens a pool; nothing is connected until the first query. */
export function openDb(options: DbOptions): Db {
  // The driver knows `pipeline` (a statement need not wait for the answer before), its type declarations do not.
  const config: pg.PoolConfig & { readonly pipeline: true } = {
    connectionString: options.connectionString,
    max: options.poolMax,
    pipeline: true,
    types,
    idleTimeoutMillis: options.stream ? 0 : 30_000,
    connectionTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'ordermesh',
    ...(options.stream ? { stream: options.stream } : {}),
  };
  const pool = new pg.Pool(config);
  pool.on('connect', (client) => {
    // Without its settings the connection might look into another schema: then it must not be used.
    client
      .query(sessionSettings.text, [options.schema ?? null])
      .catch(() => wireOf(client)?.destroy());
  });
  // A connection that breaks while idle is replaced by the pool; a lasting failure shows at the next query.
  pool.on('error', () => undefined);
  return {
    query: async <Row>(statement: Statement, parameters: readonly unknown[] = []) => {
      const { rows } = await pool.query({ ...statement, values: [...parameters] });
      return rows as Row[];
    },
    session: async (work) => {
      const client = await pool.connect();
      try {
        return await work(sessionOf(client));
      } finally {
        client.release(!(await isIdle(client)));
      }
    },
    close: () => pool.end(),
  };
}

function sessionOf(client: pg.PoolClient): Session {
  return {
    send: async <Row>(
      statement: Statement,
      parameters: readonly unknown[] = [],
    ): Promise<Answer<Row>> => {
      const { rows, rowCount } = await client.query({ ...statement, values: [...parameters] });
      return { rows: rows as Row[], rowCount: rowCount ?? 0 };
    },
    together: (sendAll) => {
      const wire = wireOf(client);
      wire?.cork();
      try {
        return sendAll();
      } finally {
        wire?.uncork();
      }
    },
  };
}

/** Ends what the work left open. @returns false when the connection cannot be used again */
async function isIdle(client: pg.PoolClient): Promise<boolean> {
  if (client.getTransactionStatus() === 'I') return true;
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

/** The driver's own stream, to send several statements in one packet; nothing but speed depends on it. */
const wireOf = (client: pg.PoolClient): Duplex | undefined =>
  (client as unknown as { readonly connection?: { readonly stream?: Duplex } }).connection?.stream;

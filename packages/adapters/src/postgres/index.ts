/**
 * The store port on PostgreSQL 15 and later: batches locked in one order, judged by the core's arbitration, written
 * in one transaction. The SQL is the same for the embedded database (see the `pglite` door).
 *
 * @packageDocumentation
 */
export { postgresStore } from './store.ts';
export type { PostgresStoreOptions } from './store.ts';

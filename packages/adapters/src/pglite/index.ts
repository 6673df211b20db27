/**
 * The store port on PGlite, PostgreSQL compiled for one process: the embedded default that needs no server. The same
 * SQL and the same driver as for the server; only the wire differs, which leads into a worker thread.
 *
 * @packageDocumentation
 */
export { pgliteStore } from './store.ts';
export type { PgliteStoreOptions } from './store.ts';

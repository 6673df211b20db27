/**
 * A whole store as one stream of lines, and back: backups, and the way from the embedded store to PostgreSQL. Every line
 * carries a hash over itself and all before it, every table a hash over its rows; and the log is folded again, so that
 * what comes back is not only what was written but also agrees with itself.
 *
 * @packageDocumentation
 */
export type { StorePlace } from './place.ts';
export { DamagedBackup, readLines } from './lines.ts';
export type { BackupLine, BackupSummary, TableSummary } from './lines.ts';
export { saveStore } from './save.ts';
export { loadStore, readStore } from './load.ts';
export type { Loading } from './load.ts';

/**
 * Tables of other people read as documents of the API: which column is which field, in which units and forms. Pure.
 *
 * @packageDocumentation
 */
export { mappedColumns, readMapping } from './mapping.ts';
export type { MappedColumn, Mapping } from './mapping.ts';
export { documentReader } from './documents.ts';
export type { ReadDocument, RowFault, TableRow } from './documents.ts';

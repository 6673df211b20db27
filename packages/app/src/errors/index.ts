/**
 * Errors of every surface: one registry of codes, one failure class that carries why and what to try.
 *
 * @packageDocumentation
 */
export { errorByCode, errorEntries, errorRegistry } from './registry.ts';
export type { ErrorEntry } from './entry.ts';
export type { ErrorName } from './registry.ts';
export { AppFailure } from './failure.ts';
export type { FieldError, Occurrence } from './failure.ts';
export { didYouMean } from './suggest.ts';

/**
 * What physical facts (scans) mean for the work of a node: picking, packing, handing over. Nothing else moves it.
 *
 * @packageDocumentation
 */
export { provesDeparture, workByFact } from './decide/index.ts';
export type { WorkMove } from './decide/index.ts';

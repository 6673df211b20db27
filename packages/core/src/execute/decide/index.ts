export { provesDeparture, workByFact } from './work-by-fact.ts';
export type { WorkMove } from './work-by-fact.ts';

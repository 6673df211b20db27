/**
 * The edges of the house: what connectors bring in, and what the app keeps for those outside.
 *
 * @packageDocumentation
 */
export { caseDesk } from './keep-cases.ts';
export type { CaseDesk, KeptCases } from './keep-cases.ts';

/**
 * Regular expressions: a proof that none can be made to run away. Every expression of the source is read as an automaton;
 * what its matcher can try at most is counted from the automaton's loops.
 *
 * @packageDocumentation
 */
export { expressionsIn } from './find.ts';
export type { Expression, Found } from './find.ts';
export { growthOf } from './growth.ts';
export type { Growth } from './growth.ts';

/**
 * The demo: the real hub on the embedded database in a seeded world, shown on a terminal.
 *
 * @packageDocumentation
 */
export { runDemo } from './run-demo.ts';

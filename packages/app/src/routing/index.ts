/**
 * The role `router`: places orders that other processes have accepted, taken from the bus while it works and from the
 * store always.
 *
 * @packageDocumentation
 */
export { runRouter } from './run-router.ts';
export type { Router } from './run-router.ts';

/**
 * Who holds which units for whom: soft for carts, hard for accepted orders. The store arbitrates; this room says
 * what must hold.
 *
 * @packageDocumentation
 */
export type { Reservation } from './decide/index.ts';

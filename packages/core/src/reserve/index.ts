/**
 * Who holds which units for whom: soft for carts, hard for accepted orders. The store arbitrates; this room says
 * what is to be written so that the counters stay the sum of the live reservations.
 *
 * @packageDocumentation
 */
export { drawQuotas, letGo, letGoAll, reservePlan } from './decide/index.ts';
export type {
  HardReservations,
  LetGo,
  LotOffer,
  ReservableParcel,
  Reservation,
  ReservationChange,
} from './decide/index.ts';

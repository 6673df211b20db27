export type { Reservation } from './reservation.ts';

export type { Reservation } from './reservation.ts';
export { reservePlan } from './reserve-plan.ts';
export type { HardReservations, LotOffer, ReservableParcel } from './reserve-plan.ts';
export { drawQuotas } from './draw-quotas.ts';
export { letGo, letGoAll } from './let-go.ts';
export type { LetGo, ReservationChange } from './let-go.ts';

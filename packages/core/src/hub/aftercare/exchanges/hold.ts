import { minuteMs } from '../../../words/index.ts';
import type { Reservation } from '../../../reserve/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';

/** How long goods wait for the exchange that they are held for to be written; a process may die between the two, ms. */
export const openingMs = 10 * minuteMs;

/** What was held for a moment is held as long as the exchange may take. */
export function holdUntil(
  change: OrderChange,
  reservations: readonly Reservation[],
  expiresAt: number,
): void {
  const held = reservations.map((one) => ({
    record: { ...one, expiresAt },
    unitsBefore: one.units,
  }));
  change.unit.reservationsChanged.push(...held);
}

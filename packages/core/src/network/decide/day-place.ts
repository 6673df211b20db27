import { atOfLocal, localDay, zoneNamed } from '../../words/index.ts';
import type { NodeProfile } from './profile.ts';

/** Where the orders of a whole day are counted: a place like a slot's, that every order of the day takes as well. */
export interface DayPlace {
  /** Name of the day among slots: its last millisecond, which no slot starts at. */
  readonly slotAt: number;
  readonly ordersMax: number;
}

/**
 * The daily limit that a slot falls under.
 *
 * @param slotAt start of the slot, or any moment of the day, epoch ms
 * @returns undefined when the node has no daily limit
 */
export function dayPlaceOf(
  node: Pick<NodeProfile, 'terms' | 'timeZone'>,
  slotAt: number,
): DayPlace | undefined {
  const ordersMax = node.terms?.ordersPerDayMax;
  if (ordersMax === undefined) return undefined;
  const zone = zoneNamed(node.timeZone);
  if (!zone.ok) return undefined;
  const nextDay = localDay(slotAt, zone.value) + 1;
  return { slotAt: atOfLocal(zone.value, nextDay, 0) - 1, ordersMax };
}

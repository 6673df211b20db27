import { atOfLocal, localDay, zoneNamed } from '../../words/index.ts';
import type { CarrierService, NodeProfile } from './profile.ts';

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
  const endAt = dayEndOf(node, slotAt);
  return endAt === undefined ? undefined : { slotAt: endAt - 1, ordersMax };
}

/** The end of the node's local day that a moment lies in, epoch ms; undefined where its time zone is unknown. */
export function dayEndOf(
  { timeZone }: Pick<NodeProfile, 'timeZone'>,
  at: number,
): number | undefined {
  const zone = zoneNamed(timeZone);
  return zone.ok ? atOfLocal(zone.value, localDay(at, zone.value) + 1, 0) : undefined;
}

type Limited = Pick<CarrierService, 'serviceId' | 'parcelsPerDayMax'>;

/**
 * How many parcels a service takes from a node on one local day.
 *
 * @returns what was agreed with the node, else what the service takes from any; undefined = no limit
 */
export const carrierLimitOf = (
  { terms }: Pick<NodeProfile, 'terms'>,
  { serviceId, parcelsPerDayMax }: Limited,
): number | undefined =>
  terms?.carrierLimits?.find((one) => one.serviceId === serviceId)?.parcelsPerDayMax ??
  parcelsPerDayMax;

/** More names than any node has limited services; below a minute, so that no slot has such a name. */
const carrierNames = 59_990;

/**
 * The name under which parcels of a service are counted among the places of a node's day: that many ms before the last
 * one. Follows from the service's id alone (FNV-1a), so that every version of a network counts on.
 *
 * @returns 1 … 59990
 */
export function carrierName({ serviceId }: Pick<CarrierService, 'serviceId'>): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < serviceId.length; at++)
    hash = Math.imul(hash ^ serviceId.charCodeAt(at), 0x0100_0193);
  return ((hash >>> 0) % carrierNames) + 1;
}

/**
 * Where the parcels that a service takes from a node on the day of a slot are counted: on the day on which work
 * starts.
 *
 * @returns undefined when the service has no daily limit there
 */
export function carrierPlaceOf(
  node: Pick<NodeProfile, 'terms' | 'timeZone'>,
  service: Limited,
  slotAt: number,
): DayPlace | undefined {
  const ordersMax = carrierLimitOf(node, service);
  const endAt = ordersMax === undefined ? undefined : dayEndOf(node, slotAt);
  if (ordersMax === undefined || endAt === undefined) return undefined;
  return { slotAt: endAt - 1 - carrierName(service), ordersMax };
}

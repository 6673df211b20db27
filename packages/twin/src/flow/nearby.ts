import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { NodeProfile } from '@ordermesh/core/network';
import type { City } from '../world/cities.ts';

/** What the network has around a city. */
export interface Nearby {
  /** Dark stores within 25 km of the centre. */
  readonly darkStores: readonly NodeProfile[];
  /** Stores within 40 km of the centre. */
  readonly stores: readonly NodeProfile[];
  /** Distance to the nearest DC that ships cold, km; Infinity when there is none. */
  readonly coldKm: number;
}

/** Looks around a city. */
export function nearbyOf(city: City, nodes: readonly NodeProfile[]): Nearby {
  const centre = unitVector(city.latitude, city.longitude);
  const away = nodes.map((node) => ({
    node,
    km: distanceKm(centre, unitVector(node.place.latitude, node.place.longitude)),
  }));
  const within = (kind: NodeProfile['kind'], kmMax: number): NodeProfile[] =>
    away.filter(({ node, km }) => node.kind === kind && km <= kmMax).map(({ node }) => node);
  const coldKms = away
    .filter(({ node }) => node.kind === 'dc' && node.temperatureClasses.includes('frozen'))
    .map(({ km }) => km);
  return {
    darkStores: within('dark_store', 25),
    stores: within('store', 40),
    coldKm: Math.min(Number.POSITIVE_INFINITY, ...coldKms),
  };
}

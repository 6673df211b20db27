import type { Network } from '../../../../network/decide/index.ts';
import type { ForecastPublished } from '../../../../stock/decide/index.ts';
import type { CostPlace } from './unit-costs.ts';

/** A zone is named after its country (`CN-SH`) where it has one of the network's; else it is the first node's. */
export function placesOf(
  zones: ForecastPublished['zones'],
  network: Network,
): readonly CostPlace[] {
  const home = network.nodes[0]?.place.country ?? '';
  const served = new Set(network.services.flatMap(({ countries }) => countries));
  return zones.map(({ zoneId, latitude, longitude }) => {
    const [country = ''] = zoneId.split('-');
    return { latitude, longitude, country: served.has(country) ? country : home };
  });
}

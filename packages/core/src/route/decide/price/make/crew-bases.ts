import { dayMs } from '../../../../words/index.ts';
import type { Network } from '../../../../network/decide/index.ts';
import { crewMinutesOf } from '../crew/crew-minutes.ts';
import { crewWorth } from '../crew/crew-worth.ts';
import type { CrewBase } from '../sheet.ts';
import { expectedUnits } from './expected-demand.ts';
import type { PriceAsk } from './price-ask.ts';
import { placesOf } from './places.ts';

/**
 * What a courier's minute is worth at every node that has couriers of its own, by where orders are expected from. An
 * hour of a courier at the mean of all crews is worth an hour of a customer's waiting; none without a forecast.
 */
export function crewBases(ask: PriceAsk, network: Network): readonly CrewBase[] {
  const { forecast, perHourMinor, placesPercent } = ask;
  const couriers = network.nodes.map(({ terms }) => terms?.couriers ?? 0);
  if (forecast === undefined || !couriers.some((count) => count > 0)) return [];
  const { zones } = forecast;
  const zoneIxOf = new Map(zones.map(({ zoneId }, zoneIx) => [zoneId, zoneIx]));
  const horizon = { fromAt: ask.madeAt, untilAt: ask.madeAt + ask.horizonDays * dayMs };
  const shares = expectedUnits(forecast.forecasts, zoneIxOf, horizon);
  const places = placesOf(zones, network).map((place, zoneIx) => ({
    share: shares[zoneIx] as number,
    minutes: minutesTo(network, place),
  }));
  const { worth } = crewWorth({ couriers, places });
  return network.nodes.map(({ slots }, nodeIx) => ({
    nodeIx,
    slotMinutes: slots.lengthMinutes,
    milli: ((worth[nodeIx] as number) * perHourMinor * 10 * placesPercent) / 60,
  }));
}

/** The shortest way of any of the node's own services, out and back, by node index. */
function minutesTo(network: Network, place: ReturnType<typeof placesOf>[number]): Float64Array {
  const km = network.distancesKm({ ...place, subdivision: '', postcode: '' });
  return Float64Array.from(network.nodes, (_, nodeIx) => {
    let least = Infinity;
    for (const serviceIx of network.servicesAt(nodeIx)) {
      const service = network.services[serviceIx];
      const zone = network.zoneOf(serviceIx, km[nodeIx] as number);
      if (service === undefined || zone < 0) continue;
      const minutes = crewMinutesOf(service, zone);
      if (minutes > 0) least = Math.min(least, minutes);
    }
    return least;
  });
}

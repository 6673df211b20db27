import type { Place } from '../../../../words/index.ts';
import type { Network } from '../../../../network/decide/index.ts';
import type { TemperatureClass } from '../../../../parties/decide/index.ts';

/** Where customers are, as prices see them. */
export type CostPlace = Pick<Place, 'latitude' | 'longitude' | 'country'>;

/** One unit of an item as carriers see it. */
export interface UnitGoods {
  readonly weightGrams: number;
  readonly temperatureClass: TemperatureClass;
}

/**
 * What it costs to send one unit alone from every node to every place by the network's own rates: the cheapest service
 * of standard delivery, with handling of an order of one line and unit.
 *
 * @returns minor units, `[place * nodes + node]`; Infinity where the node does not send it there
 */
export type UnitCosts = (goods: UnitGoods) => Float64Array;

/** Looks up lanes once for many goods; answers for goods of one weight and class are kept. */
export function unitCosts(network: Network, places: readonly CostPlace[]): UnitCosts {
  const lanes = lanesTo(network, places);
  const handling = Float64Array.from(
    network.nodes,
    (node) =>
      node.handlingCostPerOrderMinor +
      node.handlingCostPerLineMinor +
      (node.handlingCostPerUnitMicros ?? 0) / 1e6,
  );
  const known = new Map<string, Float64Array>();
  return (goods) => {
    const key = `${goods.temperatureClass} ${String(goods.weightGrams)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const costs = new Float64Array(places.length * network.nodes.length).fill(Infinity);
    for (const { cell, nodeIx, serviceIx, zone } of lanes) {
      const [node, service] = [network.nodes[nodeIx], network.services[serviceIx]];
      if (node?.temperatureClasses.includes(goods.temperatureClass) !== true) continue;
      if (service?.temperatureClasses.includes(goods.temperatureClass) !== true) continue;
      const freight = network.freightMinor(serviceIx, zone, goods.weightGrams);
      if (freight < 0 || goods.weightGrams > service.weightGramsMax) continue;
      const cost = freight + (handling[nodeIx] as number);
      if (cost < (costs[cell] as number)) costs[cell] = cost;
    }
    known.set(key, costs);
    return costs;
  };
}

interface PlaceLane {
  readonly cell: number;
  readonly nodeIx: number;
  readonly serviceIx: number;
  readonly zone: number;
}

function lanesTo(network: Network, places: readonly CostPlace[]): readonly PlaceLane[] {
  const { nodes, services } = network;
  return places.flatMap((place, placeIx) => {
    const km = network.distancesKm({ ...place, subdivision: '', postcode: '' });
    return nodes.flatMap((node, nodeIx) => {
      if (!node.abilities.includes('ship')) return [];
      return network.servicesAt(nodeIx).flatMap((serviceIx): PlaceLane[] => {
        const service = services[serviceIx];
        if (service?.serviceLevels.includes('standard') !== true) return [];
        if (!service.countries.includes(place.country)) return [];
        const zone = network.zoneOf(serviceIx, km[nodeIx] as number);
        return zone < 0 ? [] : [{ cell: placeIx * nodes.length + nodeIx, nodeIx, serviceIx, zone }];
      });
    });
  });
}

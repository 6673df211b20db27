import type { CarrierService, Network, ServiceLevel } from '../../../network/decide/index.ts';
import type { TemperatureClass } from '../../../parties/decide/index.ts';
import { crewMinutesOf } from '../price/crew/crew-minutes.ts';

/** A network as columns: what the search asks of every node, without touching an object. */
export interface NetworkColumns {
  readonly nodeCount: number;
  /** Bits of `abilityBit`. */
  readonly abilities: Uint8Array;
  /** Bits of `temperatureBit`. */
  readonly temperatures: Uint8Array;
  /** Position of the node in the order of node ids: the last tie-breaker. */
  readonly rank: Int32Array;
  /** Services of all nodes together: no try has more lanes. */
  readonly lanesMax: number;
  readonly serviceTemperatures: Uint8Array;
  readonly serviceRank: Int32Array;
  readonly serviceWeightGramsMax: Float64Array;
  /** What every service can carry. */
  readonly weightGramsMaxMin: number;
  readonly handlingPerOrderMinor: Float64Array;
  readonly handlingPerLineMinor: Float64Array;
  readonly handlingPerUnitMicros: Float64Array;
  readonly giftWrapMinor: Float64Array;
  /** Least handling of any parcel: one order with one line. */
  readonly handlingFloorMinor: Float64Array;
  /** Zones of service s are `firstZone[s]` up to, not with, `firstZone[s + 1]` in the columns by zone. */
  readonly firstZone: Int32Array;
  /** Largest distance of the zone, km. */
  readonly zoneKmMax: Float64Array;
  /** By service, first zone that reaches `km` whole kilometres, `[km]`; its length is the reach of the service, km. */
  readonly zoneFromKm: readonly Uint16Array[];
  /** Least freight of any parcel, by zone: what no weight can go below. */
  readonly freightFloorMinor: Float64Array;
  /** What an order takes of one of the node's own couriers, out and back, minutes, by zone; 0 where a carrier collects. */
  readonly crewMinutes: Float64Array;
  /** The services of every node that offer the level and deliver to the country; cached. */
  readonly servicesFor: (level: ServiceLevel, country: string) => NodeServices;
}

/** Services of node n are `serviceAt[first[n]]` up to, not with, `serviceAt[first[n + 1]]`. */
export interface NodeServices {
  readonly first: Int32Array;
  readonly serviceAt: Int32Array;
}

const temperatureBits: Readonly<Record<TemperatureClass, number>> = {
  ambient: 1,
  chilled: 2,
  frozen: 4,
};
const abilityBits = { ship: 1, pickup: 2, returns: 4, gift_wrap: 8 } as const;

/** The bit of a temperature class: a lane can carry a parcel when it has all bits of its goods. */
export const temperatureBit = (temperature: TemperatureClass): number =>
  temperatureBits[temperature];

/** The abilities that a node must have for a service level, and for wrapping presents. */
export const abilityBit = (level: ServiceLevel, wraps: boolean): number =>
  (level === 'pickup' ? abilityBits.pickup : abilityBits.ship) |
  (wraps ? abilityBits.gift_wrap : 0);

const known = new WeakMap<Network, NetworkColumns>();

/** The columns of a network; a pure function of it, remembered as long as the network lives. */
export function columnsOf(network: Network): NetworkColumns {
  const found = known.get(network);
  if (found !== undefined) return found;
  const columns = buildColumns(network);
  known.set(network, columns);
  return columns;
}

function buildColumns(network: Network): NetworkColumns {
  const { nodes, services } = network;
  const bits = (classes: readonly TemperatureClass[]): number =>
    classes.reduce((mask, one) => mask | temperatureBit(one), 0);
  return {
    nodeCount: nodes.length,
    abilities: Uint8Array.from(nodes, (node) =>
      node.abilities.reduce((mask, ability) => mask | abilityBits[ability], 0),
    ),
    temperatures: Uint8Array.from(nodes, (node) => bits(node.temperatureClasses)),
    rank: ranksOf(nodes.map(({ nodeId }) => nodeId)),
    lanesMax: nodes.reduce((sum, _, nodeIx) => sum + network.servicesAt(nodeIx).length, 0),
    serviceTemperatures: Uint8Array.from(services, (one) => bits(one.temperatureClasses)),
    serviceRank: ranksOf(services.map(({ serviceId }) => serviceId)),
    serviceWeightGramsMax: Float64Array.from(services, (one) => one.weightGramsMax),
    weightGramsMaxMin: Math.min(...services.map((one) => one.weightGramsMax)),
    handlingPerOrderMinor: Float64Array.from(nodes, (node) => node.handlingCostPerOrderMinor),
    handlingPerLineMinor: Float64Array.from(nodes, (node) => node.handlingCostPerLineMinor),
    handlingPerUnitMicros: Float64Array.from(nodes, (node) => node.handlingCostPerUnitMicros ?? 0),
    giftWrapMinor: Float64Array.from(nodes, (node) => node.giftWrapCostMinor ?? 0),
    handlingFloorMinor: Float64Array.from(
      nodes,
      (node) => node.handlingCostPerOrderMinor + node.handlingCostPerLineMinor,
    ),
    firstZone: firstZones(services),
    zoneKmMax: Float64Array.from(services.flatMap((one) => one.zoneKmMax)),
    zoneFromKm: services.map(({ zoneKmMax }) =>
      Uint16Array.from({ length: Math.floor(zoneKmMax.at(-1) ?? -1) + 1 }, (_, km) =>
        zoneKmMax.findIndex((kmMax) => km <= kmMax),
      ),
    ),
    freightFloorMinor: Float64Array.from(
      services.flatMap((one) => one.rateMinor.map((row) => Math.min(...row))),
    ),
    crewMinutes: Float64Array.from(
      services.flatMap((one) => one.rateMinor.map((_, zone) => crewMinutesOf(one, zone))),
    ),
    servicesFor: rememberedServices(network),
  };
}

function firstZones(services: readonly CarrierService[]): Int32Array {
  const first = new Int32Array(services.length + 1);
  for (const [serviceIx, { rateMinor }] of services.entries())
    first[serviceIx + 1] = (first[serviceIx] as number) + rateMinor.length;
  return first;
}

/** Position of each text among all, in code-unit order. */
function ranksOf(texts: readonly string[]): Int32Array {
  const ranks = new Int32Array(texts.length);
  [...texts.keys()]
    .sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1))
    .forEach((textIx, rank) => {
      ranks[textIx] = rank;
    });
  return ranks;
}

function rememberedServices(network: Network): NetworkColumns['servicesFor'] {
  const remembered = new Map<string, NodeServices>();
  return (level, country) => {
    const key = `${level} ${country}`;
    const found = remembered.get(key);
    if (found !== undefined) return found;
    const isOffered = network.services.map(
      (one) => one.serviceLevels.includes(level) && one.countries.includes(country),
    );
    const serviceAt: number[] = [];
    const first = new Int32Array(network.nodes.length + 1);
    network.nodes.forEach((_, nodeIx) => {
      serviceAt.push(...network.servicesAt(nodeIx).filter((serviceIx) => isOffered[serviceIx]));
      first[nodeIx + 1] = serviceAt.length;
    });
    const services = { first, serviceAt: Int32Array.from(serviceAt) };
    remembered.set(key, services);
    return services;
  };
}

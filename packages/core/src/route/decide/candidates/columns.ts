import type { CarrierService, Network, ServiceLevel } from '../../../network/decide/index.ts';
import type { TemperatureClass } from '../../../parties/decide/index.ts';

/** A network as columns: what the search asks of every node, without touching an object. */
export interface NetworkColumns {
  readonly nodeCount: number;
  /** Bits of `abilityBit`. */
  readonly abilities: Uint8Array;
  /** Bits of `temperatureBit`. */
  readonly temperatures: Uint8Array;
  /** Position of the node in the order of node ids: the last tie-breaker. */
  readonly rank: Int32Array;
  /** Services of node n are `serviceAt[firstService[n]]` up to, not with, `firstService[n + 1]`. */
  readonly firstService: Int32Array;
  readonly serviceAt: Int32Array;
  readonly serviceTemperatures: Uint8Array;
  readonly serviceRank: Int32Array;
  readonly serviceWeightGramsMax: Float64Array;
  readonly handlingPerOrderMinor: Float64Array;
  readonly handlingPerLineMinor: Float64Array;
  readonly handlingPerUnitMicros: Float64Array;
  /** Least handling of any parcel: one order with one line. */
  readonly handlingFloorMinor: Float64Array;
  /** Zone of a service for a distance, −1 when it does not go that far. */
  readonly zoneOf: (serviceIx: number, distanceKm: number) => number;
  /** Where the zones of a service begin in the columns by zone. */
  readonly firstZone: Int32Array;
  /** Least freight of any parcel, by zone: what no weight can go below. */
  readonly freightFloorMinor: Float64Array;
  /** Shortest transit, hours, by zone: no window ends sooner after the start of work. */
  readonly transitHoursMin: Float64Array;
  /** Per service: 1 where it offers the level and delivers to the country; cached. */
  readonly servicesFor: (level: ServiceLevel, country: string) => Uint8Array;
}

const temperatureBits: Readonly<Record<TemperatureClass, number>> = {
  ambient: 1,
  chilled: 2,
  frozen: 4,
};
const abilityBits = { ship: 1, pickup: 2, returns: 4 } as const;

/** The bit of a temperature class: a lane can carry a parcel when it has all bits of its goods. */
export const temperatureBit = (temperature: TemperatureClass): number =>
  temperatureBits[temperature];

/** The ability that a node must have for a service level. */
export const abilityBit = (level: ServiceLevel): number =>
  level === 'pickup' ? abilityBits.pickup : abilityBits.ship;

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
  const serviceAt: number[] = [];
  const firstService = new Int32Array(nodes.length + 1);
  nodes.forEach((_, nodeIx) => {
    serviceAt.push(...network.servicesAt(nodeIx));
    firstService[nodeIx + 1] = serviceAt.length;
  });
  const bits = (classes: readonly TemperatureClass[]): number =>
    classes.reduce((mask, one) => mask | temperatureBit(one), 0);
  return {
    nodeCount: nodes.length,
    abilities: Uint8Array.from(nodes, (node) =>
      node.abilities.reduce((mask, ability) => mask | abilityBits[ability], 0),
    ),
    temperatures: Uint8Array.from(nodes, (node) => bits(node.temperatureClasses)),
    rank: ranksOf(nodes.map(({ nodeId }) => nodeId)),
    firstService,
    serviceAt: Int32Array.from(serviceAt),
    serviceTemperatures: Uint8Array.from(services, (one) => bits(one.temperatureClasses)),
    serviceRank: ranksOf(services.map(({ serviceId }) => serviceId)),
    serviceWeightGramsMax: Float64Array.from(services, (one) => one.weightGramsMax),
    handlingPerOrderMinor: Float64Array.from(nodes, (node) => node.handlingCostPerOrderMinor),
    handlingPerLineMinor: Float64Array.from(nodes, (node) => node.handlingCostPerLineMinor),
    handlingPerUnitMicros: Float64Array.from(nodes, (node) => node.handlingCostPerUnitMicros ?? 0),
    handlingFloorMinor: Float64Array.from(
      nodes,
      (node) => node.handlingCostPerOrderMinor + node.handlingCostPerLineMinor,
    ),
    zoneOf: (serviceIx, distanceKm) => network.zoneOf(serviceIx, distanceKm),
    firstZone: firstZones(services),
    freightFloorMinor: Float64Array.from(
      services.flatMap((one) => one.rateMinor.map((row) => Math.min(...row))),
    ),
    transitHoursMin: Float64Array.from(
      services.flatMap((one) => one.rateMinor.map((_, zone) => transitHoursMin(one.transit[zone]))),
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

/** The lower end of the transit curve; 0 where none is known. */
function transitHoursMin(transit: CarrierService['transit'][number] | undefined): number {
  const { hours, minutes } = transit ?? {};
  return hours?.values[0] ?? (minutes?.values[0] ?? 0) / 60;
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
  const remembered = new Map<string, Uint8Array>();
  return (level, country) => {
    const key = `${level} ${country}`;
    const found = remembered.get(key);
    if (found !== undefined) return found;
    const flags = Uint8Array.from(network.services, (one) =>
      one.serviceLevels.includes(level) && one.countries.includes(country) ? 1 : 0,
    );
    remembered.set(key, flags);
    return flags;
  };
}

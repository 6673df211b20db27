import { describe, expect, it } from 'vitest';

import { itemId, nodeId, orderId, serviceId, strategyId } from '../../words/index.ts';
import { compileNetwork, readNetworkDocument } from '../../network/decide/index.ts';
import type {
  CarrierService,
  NetworkDocument,
  NodeProfile,
  ServiceLevel,
} from '../../network/decide/index.ts';
import type { TemperatureClass } from '../../parties/decide/index.ts';
import { laneClock } from '../../promise/decide/index.ts';
import { compileStrategy, standardStrategy } from '../../strategy/decide/index.ts';
import type { ObjectiveWeights, StrategyDocument } from '../../strategy/decide/index.ts';
import type { RouteContext, RouteLine, RouteQuestion } from './question.ts';

/** A Wednesday, 10:00 in Shanghai. */
export const wednesday = Date.UTC(2026, 4, 6, 2, 0, 0);
export const customer = {
  latitude: 31,
  longitude: 121,
  country: 'CN',
  subdivision: 'CN-SH',
  postcode: '200000',
};
const kmPerDegree = 111.19508 * Math.cos((31 * Math.PI) / 180);
const always = { weekly: Array.from({ length: 7 }, () => [[0, 1440] as const]), closedDates: [] };

export interface NodeWish {
  readonly id: string;
  /** East of the customer. */
  readonly km: number;
  readonly services?: readonly string[];
  readonly classes?: readonly TemperatureClass[];
  readonly abilities?: NodeProfile['abilities'];
  readonly country?: string;
  readonly perOrderMinor?: number;
  readonly perLineMinor?: number;
}

export const node = (wish: NodeWish): NodeProfile => ({
  nodeId: nodeId(wish.id),
  kind: 'store',
  name: wish.id,
  place: {
    ...customer,
    longitude: 121 + wish.km / kmPerDegree,
    country: wish.country ?? 'CN',
    subdivision: '',
  },
  timeZone: 'Asia/Shanghai',
  tags: [],
  abilities: wish.abilities ?? ['ship', 'pickup'],
  temperatureClasses: wish.classes ?? ['ambient'],
  calendar: always,
  slots: { lengthMinutes: 60, ordersMax: 10 },
  handlingMinutes: { levels: [0.5], values: [30] },
  handlingCostPerOrderMinor: wish.perOrderMinor ?? 200,
  handlingCostPerLineMinor: wish.perLineMinor ?? 50,
  carrierServices: (wish.services ?? ['van']).map(serviceId),
  acceptMinutesMax: 30,
});

export interface ServiceWish {
  readonly id: string;
  readonly levels?: readonly ServiceLevel[];
  readonly classes?: readonly TemperatureClass[];
  readonly zoneKmMax?: readonly number[];
  readonly bandGramsMax?: readonly number[];
  readonly rateMinor?: readonly (readonly number[])[];
  readonly gramsMax?: number;
  readonly minutes?: readonly number[];
}

export const service = (wish: ServiceWish): CarrierService => {
  const zoneKmMax = wish.zoneKmMax ?? [50, 500];
  const minutes = wish.minutes ?? [90, 600];
  return {
    serviceId: serviceId(wish.id),
    name: wish.id,
    mode: 'van_diesel',
    serviceLevels: wish.levels ?? ['standard', 'pickup'],
    countries: ['CN'],
    temperatureClasses: wish.classes ?? ['ambient'],
    zoneKmMax,
    bandWeightGramsMax: wish.bandGramsMax ?? [1000, 5000],
    rateMinor: wish.rateMinor ?? zoneKmMax.map((_, zone) => [800 + 400 * zone, 1200 + 600 * zone]),
    perExtraKgMinor: 100,
    weightGramsMax: wish.gramsMax ?? 20_000,
    collection: { kind: 'on_demand' },
    transit: zoneKmMax.map((_, zone) => ({
      minutes: { levels: [0.5], values: [minutes[zone] ?? 600] },
    })),
    deliveryCalendar: always,
  };
};

export interface WorldWish {
  readonly nodes: readonly NodeWish[];
  readonly services?: readonly ServiceWish[];
  readonly weights?: Partial<ObjectiveWeights>;
  readonly strategy?: Partial<StrategyDocument>;
  readonly dutyRates?: NetworkDocument['dutyRates'];
}

export const plainWeights: ObjectiveWeights = {
  costPercent: 100,
  dutyPercent: 100,
  perHourMinor: 0,
  perLateHourMinor: { standard: 100, plus: 100, vip: 400, enterprise: 400 },
  perExtraParcelMinor: 300,
  perKgCarbonMinor: 0,
  stockBalanceMinor: 0,
  fullSlotMinor: 0,
};

/** A compiled world: a network of a few nodes around the customer, and a strategy. */
export function world(wish: WorldWish): RouteContext {
  const document: NetworkDocument = {
    version: 1,
    currency: 'CNY',
    nodes: wish.nodes.map(node),
    carrierServices: (wish.services ?? [{ id: 'van' }]).map(service),
    dutyRates: wish.dutyRates ?? [],
  };
  const read = readNetworkDocument(document);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  const network = compileNetwork(document);
  const strategy: StrategyDocument = {
    ...standardStrategy('balanced', 'CNY')!,
    strategyId: strategyId('test'),
    version: 1,
    mode: 'weighted',
    hardRules: [],
    softRules: [],
    fallbacks: [],
    scenarios: [],
    split: { parcelsMax: 3, partValueMinMinor: 0, lineSplit: 'never' },
    promiseConfidencePercent: 90,
    ...wish.strategy,
    weights: { ...plainWeights, ...wish.weights },
  };
  return { network, laneClock: laneClock(network), strategy: compileStrategy(strategy) };
}

export interface LineWish {
  readonly item: string;
  readonly units?: number;
  readonly gramsEach?: number;
  readonly valueEachMinor?: number;
  readonly temperatureClass?: TemperatureClass;
  readonly lineNo?: number;
}

export const line = (wish: LineWish, at: number): RouteLine => {
  const units = wish.units ?? 1;
  return {
    lineNo: wish.lineNo ?? at + 1,
    itemId: itemId(wish.item),
    quantityUnits: units,
    weightGrams: units * (wish.gramsEach ?? 400),
    valueMinor: units * (wish.valueEachMinor ?? 5000),
    temperatureClass: wish.temperatureClass ?? 'ambient',
    hsCode: undefined,
    originCountry: undefined,
  };
};

export interface Ask {
  readonly lines: readonly LineWish[];
  /** ATP by node id, then by item. */
  readonly stock: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly change?: Partial<RouteQuestion>;
  readonly states?: Readonly<Record<string, number>>;
  readonly closed?: readonly string[];
  readonly loadPercent?: Readonly<Record<string, number>>;
}

/** A question to a world; every node could start at once unless it is `closed`. */
export function question(context: RouteContext, ask: Ask): RouteQuestion {
  const lines = ask.lines.map(line);
  const { nodes } = context.network;
  const byNode = (value: (id: string) => number): number[] => nodes.map((one) => value(one.nodeId));
  return {
    at: wednesday,
    orderId: orderId('ord_1'),
    channel: 'webshop',
    tier: 'standard',
    serviceLevel: 'standard',
    currency: 'CNY',
    shipTo: customer,
    pickupNodeId: undefined,
    promisedWindow: undefined,
    excluded: [],
    onlyNodeIds: undefined,
    networkVersion: 1,
    strategy: { strategyId: 'test', version: 1 },
    ...ask.change,
    lines,
    slice: {
      atpUnits: Int32Array.from(
        nodes.flatMap((one) => lines.map(({ itemId: item }) => ask.stock[one.nodeId]?.[item] ?? 0)),
      ),
      nodeState: Uint8Array.from(byNode((id) => ask.states?.[id] ?? 0)),
      startAt: Float64Array.from(byNode((id) => (ask.closed?.includes(id) ? 0 : wednesday))),
      slotAt: Float64Array.from(byNode((id) => (ask.closed?.includes(id) ? 0 : wednesday))),
      loadPercent: Uint8Array.from(byNode((id) => ask.loadPercent?.[id] ?? 0)),
    },
  };
}

describe('the small world of the routing tests', () => {
  it('puts a node where it says', () => {
    const context = world({ nodes: [{ id: 'near', km: 10 }] });
    expect(context.network.distancesKm(customer)[0]).toBeCloseTo(10, 1);
  });
});

import type {
  CarrierService,
  NetworkDocument,
  NodeProfile,
  WorkingCalendar,
} from '@ordermesh/core/network';
import { standardStrategy } from '@ordermesh/core/strategy';
import type { StrategyDocument } from '@ordermesh/core/strategy';
import { ensure, nodeId, serviceId } from '@ordermesh/core/words';

/** Open every day from 09:00 to 21:00. */
const shopHours: WorkingCalendar = {
  weekly: Array.from({ length: 7 }, () => [[540, 1260]] as const),
  closedDates: [],
};

/** Open around the clock. */
const allHours: WorkingCalendar = {
  weekly: Array.from({ length: 7 }, () => [[0, 1440]] as const),
  closedDates: [],
};

/** A node in Shanghai that ships ambient goods by the service `parcel`. */
export const aNode = (id = 'node_1', parts: Partial<NodeProfile> = {}): NodeProfile => ({
  nodeId: nodeId(id),
  kind: 'store',
  name: `Node ${id}`,
  place: {
    latitude: 31.2,
    longitude: 121.5,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200120',
  },
  timeZone: 'Asia/Shanghai',
  tags: [],
  abilities: ['ship'],
  temperatureClasses: ['ambient'],
  calendar: shopHours,
  slots: { lengthMinutes: 60, ordersMax: 30 },
  handlingMinutes: { levels: [0.5, 0.9, 0.99], values: [20, 45, 90] },
  handlingCostPerOrderMinor: 300,
  handlingCostPerLineMinor: 50,
  carrierServices: [serviceId('parcel')],
  acceptMinutesMax: 15,
  ...parts,
});

/** A store: ships, hands over to customers, takes returns. */
export const aStore = (id = 'st_001', parts: Partial<NodeProfile> = {}): NodeProfile =>
  aNode(id, { kind: 'store', abilities: ['ship', 'pickup', 'returns'], ...parts });

/** A distribution centre: works around the clock, cheaper per order, holds chilled and frozen goods too. */
export const aDc = (id = 'dc_1', parts: Partial<NodeProfile> = {}): NodeProfile =>
  aNode(id, {
    kind: 'dc',
    temperatureClasses: ['ambient', 'chilled', 'frozen'],
    calendar: allHours,
    slots: { lengthMinutes: 60, ordersMax: 500 },
    handlingMinutes: { levels: [0.5, 0.9, 0.99], values: [60, 120, 240] },
    handlingCostPerOrderMinor: 180,
    handlingCostPerLineMinor: 20,
    acceptMinutesMax: 60,
    ...parts,
  });

/** A parcel service over China: three zones, two weight bands, two collections a day. */
export const aCarrierService = (
  id = 'parcel',
  parts: Partial<CarrierService> = {},
): CarrierService => ({
  serviceId: serviceId(id),
  name: `Service ${id}`,
  mode: 'van_diesel',
  serviceLevels: ['standard', 'express'],
  countries: ['CN'],
  temperatureClasses: ['ambient', 'chilled', 'frozen'],
  zoneKmMax: [100, 800, 6000],
  bandWeightGramsMax: [1000, 10_000],
  rateMinor: [
    [600, 900],
    [900, 1500],
    [1400, 2600],
  ],
  perExtraKgMinor: 120,
  weightGramsMax: 30_000,
  collection: {
    kind: 'scheduled',
    timesMinute: [780, 1200],
    weekdays: [true, true, true, true, true, true, true],
  },
  transit: [
    { hours: { levels: [0.5, 0.9, 0.99], values: [20, 28, 48] } },
    { hours: { levels: [0.5, 0.9, 0.99], values: [36, 52, 80] } },
    { hours: { levels: [0.5, 0.9, 0.99], values: [60, 90, 140] } },
  ],
  deliveryCalendar: { ...shopHours },
  ...parts,
});

/** A network of the given nodes (two stores and a DC when absent) with the service `parcel`. */
export const aNetwork = (
  nodes: readonly NodeProfile[] = [aStore('st_001'), aStore('st_002'), aDc('dc_1')],
  parts: Partial<NetworkDocument> = {},
): NetworkDocument => ({
  version: 1,
  currency: 'CNY',
  nodes,
  carrierServices: [aCarrierService()],
  dutyRates: [],
  ...parts,
});

/** The balanced standard strategy in yuan, with the parts that the test is about. */
export function aStrategy(parts: Partial<StrategyDocument> = {}): StrategyDocument {
  const standard = standardStrategy('balanced', 'CNY');
  ensure(standard !== undefined, 'the standard strategy knows the yuan');
  return { ...standard, ...parts };
}

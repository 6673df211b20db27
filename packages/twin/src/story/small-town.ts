import type { NetworkDocument, NodeProfile } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import { itemId, nodeId, serviceId } from '@ordermesh/core/words';
import { aCarrierService, aDc, anItem, aNetwork, aStore } from '@ordermesh/testkit';
import type { Furniture } from '../run/furnish.ts';

const parcel = serviceId('parcel');
const counter = serviceId('counter');
const allHours = aDc().calendar;

/** Two stores in Shanghai that work around the clock, and a DC in Wuhan. */
const townNodes: readonly NodeProfile[] = [
  aStore('st_a', { name: 'Store A', calendar: allHours, carrierServices: [parcel, counter] }),
  aStore('st_b', {
    name: 'Store B',
    calendar: allHours,
    carrierServices: [parcel, counter],
    place: { ...aStore().place, latitude: 31.3, longitude: 121.55, postcode: '200082' },
  }),
  aDc('dc_w', {
    name: 'DC Wuhan',
    place: {
      latitude: 30.6,
      longitude: 114.3,
      country: 'CN',
      subdivision: 'CN-HB',
      postcode: '430000',
    },
  }),
];

/** By parcel, and at the counter where the customer comes. */
const townServices = [
  aCarrierService(),
  aCarrierService('counter', {
    mode: 'bike',
    serviceLevels: ['pickup'],
    zoneKmMax: [6000],
    rateMinor: [[0, 0]],
    perExtraKgMinor: 0,
    collection: { kind: 'on_demand' },
    transit: [{ minutes: { levels: [0.5, 0.9], values: [1, 5] } }],
    deliveryCalendar: allHours,
  }),
];

/** What a small town is made of; all of it may be changed. */
export interface TownMaking {
  readonly nodes?: readonly NodeProfile[];
  readonly items?: readonly ItemProfile[];
  /** Units on hand per node and item. */
  readonly stock?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly network?: Partial<NetworkDocument>;
}

/** The network that stories are told on: store A, store B, and a DC far away; items OAT and TEA unless others are given. */
export function smallTown(making: TownMaking = {}): Furniture {
  const stock = making.stock ?? {
    st_a: { OAT: 10, TEA: 5 },
    st_b: { OAT: 10, TEA: 5 },
    dc_w: { OAT: 100, TEA: 100 },
  };
  return {
    network: aNetwork(making.nodes ?? townNodes, {
      carrierServices: townServices,
      ...making.network,
    }),
    items: making.items ?? [anItem('OAT'), anItem('TEA')],
    stock: Object.entries(stock).flatMap(([node, items]) =>
      Object.entries(items).map(([item, onHandUnits]) => ({
        nodeId: nodeId(node),
        itemId: itemId(item),
        onHandUnits,
        safetyUnits: 0,
      })),
    ),
  };
}

/** The nodes of the small town, to be changed by a story. */
export const smallTownNodes = townNodes;
/** The carrier services of the small town. */
export const smallTownServices = townServices;

import { createHub } from '@ordermesh/core/hub';
import type { Bus, Hub, HubMaking, OrderRules, Store } from '@ordermesh/core/hub';
import type { NodeProfile } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import { itemId, nodeId, serviceId } from '@ordermesh/core/words';

import { aCarrierService, aDc, aNetwork, aStore } from './build/network.ts';
import { anItem } from './build/order.ts';
import { fakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { memoryDatabase } from './memory/database.ts';
import type { MemoryDatabase } from './memory/database.ts';
import { memoryStore } from './memory/store.ts';

const parcel = serviceId('parcel');
const counter = serviceId('counter');

/** Two stores that work around the clock in Shanghai and a DC in Wuhan. */
const smallNodes: readonly NodeProfile[] = [
  aStore('st_a', { calendar: aDc().calendar, carrierServices: [parcel, counter] }),
  aStore('st_b', {
    calendar: aDc().calendar,
    carrierServices: [parcel, counter],
    place: { ...aStore().place, latitude: 31.3, longitude: 121.55, postcode: '200082' },
  }),
  aDc('dc_w', {
    place: {
      latitude: 30.6,
      longitude: 114.3,
      country: 'CN',
      subdivision: 'CN-HB',
      postcode: '430000',
    },
  }),
];

const smallServices = [
  aCarrierService(),
  // The customer comes to the counter.
  aCarrierService(counter, {
    mode: 'bike',
    serviceLevels: ['pickup'],
    zoneKmMax: [6000],
    rateMinor: [[0, 0]],
    perExtraKgMinor: 0,
    collection: { kind: 'on_demand' },
    transit: [{ minutes: { levels: [0.5, 0.9], values: [1, 5] } }],
    deliveryCalendar: aDc().calendar,
  }),
];

/** What `hub.placeOrder` takes, with one line of two OAT to Shanghai; every field may be changed. */
export function aDraft(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    channel: 'webshop',
    tier: 'standard',
    service_level: 'standard',
    currency: 'CNY',
    ship_to: {
      latitude: 31.23,
      longitude: 121.47,
      country: 'CN',
      subdivision: 'CN-SH',
      postcode: '200001',
    },
    lines: [aDraftLine('OAT', 2)],
    ...change,
  };
}

/** A line of a draft. */
export const aDraftLine = (item: string, units: number): Record<string, unknown> => ({
  item,
  quantity: units,
  price: { amount_minor: 1_000 * units, currency: 'CNY' },
});

/** A hub, on a store in memory unless another is given, with a clock that obeys and stock at three nodes. */
export interface SmallWorld {
  readonly hub: Hub;
  readonly store: Store;
  readonly database: MemoryDatabase;
  readonly clock: FakeClock;
}

/** How a small world is made. */
export interface SmallWorldMaking {
  /** Units on hand per node and item; default: ten OAT and five TEA everywhere, a hundred in Wuhan. */
  readonly stock?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly nodes?: readonly NodeProfile[];
  readonly items?: readonly ItemProfile[];
  /** A database that another world uses already: then nothing is put into it. */
  readonly database?: MemoryDatabase;
  readonly clock?: FakeClock;
  readonly origin?: string;
  /** An empty store to start on, instead of one in memory; `database` stays empty then. */
  readonly store?: Store;
  readonly rules?: Partial<OrderRules>;
  readonly bus?: Bus;
  readonly hasTimers?: boolean;
  /** @see HubMaking.settle */
  readonly settle?: HubMaking['settle'];
  /** @see HubMaking.flips */
  readonly flips?: HubMaking['flips'];
  /** @see HubMaking.train */
  readonly train?: HubMaking['train'];
}

const smallStock = {
  st_a: { OAT: 10, TEA: 5 },
  st_b: { OAT: 10, TEA: 5 },
  dc_w: { OAT: 100, TEA: 100 },
};

const hubOf = ({
  rules,
  bus,
  hasTimers,
  settle,
  flips,
  train,
}: SmallWorldMaking): Pick<
  HubMaking,
  'rules' | 'bus' | 'hasTimers' | 'settle' | 'flips' | 'train'
> => ({
  ...(train && { train }),
  ...(flips && { flips }),
  ...(settle && { settle }),
  ...(rules && { rules }),
  ...(bus && { bus }),
  ...(hasTimers !== undefined && { hasTimers }),
});

/** Starts a small world. Timers fire only when the clock is advanced. */
export async function smallWorld(making: SmallWorldMaking = {}): Promise<SmallWorld> {
  const clock = making.clock ?? fakeClock();
  const database = making.database ?? memoryDatabase();
  const origin = making.origin ?? 'small';
  const store = making.store ?? memoryStore({ database, origin });
  const hub = await createHub({ store, env: clock, origin, ...hubOf(making) });
  if (!making.database) {
    await hub.publishNetwork(
      aNetwork(making.nodes ?? smallNodes, { carrierServices: smallServices }),
      'the small world',
    );
    await hub.putItems(making.items ?? [anItem('OAT'), anItem('TEA')]);
    const rows = Object.entries(making.stock ?? smallStock).flatMap(([node, items]) =>
      Object.entries(items).map(([item, onHandUnits]) => ({
        nodeId: nodeId(node),
        itemId: itemId(item),
        onHandUnits,
      })),
    );
    await hub.setStock(rows, 'first count');
  }
  return { hub, store, database, clock };
}

import {
  aCarrierService,
  aDc,
  aDraft,
  aDraftLine,
  aStore,
  held,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { makePriceSheet } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import { itemId, serviceId } from '../../words/index.ts';

const dayMs = 86_400_000;
const bike = serviceId('bike');
const shanghai = { country: 'CN', subdivision: 'CN-SH', postcode: '200040' };
const west = { latitude: 31.23, longitude: 121.4 };
const east = { latitude: 31.23, longitude: 121.5 };

const darkStore = (id: string, place: typeof west) =>
  aStore(id, {
    kind: 'dark_store',
    calendar: aDc().calendar,
    carrierServices: [bike],
    place: { ...shanghai, ...place },
    slots: { lengthMinutes: 60, ordersMax: 10 },
    terms: { couriers: 5 },
  });

/** Two dark stores ten kilometres apart; bikes need 10 minutes within five of them, 20 within eight. */
const bikes = aCarrierService(bike, {
  mode: 'bike',
  serviceLevels: ['standard', 'express'],
  zoneKmMax: [5, 8],
  bandWeightGramsMax: [5000],
  rateMinor: [[500], [500]],
  collection: { kind: 'on_demand' },
  transit: [10, 20].map((usual) => ({ minutes: { levels: [0.5], values: [usual] } })),
  deliveryCalendar: aDc().calendar,
});

/** Six of ten customers live in the west, three in between, one in the east. */
const zones = [
  { zoneId: 'CN-W', ...west },
  { zoneId: 'CN-M', latitude: 31.23, longitude: 121.446 },
  { zoneId: 'CN-E', ...east },
];

async function city(): Promise<SmallWorld> {
  const world = await smallWorld({ stock: { st_a: { OAT: 900 }, st_b: { OAT: 900 } } });
  const network = world.hub.network();
  const dc = network.nodes.filter(({ nodeId }) => nodeId === 'dc_w');
  const nodes = [darkStore('st_a', west), darkStore('st_b', east), ...dc];
  held(
    await world.hub.publishNetwork(
      { ...network, nodes, carrierServices: [...network.carrierServices, bikes] },
      'two stores',
    ),
  );
  const strategy = standardStrategy('priced', 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  const weights = {
    ...strategy.weights,
    perHourMinor: 600,
    opportunityPercent: 0,
    fullSlotMinor: 0,
  };
  const { version: _first, ...json } = strategyJson({ ...strategy, weights });
  held(await world.hub.publishStrategy(json, 'dark stores'));
  const madeAt = world.clock.now();
  const forecasts = [60, 30, 10].map((meanUnits, at) => ({
    itemId: itemId('OAT'),
    zone: zones[at]!.zoneId,
    fromAt: madeAt,
    untilAt: madeAt + 7 * dayMs,
    meanUnits,
    quantiles: [],
    madeBy: 'test.1',
  }));
  held(await world.hub.publishForecast({ madeAt, zones, forecasts }));
  await world.hub.refreshPrices({
    owner: 'one',
    everyMs: 0,
    horizonDays: 7,
    futures: 8,
    shrinkPercent: 100,
    make: makePriceSheet,
  });
  return world;
}

const orderFrom = (place: { readonly latitude: number; readonly longitude: number }) =>
  aDraft({
    ship_to: { ...shanghai, latitude: place.latitude, longitude: place.longitude },
    lines: [aDraftLine('OAT', 1)],
  });

const nodesOf = ({ plan }: Awaited<ReturnType<typeof placed>>) =>
  plan?.parcels.map(({ nodeId }) => nodeId);

describe("couriers' time on the board", () => {
  it('sends those in between to the other crew as the nearer one fills, and leaves the others where they are near', async () => {
    const world = await city();
    const between = orderFrom(zones[1]!);
    expect(nodesOf(await placed(world, between))).toEqual(['st_a']);
    for (let order = 0; order < 6; order += 1)
      expect(nodesOf(await placed(world, orderFrom(west)))).toEqual(['st_a']);
    expect(nodesOf(await placed(world, between))).toEqual(['st_b']);
    expect(nodesOf(await placed(world, orderFrom(east)))).toEqual(['st_b']);
  });

  it('gets dearer as the slot fills, and the decision is the same when it is asked again', async () => {
    const world = await city();
    const costs: number[] = [];
    for (let order = 0; order < 6; order += 1) {
      const one = await placed(world, orderFrom(west));
      costs.push(one.plan?.costItems.capacityMinor ?? 0);
      expect(await world.hub.replay(one.decisionId)).toMatchObject({ value: { same: true } });
    }
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(costs.at(-1)).toBeGreaterThan(costs[0]! + 100);
  });
});

import { aDraft, aDraftLine, anItem, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { makeForecast } from '../../learn/index.ts';
import { makePriceSheet } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import { itemId } from '../../words/index.ts';
import type { ForecastRefresh } from './desk.ts';

const dayMs = 86_400_000;
const oat = itemId('OAT');

const how = (change: Partial<ForecastRefresh> = {}): ForecastRefresh => ({
  owner: 'one',
  everyMs: 7 * dayMs,
  weeksAhead: 4,
  make: makeForecast,
  ...change,
});

const wuhan = {
  ship_to: {
    latitude: 30.6,
    longitude: 114.3,
    country: 'CN',
    subdivision: 'CN-HB',
    postcode: '430000',
  },
};

/** From Wuhan to Nanjing is cheaper than from Shanghai, as long as Wuhan has plenty. */
const toNanjing = aDraft({
  ship_to: {
    latitude: 32.06,
    longitude: 118.8,
    country: 'CN',
    subdivision: 'CN-JS',
    postcode: '210000',
  },
  lines: [aDraftLine('OAT', 1)],
});

const rich = (): Promise<SmallWorld> =>
  smallWorld({
    stock: { st_a: { OAT: 9_000, TEA: 9_000 }, st_b: {}, dc_w: { OAT: 9_000, TEA: 9_000 } },
  });

async function settle(world: SmallWorld): Promise<void> {
  for (let step = 0; step < 60; step++) await Promise.resolve();
  await world.hub.settled();
}

/** Days on which so many OAT are asked for in Wuhan and two in Shanghai. */
async function days(world: SmallWorld, count: number, inWuhan: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    await placed(world, aDraft({ ...wuhan, lines: [aDraftLine('OAT', inWuhan)] }));
    await placed(world, aDraft());
    world.clock.advance(dayMs);
    await settle(world);
  }
}

const meanOf = ({ hub, clock }: SmallWorld, zone: string): number =>
  hub
    .expectedDemand({ fromAt: clock.now(), untilAt: clock.now() + 7 * dayMs, itemId: oat })
    .filter((row) => row.zone === zone)
    .reduce((sum, row) => sum + row.meanUnits, 0);

describe('the forecast of a hub', () => {
  it('waits for four whole weeks, then says by zone what is asked for, with age and method', async () => {
    const world = await rich();
    await days(world, 27, 6);
    expect(await world.hub.refreshForecasts(how())).toBe('watched');
    expect(world.hub.forecasts()).toMatchObject({ published: undefined, methods: [] });
    await days(world, 2, 6);
    expect(await world.hub.refreshForecasts(how())).toBe('made');
    expect(await world.hub.refreshForecasts(how())).toBe('not-due');
    const { published, methods, ageMs } = world.hub.forecasts();
    expect(methods).toEqual(['combined.2']);
    expect(ageMs).toBe(0);
    expect(published?.zones.map(({ zoneId }) => zoneId).sort()).toEqual(['CN-HB', 'CN-SH']);
    expect(meanOf(world, 'CN-HB')).toBeGreaterThan(36);
    expect(meanOf(world, 'CN-HB')).toBeLessThan(48);
    expect(meanOf(world, 'CN-SH')).toBeGreaterThan(11);
    expect(meanOf(world, 'CN-SH')).toBeLessThan(17);
  });

  it('is the same in another process, whose book is read from the store and the log since', async () => {
    const one = await rich();
    await days(one, 29, 6);
    await one.hub.refreshForecasts(how());
    await days(one, 7, 6);
    const { database, clock } = one;
    const two = await smallWorld({ database, clock, origin: 'two' });
    expect(two.hub.forecasts().published?.version).toBe(1);
    expect(await two.hub.refreshForecasts(how({ owner: 'two' }))).toBe('made');
    await settle(one);
    clock.advance(1_000);
    await settle(one);
    expect(one.hub.forecasts().published).toEqual(two.hub.forecasts().published);
    expect(meanOf(two, 'CN-HB')).toBeGreaterThan(36);
  });

  it('is made by one process at a time', async () => {
    const one = await rich();
    await days(one, 29, 6);
    const { database, clock } = one;
    const two = await smallWorld({ database, clock, origin: 'two' });
    const both = await Promise.all([
      one.hub.refreshForecasts(how()),
      two.hub.refreshForecasts(how({ owner: 'two' })),
    ]);
    expect([...both].sort()).toEqual(['made', 'other-process']);
  });

  it('leaves out goods by weight', async () => {
    const world = await smallWorld({
      items: [anItem('OAT'), anItem('TEA'), anItem('HAM', { unit: 'gram' })],
      stock: { st_a: { OAT: 9_000, HAM: 900_000 }, st_b: {}, dc_w: { OAT: 9_000 } },
    });
    for (let day = 0; day < 29; day++) {
      await placed(world, aDraft({ lines: [aDraftLine('OAT', 2), aDraftLine('HAM', 300)] }));
      world.clock.advance(dayMs);
      await settle(world);
    }
    expect(await world.hub.refreshForecasts(how())).toBe('made');
    const { published } = world.hub.forecasts();
    expect(new Set(published?.forecasts.map((row) => row.itemId))).toEqual(new Set([oat]));
  });
});

describe('what is withdrawn', () => {
  it('before a node has the work counts no more; what the customer asked for and did not get stays', async () => {
    const world = await smallWorld({
      stock: { st_a: { OAT: 9_000 }, st_b: {}, dc_w: { OAT: 9_000 } },
      rules: { remorseMinutes: 60 },
    });
    for (let day = 0; day < 29; day++) {
      await placed(world, aDraft());
      const regretted = await placed(world, aDraft({ lines: [aDraftLine('OAT', 40)] }));
      held(await world.hub.cancelOrder(regretted.record.order.orderId, { reason: 'regret' }));
      const lacking = await placed(world, aDraft({ ...wuhan, lines: [aDraftLine('TEA', 5)] }));
      held(await world.hub.cancelOrder(lacking.record.order.orderId, { reason: 'none there' }));
      world.clock.advance(dayMs);
      await settle(world);
    }
    expect(await world.hub.refreshForecasts(how())).toBe('made');
    expect(meanOf(world, 'CN-SH')).toBeLessThan(17);
    const { published } = world.hub.forecasts();
    const tea = published?.forecasts.find((row) => row.itemId === 'TEA');
    expect(tea?.meanUnits).toBeGreaterThan(100);
  });
});

describe('an uplift', () => {
  it('is sensed within days, told once, lifts what is expected there, and fades', async () => {
    const world = await rich();
    await days(world, 29, 6);
    await world.hub.refreshForecasts(how({ everyMs: 90 * dayMs }));
    const before = meanOf(world, 'CN-HB');
    const events: { type: string; body: unknown }[] = [];
    world.hub.subscribe((event) => events.push(event));
    const seen: string[] = [];
    for (let day = 0; day < 10 && !seen.includes('sensed'); day++) {
      await days(world, 1, 24);
      seen.push(await world.hub.refreshForecasts(how({ everyMs: 90 * dayMs })));
    }
    expect(seen.at(-1)).toBe('sensed');
    expect(seen.length).toBeLessThan(6);
    const told = events.filter(({ type }) => type === 'dev.ordermesh.demand.sensed.v1');
    expect(told).toHaveLength(1);
    expect(told[0]?.body).toMatchObject({ itemId: 'OAT', zone: 'CN-HB', direction: 'more' });
    const { sensed, published } = world.hub.forecasts();
    expect(sensed[0]?.percent).toBeGreaterThan(200);
    expect(published?.version).toBe(2);
    const lifted = meanOf(world, 'CN-HB');
    expect(lifted / before).toBeGreaterThan(2);
    world.clock.advance(14 * dayMs);
    expect((meanOf(world, 'CN-HB') - before) / (lifted - before)).toBeCloseTo(0.5, 1);
  });

  it('is not counted twice when the next forecast has learned of it', async () => {
    const world = await rich();
    await days(world, 29, 6);
    await world.hub.refreshForecasts(how());
    for (let day = 0; day < 14; day++) {
      await days(world, 1, 24);
      await world.hub.refreshForecasts(how());
    }
    expect(world.hub.forecasts().published?.version).toBeGreaterThan(2);
    expect(meanOf(world, 'CN-HB')).toBeGreaterThan(84);
    expect(meanOf(world, 'CN-HB')).toBeLessThan(24 * 7 * 1.25);
  });

  it('keeps stock for the customers who are sensed, and asks for more of it near them', async () => {
    const world = await smallWorld({
      stock: { st_a: { OAT: 9_000 }, st_b: {}, dc_w: { OAT: 330 } },
    });
    const priced = standardStrategy('priced', 'CNY');
    if (!priced) throw new Error('yuan have a standard strategy');
    const { version: _first, ...json } = strategyJson(priced);
    held(await world.hub.publishStrategy(json, 'prices count'));
    await days(world, 29, 6);
    await world.hub.refreshForecasts(how());
    const prices = { owner: 'one', everyMs: 600_000, horizonDays: 14, futures: 64 };
    const nodeForNanjing = async (): Promise<string | undefined> => {
      await world.hub.refreshPrices({ ...prices, shrinkPercent: 100, make: makePriceSheet });
      return held(world.hub.tryOrder(toNanjing)).plan?.parcels[0]?.nodeId;
    };
    const ask = { itemId: oat, leadDays: 7, servicePercent: 95, units: 0 };
    const target = (): number | undefined =>
      held(world.hub.stockSuggestions(ask)).nodes.find(({ nodeId }) => nodeId === 'dc_w')
        ?.targetUnits;
    expect(await nodeForNanjing()).toBe('dc_w');
    const few = target();
    for (let day = 0; day < 5; day++) {
      await days(world, 1, 30);
      await world.hub.refreshForecasts(how());
    }
    expect(await nodeForNanjing()).toBe('st_a');
    expect(target()).toBeGreaterThan((few ?? 0) * 2);
  });
});

it('suggests nothing for an item that nobody has forecast', async () => {
  const world = await smallWorld();
  const ask = { itemId: oat, leadDays: 7, servicePercent: 95, units: 0 };
  expect(world.hub.stockSuggestions(ask)).toMatchObject({
    ok: false,
    refusal: { reason: 'not-found', what: 'forecast of item', id: 'OAT' },
  });
});

import { aDraft, aDraftLine, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import type { NetworkDocument } from '../../network/index.ts';
import { makePriceSheet } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import type { ObjectiveWeights } from '../../strategy/index.ts';
import { itemId } from '../../words/index.ts';
import type { PriceRefresh } from './desk.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const how = (change: Partial<PriceRefresh> = {}): PriceRefresh => ({
  owner: 'one',
  everyMs: 10 * minuteMs,
  horizonDays: 7,
  futures: 64,
  shrinkPercent: 100,
  make: makePriceSheet,
  ...change,
});

/** From Wuhan to Nanjing is cheaper than from Shanghai, by the store's dearer handling. */
const nanjing = {
  latitude: 32.06,
  longitude: 118.8,
  country: 'CN',
  subdivision: 'CN-JS',
  postcode: '210000',
};
const wuhan = { zoneId: 'CN-HB', latitude: 30.6, longitude: 114.3 };
const stock = { st_a: { OAT: 50 }, dc_w: { OAT: 1 } };

async function decideBy(
  { hub }: SmallWorld,
  preset: 'priced' | 'cheapest',
  weights: Partial<ObjectiveWeights> = {},
): Promise<void> {
  const strategy = standardStrategy(preset, 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  const changed = { ...strategy, weights: { ...strategy.weights, ...weights } };
  const { version: _first, ...json } = strategyJson(changed);
  held(await hub.publishStrategy(json, preset));
}

async function priced(making: Parameters<typeof smallWorld>[0] = { stock }): Promise<SmallWorld> {
  const world = await smallWorld(making);
  await decideBy(world, 'priced');
  return world;
}

const forecastFor = async ({ hub, clock }: SmallWorld, meanUnits: number) =>
  held(
    await hub.publishForecast({
      madeAt: clock.now(),
      zones: [wuhan],
      forecasts: [
        {
          itemId: itemId('OAT'),
          zone: 'CN-HB',
          fromAt: clock.now(),
          untilAt: clock.now() + 7 * dayMs,
          meanUnits,
          quantiles: [],
          madeBy: 'test.1',
        },
      ],
    }),
  );

const toNanjing = aDraft({ ship_to: nanjing, lines: [aDraftLine('OAT', 1)] });

const nodeOf = (order: Awaited<ReturnType<typeof placed>>) =>
  order.plan?.parcels.map((parcel) => parcel.nodeId);

async function told({ hub }: SmallWorld, decisionId: string) {
  const explained = held(await hub.explain(decisionId)) as {
    readonly text: { readonly en: string };
  };
  return explained.text.en;
}

describe('prices on the board', () => {
  it('keep the last unit for the customers who are expected near it, and the decision says so', async () => {
    const world = await priced();
    await forecastFor(world, 20);
    expect(await world.hub.refreshPrices(how())).toBe('made');
    const order = await placed(world, toNanjing);
    expect(nodeOf(order)).toEqual(['st_a']);
    expect(await told(world, order.decisionId)).toMatch(/price sheet 1, removal, 0 min old/);
    expect(await world.hub.replay(order.decisionId)).toMatchObject({ value: { same: true } });
    expect(world.hub.figures()).toMatchObject({ decisionsPriced: 1, decisionsUnpriced: 0 });
  });

  it('do not count before there are any: the cheapest way is taken, and the decision says why', async () => {
    const world = await priced();
    const order = await placed(world, toNanjing);
    expect(nodeOf(order)).toEqual(['dc_w']);
    expect(await told(world, order.decisionId)).toContain('there is no price sheet yet');
    expect(world.hub.prices()).toMatchObject({ missing: { reason: 'no-sheet' }, items: 0 });
    expect(world.hub.figures()).toMatchObject({ decisionsPriced: 0, decisionsUnpriced: 1 });
  });

  it('do not count when they are old, or were made for another network', async () => {
    const world = await priced();
    await forecastFor(world, 20);
    await world.hub.refreshPrices(how());
    world.clock.advance(61 * minuteMs);
    const order = await placed(world, toNanjing);
    expect(nodeOf(order)).toEqual(['dc_w']);
    expect(await told(world, order.decisionId)).toContain('price sheet 1 is 61 min old');
    await world.hub.refreshPrices(how());
    const document: NetworkDocument = world.hub.network();
    held(await world.hub.publishNetwork(document, 'as it was'));
    expect(world.hub.prices().missing).toMatchObject({ reason: 'other-network' });
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(world.hub.prices().missing).toBeUndefined();
  });

  it('change nothing for a strategy that does not weigh them', async () => {
    const world = await priced();
    await forecastFor(world, 20);
    expect(await world.hub.refreshPrices(how())).toBe('made');
    await decideBy(world, 'cheapest');
    world.clock.advance(20 * minuteMs);
    expect(await world.hub.refreshPrices(how()), 'nobody asks for prices').toBe('not-due');
    const order = await placed(world, toNanjing);
    expect(nodeOf(order)).toEqual(['dc_w']);
    const [decision] = await world.store.decisions(order.record.order.orderId);
    expect(decision?.question).not.toContain('prices');
    expect(decision?.answer).not.toContain('opportunityMinor');
  });
});

describe('making prices', () => {
  it('is due by the clock, by a new forecast and by a new network', async () => {
    const world = await priced();
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(world.hub.prices().source).toMatchObject({ version: 1, method: 'depletion' });
    expect(await world.hub.refreshPrices(how())).toBe('not-due');
    await forecastFor(world, 5);
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(world.hub.prices().source).toMatchObject({ method: 'removal', forecastVersion: '1' });
    world.clock.advance(10 * minuteMs);
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(world.hub.figures().priceMakings).toBe(3);
  });

  it('is done by one process at a time, and the other one gets its sheet', async () => {
    const one = await priced();
    const { database, clock } = one;
    const two = await smallWorld({ database, clock, origin: 'two' });
    await forecastFor(one, 20);
    const both = await Promise.all([
      one.hub.refreshPrices(how()),
      two.hub.refreshPrices(how({ owner: 'two' })),
    ]);
    expect([...both].sort()).toEqual(['made', 'other-process']);
    for (let turn = 0; turn < 5; turn++) {
      clock.advance(300);
      for (let step = 0; step < 50; step++) await Promise.resolve();
    }
    for (const { hub } of [one, two])
      expect(hub.prices()).toMatchObject({ source: { version: 1 }, items: 1, forecastVersion: 1 });
    const late = await smallWorld({ database, clock, origin: 'three' });
    expect(late.hub.prices()).toMatchObject({ source: { version: 1 }, forecastVersion: 1 });
  });

  it('is taken over when a process dies over it', async () => {
    const world = await priced();
    const dies = () => Promise.reject(new Error('out of memory'));
    await expect(world.hub.refreshPrices(how({ make: dies }))).rejects.toThrow('out of memory');
    const two = how({ owner: 'two' });
    expect(await world.hub.refreshPrices(two)).toBe('other-process');
    world.clock.advance(11 * minuteMs);
    expect(await world.hub.refreshPrices(two)).toBe('made');
  });

  it('keeps the last few sheets only', async () => {
    const world = await priced();
    for (let round = 0; round < 5; round++) {
      await world.hub.refreshPrices(how());
      world.clock.advance(10 * minuteMs);
    }
    const kept = await world.store.caseList(
      { kind: 'price_sheet' },
      { limit: 10, after: undefined },
    );
    const versions = kept.rows.map(({ document }) => (document as { version: number }).version);
    expect(versions.sort()).toEqual([3, 4, 5]);
  });
});

describe('prices without a forecast', () => {
  it('rise as a shelf empties, and fall when it is filled', async () => {
    const world = await priced({ stock: { st_a: { OAT: 50 }, dc_w: { OAT: 4 } } });
    const costs: (number | undefined)[] = [];
    const oneMore = async () => {
      await world.hub.refreshPrices(how());
      const order = held(world.hub.tryOrder(toNanjing));
      costs.push(order.plan?.costItems.opportunityMinor);
      world.clock.advance(10 * minuteMs);
    };
    const toWuhan = aDraft({
      ship_to: { ...nanjing, latitude: 30.6, longitude: 114.3, postcode: '430000' },
      lines: [aDraftLine('OAT', 1)],
    });
    await oneMore();
    await placed(world, toWuhan);
    await oneMore();
    // From Shanghai to Wuhan is 450 dearer; a quarter of four units is gone.
    expect(costs).toEqual([0, 74]);
    const rows = [{ nodeId: 'dc_w' as never, itemId: itemId('OAT'), onHandUnits: 20 }];
    held(await world.hub.setStock(rows, 'delivery'));
    await oneMore();
    expect(costs.at(-1)).toBe(0);
  });
});

describe('prices of slots', () => {
  it('are learnt from how full slots were, and charged with the load of the slot', async () => {
    const world = await priced({ stock: { st_a: { OAT: 500 }, dc_w: { OAT: 500 } } });
    const network = world.hub.network();
    const nodes = network.nodes.map((node) => ({
      ...node,
      slots: { lengthMinutes: 60, ordersMax: node.nodeId === 'dc_w' ? 4 : 500 },
    }));
    held(await world.hub.publishNetwork({ ...network, nodes }, 'a small crew'));
    // Two days alike: the crew of the first hour is booked out at once.
    for (let day = 0; day < 2; day++) {
      for (let order = 0; order < 4; order++) await placed(world, toNanjing);
      world.clock.advance(dayMs);
      for (let step = 0; step < 200; step++) await Promise.resolve();
      await world.hub.settled();
      await world.hub.refreshPrices(how());
    }
    expect(world.hub.prices().slots).toBeGreaterThan(0);
    for (let order = 0; order < 3; order++) await placed(world, toNanjing);
    await world.hub.refreshPrices(how({ everyMs: 0 }));
    const capacityMinor = () =>
      held(world.hub.tryOrder(toNanjing)).plan?.parcels.find(({ nodeId }) => nodeId === 'dc_w')
        ?.costItems.capacityMinor;
    // Three of four places taken: 1.00 × 0.75² by the load. More orders are expected than the last place can take.
    await decideBy(world, 'priced', { slotPricePercent: 0 });
    expect(capacityMinor()).toBe(56);
    await decideBy(world, 'priced');
    expect(capacityMinor()).toBeGreaterThan(56);
  });
});

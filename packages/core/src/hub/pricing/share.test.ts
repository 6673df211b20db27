import { aDraft, aDraftLine, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { shareFromPast } from '../../learn/index.ts';
import type { ShareAsk } from '../../learn/index.ts';
import { makePriceSheet } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import { isDrawn } from './drawn-items.ts';
import type { PriceRefresh } from './desk.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function chooser() {
  const asks: ShareAsk[] = [];
  const how = (change: Partial<PriceRefresh> = {}): PriceRefresh => ({
    owner: 'one',
    everyMs: 10 * 60_000,
    horizonDays: 7,
    futures: 8,
    shrinkPercent: (ask) => {
      asks.push(ask);
      return shareFromPast(ask);
    },
    make: makePriceSheet,
    ...change,
  });
  return { asks, how };
}

async function pricedWorld(): Promise<SmallWorld> {
  const world = await smallWorld({ stock: { st_a: { OAT: 900 }, dc_w: { OAT: 150 } } });
  await publishPriced(world);
  return world;
}

async function publishPriced({ hub }: SmallWorld): Promise<void> {
  const strategy = standardStrategy('priced', 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  const { version: _first, ...json } = strategyJson(strategy);
  held(await hub.publishStrategy(json, 'prices count'));
}

const place = (latitude: number, longitude: number, subdivision: string) => ({
  latitude,
  longitude,
  country: 'CN',
  subdivision,
  postcode: '210000',
});
const nanjing = aDraft({ ship_to: place(32.06, 118.8, 'CN-JS'), lines: [aDraftLine('OAT', 1)] });
const wuhan = aDraft({ ship_to: place(30.6, 114.3, 'CN-HB'), lines: [aDraftLine('OAT', 1)] });

/** Sixteen orders a day: first those from Nanjing, later in the week those from Wuhan. */
async function days(world: SmallWorld, count: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    for (let order = 0; order < 16; order++) await placed(world, day % 7 < 4 ? nanjing : wuhan);
    world.clock.advance(dayMs);
    for (let step = 0; step < 50; step++) await Promise.resolve();
    await world.hub.settled();
  }
}

describe('the share of the prices of goods', () => {
  it('is none before two whole weeks of orders are known, and the sheet says so', async () => {
    const world = await pricedWorld();
    const { asks, how } = chooser();
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(asks).toHaveLength(1);
    expect(world.hub.prices()).toMatchObject({
      source: { shrinkPercent: 0, shrinkBy: 'no-evidence' },
      share: { by: 'no-evidence' },
    });
    const order = await placed(world, nanjing);
    const explained = held(await world.hub.explain(order.decisionId)) as {
      readonly text: { readonly en: string; readonly zh: string };
    };
    expect(explained.text.en).toContain('not counted before there is a past to try it on');
    expect(explained.text.zh).toContain('尚无历史可验');
  });

  it('is chosen on the weeks before, once a day, and again for another strategy', async () => {
    const world = await pricedWorld();
    await days(world, 14);
    const { asks, how } = chooser();
    expect(await world.hub.refreshPrices(how())).toBe('made');
    const { share, source } = world.hub.prices();
    expect(share?.by).toBe('replay');
    expect(share?.windows.length).toBeGreaterThanOrEqual(2);
    for (const { orders, minor, myopicMinor } of share?.windows ?? []) {
      expect(orders).toBeGreaterThanOrEqual(100);
      expect(minor).toBeLessThanOrEqual(myopicMinor);
    }
    expect(source).toMatchObject({ shrinkBy: 'replay', shrinkPercent: share?.shrinkPercent });
    world.clock.advance(hourMs);
    expect(await world.hub.refreshPrices(how())).toBe('made');
    expect(asks, 'within the day').toHaveLength(1);
    expect(world.hub.prices().share).toEqual(share);
    await publishPriced(world);
    world.clock.advance(hourMs);
    await world.hub.refreshPrices(how());
    expect(asks, 'another strategy').toHaveLength(2);
    world.clock.advance(dayMs);
    await world.hub.refreshPrices(how());
    expect(asks, 'a day later').toHaveLength(3);
  }, 60_000);

  it('stays what it was when a process dies over the sheet', async () => {
    const world = await pricedWorld();
    const { asks, how } = chooser();
    const dies = () => Promise.reject(new Error('out of memory'));
    await expect(world.hub.refreshPrices(how({ make: dies }))).rejects.toThrow('out of memory');
    world.clock.advance(11 * 60_000);
    expect(await world.hub.refreshPrices(how({ owner: 'two' }))).toBe('made');
    expect(asks).toHaveLength(1);
  });
});

describe('items that stay when there are too many orders', () => {
  it('are about half as many each time, and among those before', () => {
    const ids = Array.from({ length: 4000 }, (_, ix) => `ITEM-${String(ix)}`);
    const [half, quarter] = [1, 2].map((halvings) => ids.filter((id) => isDrawn(id, halvings)));
    expect(half?.length).toBeGreaterThan(1850);
    expect(half?.length).toBeLessThan(2150);
    expect(quarter?.length).toBeGreaterThan(900);
    expect(quarter?.length).toBeLessThan(1100);
    for (const id of quarter ?? []) expect(half).toContain(id);
  });
});

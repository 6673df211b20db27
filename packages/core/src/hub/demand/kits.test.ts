import { aDraft, aDraftLine, anItem, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { makeForecast } from '../../learn/index.ts';
import { makePriceSheet } from '../../route/index.ts';
import type { PriceAsk } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import { itemId } from '../../words/index.ts';

const dayMs = 86_400_000;
const [oat, box] = [itemId('OAT'), itemId('BOX')];

/** Boxes of three OAT and one TEA; ready-packed ones lie nowhere unless they are named. */
const giftShop = (boxes = 0): Promise<SmallWorld> =>
  smallWorld({
    items: [
      anItem('OAT'),
      anItem('TEA'),
      anItem('BOX', {
        components: [
          { itemId: oat, unitsPerKit: 3 },
          { itemId: itemId('TEA'), unitsPerKit: 1 },
        ],
      }),
    ],
    stock: {
      st_a: { OAT: 9_000, TEA: 9_000, ...(boxes > 0 && { BOX: boxes }) },
      st_b: {},
      dc_w: { OAT: 9_000, TEA: 9_000 },
    },
  });

/** Four weeks in which two boxes and one loose OAT are asked for a day; then a forecast. */
async function fourWeeks(world: SmallWorld): Promise<void> {
  for (let day = 0; day < 29; day++) {
    await placed(world, aDraft({ lines: [aDraftLine('BOX', 2)] }));
    await placed(world, aDraft({ lines: [aDraftLine('OAT', 1)] }));
    world.clock.advance(dayMs);
    for (let step = 0; step < 60; step++) await Promise.resolve();
    await world.hub.settled();
  }
  const how = { owner: 'one', everyMs: 7 * dayMs, weeksAhead: 4, make: makeForecast };
  expect(await world.hub.refreshForecasts(how)).toBe('made');
}

const unitsOf = (world: SmallWorld, item: typeof oat): number => {
  const ask = { itemId: item, leadDays: 7, servicePercent: 95, units: 0 };
  return held(world.hub.stockSuggestions(ask)).nodes.reduce((sum, one) => sum + one.meanUnits, 0);
};

it('suggests stock of a part for its kits too, and forecasts kits as customers ask for them', async () => {
  const world = await giftShop();
  await fourWeeks(world);
  expect(unitsOf(world, oat)).toBeGreaterThan(7 * 6);
  expect(unitsOf(world, oat)).toBeLessThan(7 * 8);
  expect(unitsOf(world, itemId('TEA'))).toBeGreaterThan(7 * 1.7);
  expect(unitsOf(world, box)).toBeGreaterThan(7 * 1.7);
  const loose = world.hub.expectedDemand({
    fromAt: world.clock.now(),
    untilAt: world.clock.now() + 7 * dayMs,
    itemId: oat,
  });
  expect(loose.reduce((sum, { meanUnits }) => sum + meanUnits, 0)).toBeLessThan(7 * 1.4);
});

it('counts a kit that lies ready-packed as itself', async () => {
  const world = await giftShop(500);
  await fourWeeks(world);
  expect(unitsOf(world, oat)).toBeLessThan(7 * 1.4);
});

it('prices parts by what is expected of their kits, and no kit that lies nowhere', async () => {
  const world = await giftShop();
  const priced = standardStrategy('priced', 'CNY');
  if (!priced) throw new Error('yuan have a standard strategy');
  const { version: _first, ...json } = strategyJson(priced);
  held(await world.hub.publishStrategy(json, 'prices count'));
  await fourWeeks(world);
  let asked: PriceAsk | undefined;
  const make = (ask: PriceAsk) => {
    asked = ask;
    return makePriceSheet(ask);
  };
  const prices = { owner: 'one', everyMs: 600_000, horizonDays: 14, futures: 16 };
  await world.hub.refreshPrices({ ...prices, shrinkPercent: 100, make });
  expect(asked?.items.map((item) => String(item.itemId)).sort()).toEqual(['OAT', 'TEA']);
  const oats = asked?.forecast?.forecasts.filter((row) => row.itemId === oat) ?? [];
  const perDay = oats.reduce(
    (sum, row) => sum + (row.meanUnits * dayMs) / (row.untilAt - row.fromAt),
    0,
  );
  expect(perDay / oats.length).toBeGreaterThan(6);
});

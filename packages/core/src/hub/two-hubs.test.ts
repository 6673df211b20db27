import { aDraft, aDraftLine, anItem, smallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../words/index.ts';
import { aDay, anyStep, expectHouseInOrder } from './random-day.test.ts';

describe('two hubs on one database', () => {
  it('keep every invariant of the house through any day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 30 }), async (steps) => {
        const day = await aDay();
        for (const step of steps) await day.run(step);
        await day.settle(5 * 60_000);
        await expectHouseInOrder(day);
      }),
      { numRuns: 60, endOnFailure: false },
    );
  }, 120_000);

  it('route again once when several offers of one order run out together (a day that failed)', async () => {
    const day = await aDay();
    for (const step of [
      { what: 0, which: 0, many: 1, hub: 0 },
      { what: 8, which: 3193, many: 2, hub: 0 },
      { what: 11, which: 0, many: 2, hub: 0 },
      { what: 0, which: 0, many: 1, hub: 0 },
    ])
      await day.run(step);
    await day.settle(5 * 60_000);
    await expectHouseInOrder(day);
    expect(day.orders).toHaveLength(4);
  });

  it('sell the last unit once when both want it at the same moment', async () => {
    const day = await aDay();
    const [one, two] = day.worlds;
    const outcomes = await Promise.all(
      Array.from({ length: 140 }, (_, ix) =>
        (ix % 2 === 0 ? one : two).hub.placeOrder(aDraft({ lines: [aDraftLine('OAT', 1)] }), {
          principal: 'shop',
        }),
      ),
    );
    const routed = outcomes.filter((outcome) => outcome.ok && outcome.value.plan);
    expect(routed).toHaveLength(120);
    await day.settle(60_000);
    const { rows } = await one.store.positions({
      limit: 10,
      after: undefined,
      itemId: itemId('OAT'),
    });
    for (const row of rows) expect(row.reservedUnits).toBe(row.onHandUnits);
  });

  it('sell at once what the other has just received, also an item of which they never heard', async () => {
    const one = await smallWorld();
    const two = await smallWorld({ database: one.database, clock: one.clock, origin: 'two' });
    const mint = itemId('MINT');
    await one.hub.putItems([anItem('MINT')]);
    await one.hub.setStock([{ nodeId: nodeId('st_a'), itemId: mint, onHandUnits: 3 }], 'receipt');
    const draft = aDraft({ lines: [aDraftLine('MINT', 2)] });
    const cart = await two.hub.reserveCart({ ...draft, ttl_seconds: 60 }, { principal: 'shop' });
    expect(cart.ok).toBe(true);
    const order = await two.hub.placeOrder(aDraft({ lines: [aDraftLine('MINT', 1)] }), {
      principal: 'shop',
    });
    expect(order.ok && order.value.plan?.parcels.length).toBe(1);
  });

  it('refuse what nobody has after one look, and do not look for what they have', async () => {
    const { hub, store } = await smallWorld();
    let looks = 0;
    const events = store.events.bind(store);
    store.events = (...ask) => {
      looks += 1;
      return events(...ask);
    };
    const there = await hub.placeOrder(aDraft(), { principal: 'shop' });
    expect([there.ok, looks]).toEqual([true, 0]);
    const missing = await hub.placeOrder(aDraft({ lines: [aDraftLine('NONE', 1)] }), {
      principal: 'shop',
    });
    expect([missing.ok, looks]).toEqual([false, 1]);
  });
});

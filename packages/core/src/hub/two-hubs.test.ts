import { aDraft, aDraftLine } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId } from '../words/index.ts';
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
});

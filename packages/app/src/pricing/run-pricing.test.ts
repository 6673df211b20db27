import { describe, expect, it } from 'vitest';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { runPricing } from './index.ts';

const settings = {
  pricesEveryMinutes: 10,
  pricesHorizonDays: 7,
  pricesFutures: 8,
  pricesShrinkPercent: 'auto' as const,
};

async function pricedWorld(): Promise<SmallWorld> {
  const world = await smallWorld();
  const strategy = standardStrategy('priced', 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  held(await world.hub.publishStrategy(strategyJson(strategy), 'prices count'));
  return world;
}

describe('the pricing of a server', () => {
  it('makes the first sheet in a thread of its own as soon as it starts', async () => {
    const { hub } = await pricedWorld();
    const failures: unknown[] = [];
    const worker = runPricing(hub, {
      settings,
      owner: 'test',
      fail: (failure) => failures.push(failure),
    });
    await expect.poll(() => hub.prices().source?.version, { timeout: 90_000 }).toBe(1);
    await worker.stop();
    expect(failures).toEqual([]);
    expect(hub.prices().share).toMatchObject({ by: 'no-evidence', shrinkPercent: 0 });
    expect(hub.figures()).toMatchObject({ priceMakings: 1 });
  }, 120_000);

  it('makes none where the setting says never, and ends in the middle of its work without a word', async () => {
    const { hub } = await pricedWorld();
    const failures: unknown[] = [];
    const how = { owner: 'test', fail: (failure: unknown) => failures.push(failure) };
    const never = runPricing(hub, { ...how, settings: { ...settings, pricesEveryMinutes: 0 } });
    await never.stop();
    const ended = runPricing(hub, { ...how, settings });
    await ended.stop();
    expect(hub.prices().source).toBeUndefined();
    expect(failures).toEqual([]);
  });
});

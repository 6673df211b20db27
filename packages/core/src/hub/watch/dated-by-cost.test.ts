import { aDraft, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { strategyJson } from '../../strategy/index.ts';

/** Key accounts by cost; everybody else, and all of the marketplace, by the stated confidence. */
async function publish(world: SmallWorld, lateMinor: number): Promise<void> {
  const json = {
    ...strategyJson(world.hub.strategies()[0]!.document),
    version: undefined,
    scenarios: [
      {
        scenario_id: 'marketplace',
        name: 'Marketplace',
        when: [{ field: 'order.channel', operator: 'eq', value: 'market' }],
        promise_confidence_percent: 75,
      },
    ],
    promise_costs: { vip: { per_lead_hour_minor: 10, late_minor: lateMinor } },
  };
  held(await world.hub.publishStrategy(JSON.parse(JSON.stringify(json)), 'dates by cost'));
}

const vip = { tier: 'vip' };

describe('a promise dated by cost', () => {
  it('is the same for cart, order, plan and every reader, and surer where being late is dearer', async () => {
    const world = await smallWorld();
    await publish(world, 100_000);
    const cart = held(world.hub.promiseCart(aDraft(vip)));
    const { record, plan } = await placed(world, vip);
    expect(record.promise?.window).toEqual(cart.promise.window);
    expect(record.promise?.confidencePercent).toBe(99);
    expect(plan?.parcels[0]?.confidencePercent).toBe(99);
    expect(plan?.confidencePercent).toBe(99);
    const read = held(await world.hub.order(record.order.orderId));
    expect(read.record.promise).toEqual(record.promise);
    expect(read.fulfilments[0]?.expected.confidencePercent).toBe(99);

    await publish(world, 100);
    const bold = await placed(world, vip);
    expect(bold.record.promise!.confidencePercent).toBeLessThan(90);
    expect(bold.record.promise!.window.endAt).toBeLessThan(record.promise!.window.endAt);
  });

  it('is for the tiers that are named; a scenario that states a confidence goes by it', async () => {
    const world = await smallWorld();
    await publish(world, 100_000);
    const { record } = await placed(world);
    expect(record.promise).toMatchObject({ confidencePercent: 90 });
    expect(record.promise?.legs[0]).not.toHaveProperty('confidencePercent');
    const market = await placed(world, { ...vip, channel: 'market' });
    expect(market.record.promise).toMatchObject({ confidencePercent: 75 });
  });

  it('is said anew by the same costs when the carrier is missed', async () => {
    const world = await smallWorld();
    await publish(world, 100_000);
    const { record } = await placed(world, vip);
    const before = record.promise!;
    await pass(world, before.legs[0]!.collectedAt + 30 * 3_600_000 - world.clock.now());
    const after = held(await world.hub.order(record.order.orderId)).record.promise!;
    expect(after.window.endAt).toBeGreaterThan(before.window.endAt);
    expect(after.legs[0]).toMatchObject({ confidencePercent: 99 });
  });

  it('is explained by its costs', async () => {
    const world = await smallWorld();
    await publish(world, 2_000);
    const { fulfilments } = await placed(world, vip);
    const { text } = held(await world.hub.explain(fulfilments[0]!.decisionId));
    expect(text.en).toContain('an hour later (0.10 CNY) and a broken promise (20.00 CNY)');
    expect(text.zh).toContain('每晚一小时（0.10 CNY）与失约（20.00 CNY）');
  });
});

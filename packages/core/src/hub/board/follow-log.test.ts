import { describe, expect, it, vi } from 'vitest';
import { aDraft, aDraftLine, held, smallWorld } from '@ordermesh/testkit';

import { itemId, nodeId } from '../../words/index.ts';

const nodes = ['st_a', 'st_b', 'dc_w'].map(nodeId);

describe('following what another process commits', () => {
  it('goes on behind a document that could not be fetched, and takes no move of stock twice', async () => {
    const one = await smallWorld();
    const two = await smallWorld({ database: one.database, clock: one.clock, origin: 'two' });
    const shelves = (world: typeof one) =>
      nodes.map((node) => world.hub.position(node, itemId('OAT'))?.reservedUnits);
    held(await one.hub.placeOrder(aDraft({ lines: [aDraftLine('OAT', 2)] }), { principal: 'p' }));
    const [profile] = one.hub.network().nodes;
    if (!profile) throw new Error('a network without nodes');
    held(await one.hub.putNode({ ...profile, handlingCostPerOrderMinor: 99_999 }));
    held(await one.hub.placeOrder(aDraft({ lines: [aDraftLine('OAT', 3)] }), { principal: 'p' }));

    const documents = vi.spyOn(two.store, 'documents').mockRejectedValueOnce(new Error('away'));
    for (let looks = 0; looks < 3; looks += 1) {
      one.clock.advance(1_000);
      await new Promise(setImmediate);
    }

    expect(documents.mock.calls.length).toBeGreaterThan(1);
    expect(shelves(two)).toEqual(shelves(one));
    expect(shelves(one).reduce<number>((sum, units) => sum + (units ?? 0), 0)).toBe(5);
    expect(two.hub.network().nodes.map((node) => node.handlingCostPerOrderMinor)).toContain(99_999);
    await Promise.all([one.hub.stop(), two.hub.stop()]);
  });
});

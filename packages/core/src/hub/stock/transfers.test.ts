import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';

const [a, dc, oat] = [nodeId('st_a'), nodeId('dc_w'), itemId('OAT')];
const dayMs = 86_400_000;

const request = async ({ hub, clock }: SmallWorld, units: number) =>
  held(
    await hub.requestTransfer({
      fromNodeId: dc,
      toNodeId: a,
      expectedAt: clock.now() + dayMs,
      reason: 'refill',
      by: 'anna',
      lines: [{ itemId: oat, lot: '', units }],
    }),
  ).transferId;

describe('a transfer', () => {
  it('holds, ships and arrives: the goods are nowhere twice and can be promised on their way', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
    const { hub } = world;
    const transferId = await request(world, 6);
    const counts = (node: typeof a) => {
      const position = hub.position(node, oat);
      return [position?.onHandUnits, position?.reservedUnits, position?.availableUnits];
    };
    const later = () =>
      hub.availability(oat, [world.clock.now() + 2 * dayMs]).find(({ nodeId: node }) => node === a)
        ?.later;
    held(await hub.approveTransfer({ transferId, by: 'boss' }));
    expect([counts(dc), later()]).toEqual([[10, 6, 4], undefined]);
    held(
      await hub.shipTransfer({ transferId, by: 'dc', lines: [{ itemId: oat, lot: '', units: 5 }] }),
    );
    expect([counts(dc), counts(a), later()]).toEqual([[5, 0, 5], [0, 0, 0], [5]]);
    const lines = [{ itemId: oat, lot: '', units: 3, lostUnits: 1, lossReason: 'damaged' }];
    const part = held(await hub.receiveTransfer({ transferId, by: 'a', lines, isLast: false }));
    expect([part.state, counts(a), later()]).toEqual(['shipped', [3, 0, 3], [4]]);
    const done = held(await hub.receiveTransfer({ transferId, by: 'a' }));
    expect([done.state, counts(a), later()]).toEqual(['received', [4, 0, 4], [4]]);
    expect(done.lines[0]).toMatchObject({ shippedUnits: 5, receivedUnits: 4, lostUnits: 1 });
    expect(done.history.map(({ state, by }) => `${state} ${by}`)).toEqual([
      'requested anna',
      'approved boss',
      'shipped dc',
      'received a',
    ]);
    expect(await hub.receiveTransfer({ transferId, by: 'a' })).toMatchObject({
      refusal: { reason: 'wrong-state' },
    });
    expect(
      (await hub.transfers({ state: 'received' }, { limit: 9, after: undefined })).rows,
    ).toEqual([done]);
  });

  it('never takes what is reserved or fenced, and lets its goods go when cancelled', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
    await placed(world, { lines: [aDraftLine('OAT', 3)] });
    const channels = [{ channel: 'tmall', units: 2 }];
    held(
      await world.hub.publishAllocation(
        { fences: [{ fence_id: 'f', nodes: ['dc_w'], items: ['OAT'], channels }] },
        '',
      ),
    );
    const tooMuch = await request(world, 6);
    expect(await world.hub.approveTransfer({ transferId: tooMuch, by: 'boss' })).toMatchObject({
      refusal: { reason: 'insufficient-stock', lines: [{ missingUnits: 1 }] },
    });
    const fits = await request(world, 5);
    held(await world.hub.approveTransfer({ transferId: fits, by: 'boss' }));
    expect((await placed(world, { lines: [aDraftLine('OAT', 1)] })).unroutable).toBeDefined();
    held(await world.hub.cancelTransfer({ transferId: fits, by: 'boss' }));
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(5);
  });

  it('gives way to orders when a count finds too little', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
    const order = await placed(world, { lines: [aDraftLine('OAT', 4)] });
    const transferId = await request(world, 6);
    held(await world.hub.approveTransfer({ transferId, by: 'boss' }));
    held(await world.hub.setStock([{ nodeId: dc, itemId: oat, onHandUnits: 5 }], 'count'));
    expect(held(await world.hub.transfer(transferId)).state).toBe('cancelled');
    const works = await world.store.fulfilments([order.record.order.orderId]);
    expect(works.map(({ state }) => state)).toEqual(['scheduled']);
    expect(world.hub.position(dc, oat)).toMatchObject({ onHandUnits: 5, reservedUnits: 4 });
  });

  it('is seen by every process, also by one that starts while it is on its way', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
    const other = await smallWorld({ database: world.database, origin: 'two', clock: world.clock });
    const transferId = await request(world, 6);
    held(await world.hub.approveTransfer({ transferId, by: 'boss' }));
    held(await world.hub.shipTransfer({ transferId, by: 'dc' }));
    await pass(other, 60_000);
    const third = await smallWorld({
      database: world.database,
      origin: 'three',
      clock: world.clock,
    });
    for (const { hub } of [other, third])
      expect(
        hub
          .availability(oat, [world.clock.now() + 2 * dayMs])
          .find(({ nodeId: node }) => node === a)?.later,
      ).toEqual([6]);
    await Promise.all([world, other, third].map(({ hub }) => hub.stop()));
  });
});

describe('a snapshot of another system', () => {
  it('is explained, mends nothing by itself, and each proposal is applied once', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10, TEA: 5 } } });
    const { hub, clock } = world;
    await pass(world, 600_000);
    const asOfAt = clock.now();
    await pass(world, 600_000);
    held(await hub.adjustStock([{ nodeId: dc, itemId: oat, units: -1, reason: 'damaged' }], 'bo'));
    const row = { nodeId: dc, lot: '' };
    const found = held(
      await hub.reconcileStock({
        source: 'wms',
        asOfAt,
        isComplete: true,
        by: 'anna',
        rows: [{ ...row, itemId: oat, onHandUnits: 12 }],
      }),
    );
    expect(
      found.differences.map(({ itemId: item, causes }) => [
        item,
        causes.map(({ cause, units }) => [cause, units]),
      ]),
    ).toEqual([
      [
        oat,
        [
          ['facts-after-snapshot', 1],
          ['real-drift', 2],
        ],
      ],
      ['TEA', [['real-drift', -5]]],
    ]);
    expect(hub.position(dc, oat)?.onHandUnits).toBe(9);
    const { reconciliationId } = found;
    const apply = (proposalIds?: readonly string[]) =>
      hub.applyProposals({ reconciliationId, proposalIds, by: 'boss' });
    await Promise.all([apply(['p1']), apply(['p1']), apply(['p1'])]);
    expect(hub.position(dc, oat)?.onHandUnits).toBe(11);
    expect(held(await apply()).appliedProposalIds).toEqual(['p1', 'p2']);
    expect(hub.position(dc, itemId('TEA'))?.onHandUnits).toBe(0);
    const told = world.database.events.filter(
      ({ causationId }) => causationId === reconciliationId,
    );
    expect(told.map(({ body }) => body['by'])).toEqual(['boss', 'boss']);
    expect(await apply(['p9'])).toMatchObject({ refusal: { reason: 'not-found', id: 'p9' } });
  });
});

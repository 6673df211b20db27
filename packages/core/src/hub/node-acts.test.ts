import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../words/index.ts';
import type { OrderId } from '../words/index.ts';
import type { NodeAct } from './outcome.ts';

const onBoard = (world: SmallWorld, node: string, item = 'OAT') =>
  world.hub.position(nodeId(node), itemId(item));

const workOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments;

describe('nodes and their answers', () => {
  it('are offered work when it is due, and lose it when they do not answer', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const id = order.record.order.orderId;
    await pass(world, 2 * 60_000);
    expect(await workOf(world, id)).toMatchObject([{ state: 'offered', nodeId: 'st_a' }]);
    await pass(world, 17 * 60_000);
    const works = await workOf(world, id);
    expect(works.map(({ nodeId: node, state, epoch }) => [node, state, epoch])).toEqual([
      ['st_a', 'expired', 1],
      ['st_b', 'offered', 2],
    ]);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
    expect(onBoard(world, 'st_b')?.reservedUnits).toBe(2);
  });

  it('change nothing when they act after the work was taken away', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const [first] = order.fulfilments;
    held(await world.hub.nodeAct(first!.fulfilmentId, 1, { act: 'reject', reason: 'too-busy' }));
    const late = await world.hub.nodeAct(first!.fulfilmentId, 1, { act: 'accept' });
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'wrong-state' } });
    const works = await workOf(world, order.record.order.orderId);
    expect(works.filter(({ state }) => state !== 'rejected')).toMatchObject([
      { nodeId: 'st_b', epoch: 2 },
    ]);
  });

  it.each<[string, readonly (readonly [number, number])[], string]>([
    ['no line', [], 'nothing-given'],
    ['no unit of a line', [[1, 0]], 'not-units'],
    ['less than nothing of a line', [[1, -1]], 'not-units'],
    ['half a unit', [[1, 0.5]], 'not-units'],
    [
      'a line twice',
      [
        [1, 1],
        [1, 1],
      ],
      'line-twice',
    ],
    ['a line that is not theirs', [[7, 1]], 'unknown-line'],
    ['more than they have', [[1, 3]], 'too-many-units'],
  ])(
    'that give back or miss %s are told which field is wrong and what to send',
    async (_what, lines, reason) => {
      const world = await smallWorld();
      const order = await placed(world);
      const { fulfilmentId } = order.fulfilments[0]!;
      const before = [await workOf(world, order.record.order.orderId), onBoard(world, 'st_a')];
      const acts: readonly NodeAct[] = [
        {
          act: 'reject',
          reason: 'too-busy',
          lines: lines.map(([lineNo, units]) => ({ lineNo, units })),
        },
        { act: 'short', lines: lines.map(([lineNo, units]) => ({ lineNo, missingUnits: units })) },
      ];
      for (const act of acts)
        expect(await world.hub.nodeAct(fulfilmentId, 1, act)).toEqual({
          ok: false,
          refusal: {
            reason: 'invalid',
            faults: [{ field: '/lines', reason, remedy: expect.stringMatching(/.{30}/) as string }],
          },
        });
      expect([await workOf(world, order.record.order.orderId), onBoard(world, 'st_a')]).toEqual(
        before,
      );
    },
  );

  it('keep what they found and give away only the short quantity', async () => {
    const world = await smallWorld();
    const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' }));
    held(
      await world.hub.nodeAct(work!.fulfilmentId, 1, {
        act: 'short',
        lines: [{ lineNo: 1, missingUnits: 2 }],
      }),
    );
    const works = await workOf(world, order.record.order.orderId);
    expect(works.map(({ nodeId: node, lines }) => [node, lines[0]?.quantityUnits])).toEqual([
      ['st_a', 1],
      ['st_b', 2],
    ]);
    expect(onBoard(world, 'st_a')).toMatchObject({ onHandUnits: 8, reservedUnits: 1 });
  });

  it('lose everything that has not left when they are stricken', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    expect(held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'storm'))).toEqual({
      rerouted: 1,
    });
    const works = await workOf(world, order.record.order.orderId);
    expect(works.map(({ nodeId: node, state }) => [node, state])).toEqual([
      ['st_a', 'cancelled'],
      ['st_b', 'scheduled'],
    ]);
    const next = await placed(world);
    expect(next.plan?.parcels[0]?.nodeId).toBe('st_b');
  });
});

describe('a cancel', () => {
  it('frees exactly the cancelled units', async () => {
    const world = await smallWorld();
    const order = await placed(world, { lines: [aDraftLine('OAT', 4), aDraftLine('TEA', 1)] });
    const id = order.record.order.orderId;
    held(
      await world.hub.cancelOrder(id, { lines: [{ lineNo: 1, units: 3 }], reason: 'changed-mind' }),
    );
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(1);
    expect(onBoard(world, 'st_a', 'TEA')?.reservedUnits).toBe(1);
    const view = held(await world.hub.order(id));
    expect(view.record).toMatchObject({ state: 'open', cancelledUnits: { 1: 3 } });
  });

  it('of everything ends the order and frees the slot', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const view = held(
      await world.hub.cancelOrder(order.record.order.orderId, { reason: 'changed-mind' }),
    );
    expect(view.record).toMatchObject({ state: 'cancelled', status: 'cancelled' });
    expect(view.fulfilments).toMatchObject([{ state: 'cancelled' }]);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
    const again = await world.hub.cancelOrder(order.record.order.orderId, { reason: 'again' });
    expect(again).toMatchObject({ ok: false, refusal: { reason: 'wrong-state' } });
  });

  it('of more than is left is refused with what is possible', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    expect(
      await world.hub.cancelOrder(order.record.order.orderId, {
        lines: [{ lineNo: 1, units: 3 }],
        reason: 'x',
      }),
    ).toMatchObject({
      ok: false,
      refusal: { reason: 'invalid', faults: [{ reason: 'not-cancellable' }] },
    });
  });

  it('decided on an older version is refused as stale', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    expect(
      await world.hub.cancelOrder(order.record.order.orderId, { reason: 'x', expectedVersion: 9 }),
    ).toMatchObject({ ok: false, refusal: { reason: 'stale', version: 1 } });
  });
});

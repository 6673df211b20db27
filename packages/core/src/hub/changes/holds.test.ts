import { held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const minute = 60_000;
const worksOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments;
const holdsOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).record.holds.map(({ holdId }) => holdId);
const slotsUsed = (world: SmallWorld): Map<string, number> => {
  const used = new Map<string, number>();
  for (const { slotMoves } of world.database.events)
    for (const { nodeId: node, slotAt, orders } of slotMoves) {
      const key = `${node}@${String(slotAt)}`;
      used.set(key, (used.get(key) ?? 0) + orders);
    }
  return new Map([...used].filter(([, orders]) => orders !== 0));
};

describe('a hold', () => {
  it('takes back what a node accepted but did not begin, and keeps its stock', async () => {
    const world = await smallWorld();
    const { record, fulfilments } = await placed(world);
    const id = record.order.orderId;
    held(await world.hub.nodeAct(fulfilments[0]!.fulfilmentId, 1, { act: 'accept' }));
    held(await world.hub.holdOrder(id, { reason: 'fraud', note: '', by: 'risk' }));
    expect(await worksOf(world, id)).toMatchObject([{ state: 'scheduled' }]);
    expect(world.hub.position(nodeId('st_a'), itemId('OAT'))?.reservedUnits).toBe(2);
    const early = await world.hub.nodeAct(fulfilments[0]!.fulfilmentId, 1, { act: 'accept' });
    expect(early).toMatchObject({ ok: false, refusal: { reason: 'wrong-state' } });
  });

  it('has a number of its own, also after an earlier one has ended', async () => {
    const world = await smallWorld();
    const id = (await placed(world)).record.order.orderId;
    const ask = { reason: 'other', note: '', by: 'shop' } as const;
    held(await world.hub.holdOrder(id, ask));
    held(await world.hub.releaseHold(id, { holdId: 'hold_1', by: 'shop' }));
    held(await world.hub.holdOrder(id, ask));
    expect(await holdsOf(world, id)).toEqual(['hold_2']);
    const ids = (await world.store.orderEvents(id)).map((event) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('that ends by itself gives the work out in a slot that is still to come', async () => {
    const world = await smallWorld();
    const { record, fulfilments } = await placed(world);
    const id = record.order.orderId;
    const untilAt = world.clock.now() + 5 * 60 * minute;
    held(await world.hub.holdOrder(id, { reason: 'unknown_date', note: '', by: 'shop', untilAt }));
    await pass(world, 4 * 60 * minute);
    expect(await worksOf(world, id)).toMatchObject([{ state: 'scheduled' }]);
    await pass(world, 63 * minute);
    const [work] = await worksOf(world, id);
    expect(work).toMatchObject({ state: 'offered', nodeId: 'st_a' });
    expect(work!.slotAt).toBeGreaterThan(fulfilments[0]!.slotAt);
    expect(await holdsOf(world, id)).toEqual([]);
    expect([...slotsUsed(world)]).toEqual([[`st_a@${String(work!.slotAt)}`, 1]]);
  });

  it('that lasts longer than the promise allows has the customer told when it ends', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    held(await world.hub.holdOrder(id, { reason: 'awaiting_payment', note: '', by: 'shop' }));
    await pass(world, 12 * 60 * minute);
    world.clock.advance(4 * 86_400_000);
    held(await world.hub.releaseHold(id, { holdId: 'hold_1', by: 'shop' }));
    const after = held(await world.hub.order(id)).record;
    expect(after.promise?.firstWindow).toEqual(record.promise?.window);
    expect(after.promise!.window.endAt).toBeGreaterThan(record.promise!.window.endAt);
    const types = (await world.store.orderEvents(id)).map(({ type }) => type);
    expect(types).toContain('dev.ordermesh.promise.changed.v1');
  });

  it('that comes with the order keeps it from the nodes until people end it', async () => {
    const world = await smallWorld();
    const holds = [{ reason: 'awaiting_payment', note: 'bank transfer' }, { reason: 'fraud' }];
    const { record } = await placed(world, { holds });
    const id = record.order.orderId;
    await pass(world, 60 * minute);
    expect(await worksOf(world, id)).toMatchObject([{ state: 'scheduled' }]);
    held(await world.hub.releaseHold(id, { holdId: 'hold_1', by: 'bank' }));
    await pass(world, 10 * minute);
    expect(await worksOf(world, id)).toMatchObject([{ state: 'scheduled' }]);
    held(await world.hub.releaseHold(id, { holdId: 'hold_2', by: 'risk' }));
    await pass(world, 2 * minute);
    expect(await worksOf(world, id)).toMatchObject([{ state: 'offered' }]);
  });

  it('is refused when its end has passed, and for orders that are over', async () => {
    const world = await smallWorld();
    const id = (await placed(world)).record.order.orderId;
    const ask = { reason: 'other', note: '', by: 'shop' } as const;
    const past = await world.hub.holdOrder(id, { ...ask, untilAt: world.clock.now() });
    expect(past).toMatchObject({ refusal: { reason: 'invalid', faults: [{ field: '/until' }] } });
    held(await world.hub.cancelOrder(id, { reason: 'changed-mind' }));
    expect(await world.hub.holdOrder(id, ask)).toMatchObject({
      refusal: { reason: 'wrong-state', state: 'cancelled' },
    });
    expect(await world.hub.releaseHold(id, { holdId: 'hold_9', by: 'x' })).toMatchObject({
      refusal: { reason: 'not-found', what: 'hold' },
    });
  });

  it('does not stop a re-route: the next node gets the work planned, not begun', async () => {
    const world = await smallWorld();
    const { record } = await placed(world, { remorse_minutes: 600 });
    const id = record.order.orderId;
    held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'storm'));
    const works = await worksOf(world, id);
    expect(works.map(({ nodeId: node, state }) => [node, state])).toEqual([
      ['st_a', 'cancelled'],
      ['st_b', 'scheduled'],
    ]);
    expect(works[1]!.releaseAt).toBeGreaterThanOrEqual(world.clock.now() + 600 * minute);
  });
});

describe('the remorse window', () => {
  it('of the hub counts for orders that do not say, and never for those wanted within the hour', async () => {
    const world = await smallWorld({ rules: { remorseMinutes: 30 } });
    const usual = (await placed(world)).record;
    expect(usual.holds).toMatchObject([{ reason: 'remorse' }]);
    expect((await placed(world, { remorse_minutes: 0 })).record.holds).toEqual([]);
    const now = await world.hub.placeOrder(
      { ...placedWithinHour, service_level: 'within_hour' },
      { principal: 'shop' },
    );
    expect(held(now).record.holds).toEqual([]);
  });
});

const placedWithinHour = {
  channel: 'webshop',
  currency: 'CNY',
  ship_to: { latitude: 31.23, longitude: 121.47, country: 'CN' },
  lines: [{ item: 'OAT', quantity: 1 }],
};

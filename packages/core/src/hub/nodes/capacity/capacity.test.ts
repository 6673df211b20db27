import {
  aDc,
  aDraft,
  aDraftLine,
  aStore,
  held,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NodeProfile } from '../../../network/index.ts';
import { nodeId } from '../../../words/index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const a = nodeId('st_a');

const storeA = (ordersMax: number, ordersPerDayMax?: number): NodeProfile =>
  aStore('st_a', {
    calendar: aDc().calendar,
    slots: { lengthMinutes: 60, ordersMax },
    ...(ordersPerDayMax !== undefined && { terms: { ordersPerDayMax } }),
  });
const worldOf = (node: NodeProfile) => smallWorld({ nodes: [node], stock: { st_a: { OAT: 500 } } });
const slotsOf = ({ hub, clock }: SmallWorld, hours: number) =>
  held(hub.slots(a, clock.now() + hours * hourMs));
const use = (world: SmallWorld, hours = 3) =>
  slotsOf(world, hours).map(({ ordersUsed, ordersMax }) => [ordersUsed, ordersMax]);
const hold = ({ hub }: SmallWorld, orders: number, slotAt?: number) =>
  hub.holdSlot(a, {
    orders,
    ttlSeconds: 600,
    note: 'test',
    ...(slotAt !== undefined && { slotAt }),
  });

describe('places in a slot', () => {
  it('are held, confirmed and given back; the books of the slot follow', async () => {
    const world = await worldOf(storeA(3));
    const first = held(await hold(world, 2));
    expect([first.state, first.expiresAt]).toEqual(['held', world.clock.now() + 600_000]);
    expect(use(world)[0]).toEqual([2, 3]);
    held(await world.hub.confirmSlot(first.holdId));
    await pass(world, 11 * minuteMs);
    expect(use(world)[0]).toEqual([2, 3]);
    expect(held(await world.hub.confirmSlot(first.holdId)).state).toBe('confirmed');
    held(await world.hub.releaseSlot(first.holdId));
    expect(use(world)[0]).toEqual([0, 3]);
    expect(await world.hub.confirmSlot(first.holdId)).toMatchObject({
      refusal: { reason: 'wrong-state', state: 'released', allowed: ['held'] },
    });
  });

  it('are free again when nobody confirms them in time', async () => {
    const world = await worldOf(storeA(3));
    const first = held(await hold(world, 3));
    await pass(world, 11 * minuteMs);
    expect(use(world)[0]).toEqual([0, 3]);
    expect(await world.hub.releaseSlot(first.holdId)).toMatchObject({
      refusal: { reason: 'wrong-state', state: 'expired' },
    });
  });

  it('push orders into the next slot while they are held', async () => {
    const world = await worldOf(storeA(2));
    const [slot] = slotsOf(world, 1);
    held(await hold(world, 1, slot?.slotAt));
    const starts = [];
    for (let n = 0; n < 2; n += 1) starts.push((await placed(world)).fulfilments[0]?.slotAt);
    expect(starts).toEqual([slot?.slotAt, (slot?.slotAt ?? 0) + hourMs]);
  });

  it('are refused with the numbers when the slot is full, and the next slot is found when none is named', async () => {
    const world = await worldOf(storeA(2));
    const [slot] = slotsOf(world, 1);
    held(await hold(world, 2, slot?.slotAt));
    expect(await hold(world, 1, slot?.slotAt)).toMatchObject({
      refusal: { reason: 'slot-full', nodeId: 'st_a', ordersUsed: 2, ordersMax: 2 },
    });
    expect(held(await hold(world, 1)).slotAt).toBe((slot?.slotAt ?? 0) + hourMs);
    expect(await hold(world, 3)).toMatchObject({ refusal: { reason: 'slot-full' } });
  });

  it('are refused for what is no slot, no node, or out of range', async () => {
    const world = await worldOf(storeA(2));
    expect(await hold(world, 1, world.clock.now() + 7)).toMatchObject({
      refusal: { reason: 'invalid', faults: [{ field: '/slot_at' }] },
    });
    expect(await hold(world, 0)).toMatchObject({ refusal: { faults: [{ field: '/orders' }] } });
    const ask = { orders: 1, ttlSeconds: 5, note: '' };
    expect(await world.hub.holdSlot(a, ask)).toMatchObject({
      refusal: { faults: [{ field: '/ttl_seconds' }] },
    });
    expect(await world.hub.holdSlot(nodeId('nowhere'), ask)).toMatchObject({
      refusal: { reason: 'not-found' },
    });
    expect(await world.hub.releaseSlot('hold_none')).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });
});

describe('a limit of orders per day', () => {
  it('sends the rest to the next day, though slots have room', async () => {
    const world = await worldOf(storeA(10, 3));
    const days: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const [work] = (await placed(world)).fulfilments;
      days.push(Math.floor(((work?.slotAt ?? 0) + 8 * hourMs) / (24 * hourMs)));
    }
    expect(days.map((day) => day - (days[0] ?? 0))).toEqual([0, 0, 0, 1]);
    expect(slotsOf(world, 1)[0]).toMatchObject({ dayOrdersMax: 3, dayOrdersUsed: 3 });
  });

  it('counts a cancelled order no more', async () => {
    const world = await worldOf(storeA(10, 1));
    const order = await placed(world);
    held(await world.hub.cancelOrder(order.record.order.orderId, { reason: 'changed-mind' }));
    expect(slotsOf(world, 1)[0]).toMatchObject({ dayOrdersUsed: 0 });
    expect((await placed(world)).fulfilments[0]?.slotAt).toBe(order.fulfilments[0]?.slotAt);
  });
});

it('two hubs that fill the same slots at once never fill one over, nor the day, and nobody is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(3), { minLength: 1, maxLength: 24 }),
      async (slotMax, dayMax, steps) => {
        const one = await worldOf(storeA(slotMax, dayMax));
        const { database, clock } = one;
        const two = await smallWorld({ database, clock, origin: 'two' });
        const draft = aDraft({ lines: [aDraftLine('OAT', 1)] });
        // Orders and holds race in both processes, on boards that are a moment old.
        const outcomes = await Promise.all(
          steps.map((step, ix) => {
            const { hub } = ix % 2 === 0 ? one : two;
            return step === 0
              ? hub.holdSlot(a, { orders: 1, ttlSeconds: 600, note: 'race' })
              : hub.placeOrder(draft, { principal: 'shop' });
          }),
        );
        expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
        for (const { slotAt, ordersUsed } of database.slots.values()) {
          const isDay = slotAt % minuteMs !== 0;
          expect(ordersUsed).toBeLessThanOrEqual(isDay ? dayMax : slotMax);
        }
        const places = [...database.slots.values()].filter(({ slotAt }) => slotAt % minuteMs === 0);
        const used = places.reduce((sum, { ordersUsed }) => sum + ordersUsed, 0);
        const orders = (await one.store.orderList({}, { limit: 200, after: undefined })).rows;
        const routed = orders.filter(({ state }) => state === 'open').length;
        expect(used).toBe(routed + steps.filter((step) => step === 0).length);
      },
    ),
    { numRuns: 40, endOnFailure: false },
  );
}, 60_000);

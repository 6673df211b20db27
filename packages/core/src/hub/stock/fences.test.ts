import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';

const [dc, oat] = [nodeId('dc_w'), itemId('OAT')];
const onlyDc = { stock: { dc_w: { OAT: 10 } } };
const one = { lines: [aDraftLine('OAT', 1)] };

const fence = (channels: readonly unknown[], more = {}) => ({
  fences: [{ fence_id: 'f', nodes: ['dc_w'], items: ['OAT'], channels, ...more }],
});
const publish = async ({ hub }: SmallWorld, document: unknown) =>
  held(await hub.publishAllocation(document, 'test'));

/** Places orders for one OAT until one is not routed. @returns how many were */
async function sellOut(world: SmallWorld, change: Readonly<Record<string, unknown>>) {
  for (let sold = 0; sold < 100; sold += 1) {
    const order = await placed(world, { ...one, ...change });
    if (order.unroutable) return sold;
  }
  return 100;
}

describe('a fence', () => {
  it('keeps units for a customer of a tier of a channel; strangers, tier and channel see their part', async () => {
    const world = await smallWorld(onlyDc);
    const customers = [{ customer_id: 'c_1', units: 2 }];
    const tiers = [{ tier: 'vip', units: 4, customers }];
    await publish(world, fence([{ channel: 'webshop', units: 6, tiers }]));
    const sees = (channel: string, tier: 'vip' | 'standard', customerId?: string) =>
      world.hub.availableTo({ channel, tier, customerId }, { nodeId: dc, itemId: oat });
    expect([
      sees('pos', 'vip'),
      sees('webshop', 'standard'),
      sees('webshop', 'vip'),
      sees('webshop', 'vip', 'c_1'),
    ]).toEqual([4, 6, 8, 10]);
    expect(await sellOut(world, { channel: 'pos' })).toBe(4);
    expect(await sellOut(world, {})).toBe(2);
    expect(await sellOut(world, { tier: 'vip' })).toBe(2);
    expect(await sellOut(world, { tier: 'vip', customer_id: 'c_1' })).toBe(2);
    expect(
      world.hub.quotas().map(({ branch, usedUnits, leftUnits }) => [branch, usedUnits, leftUnits]),
    ).toEqual([
      ['f/webshop', 2, 0],
      ['f/webshop/vip', 2, 0],
      ['f/webshop/vip/c_1', 2, 0],
    ]);
  });

  it('tells cart, availability, order and position the same number for the same asker', async () => {
    const world = await smallWorld(onlyDc);
    await publish(world, fence([{ channel: 'webshop', units: 3, open_pool: false }]));
    const asker = { channel: 'webshop', tier: 'standard' } as const;
    const many = (units: number) => ({ lines: [aDraftLine('OAT', units)], channel: 'webshop' });
    expect(world.hub.availability(oat, [], asker)[0]?.availableUnits).toBe(3);
    expect(world.hub.availability(oat, [])[0]?.availableUnits).toBe(7);
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(7);
    expect((await placed(world, many(4))).unroutable?.reason).toBe('insufficient-stock');
    expect((await placed(world, many(3))).unroutable).toBeUndefined();
    expect(world.hub.availability(oat, [], asker)).toEqual([]);
  });

  it('takes back what a cancelled order used, and keeps what a shipped one used', async () => {
    const world = await smallWorld(onlyDc);
    await publish(world, fence([{ channel: 'webshop', units: 3 }]));
    const order = await placed(world, { lines: [aDraftLine('OAT', 4)] });
    const left = () => world.hub.quotas()[0]?.leftUnits;
    const stranger = () => world.hub.position(dc, oat)?.availableUnits;
    expect([left(), stranger()]).toEqual([0, 6]);
    const id = order.record.order.orderId;
    held(await world.hub.cancelOrder(id, { lines: [{ lineNo: 1, units: 2 }], reason: 'less' }));
    expect([left(), stranger()]).toEqual([1, 7]);
    held(await world.hub.cancelOrder(id, { reason: 'all' }));
    expect([left(), stranger()]).toEqual([3, 7]);
  });

  it('holds for a cart, and its order takes the same quota over', async () => {
    const world = await smallWorld(onlyDc);
    await publish(world, fence([{ channel: 'webshop', units: 10, open_pool: false }]));
    const { cartId } = held(await cartOf(world, 10));
    expect(world.hub.quotas()[0]?.leftUnits).toBe(0);
    const order = await placed(world, { lines: [aDraftLine('OAT', 10)], cart_id: cartId });
    expect(order.unroutable).toBeUndefined();
    expect(world.hub.quotas()[0]?.leftUnits).toBe(0);
  });

  it('grows, shrinks and ends with the next document; smaller than what is used is refused with numbers', async () => {
    const world = await smallWorld(onlyDc);
    const left = () => world.hub.quotas()[0]?.leftUnits;
    await publish(world, fence([{ channel: 'webshop', units: 4 }]));
    expect(await sellOut(world, { channel: 'pos' })).toBe(6);
    await placed(world, one);
    await publish(world, fence([{ channel: 'webshop', units: 2 }]));
    expect([left(), world.hub.position(dc, oat)?.availableUnits]).toEqual([1, 2]);
    const refused = await world.hub.publishAllocation(
      fence([{ channel: 'webshop', units: 0 }]),
      '',
    );
    expect(refused).toMatchObject({ refusal: { faults: [{ reason: 'quota-below-used' }] } });
    await publish(world, {});
    expect([left(), world.hub.position(dc, oat)?.availableUnits]).toEqual([undefined, 3]);
  });

  it('ends by itself at its time, and also gives back later what was used of it then', async () => {
    const world = await smallWorld(onlyDc);
    const until = new Date(world.clock.now() + 600_000).toISOString();
    await publish(world, fence([{ channel: 'webshop', units: 8 }], { until }));
    const { record } = await placed(world, one);
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(2);
    await pass(world, 900_000);
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(9);
    held(await world.hub.cancelOrder(record.order.orderId, { reason: 'no' }));
    await pass(world, 60_000);
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(10);
  });

  it('sells the last fenced unit once when two hubs want it at the same moment', async () => {
    const first = await smallWorld({ ...onlyDc, origin: 'one' });
    const second = await smallWorld({
      database: first.database,
      origin: 'two',
      clock: first.clock,
    });
    await publish(first, fence([{ channel: 'webshop', units: 1, open_pool: false }]));
    await pass(first, 60_000);
    const orders = await Promise.all([first, second].map((world) => placed(world, one)));
    expect(orders.filter(({ unroutable }) => unroutable === undefined)).toHaveLength(1);
    expect(first.database.positions.get('dc_w\nOAT\n#f/webshop')?.reservedUnits).toBe(1);
    await Promise.all([first.hub.stop(), second.hub.stop()]);
  });
});

const cartOf = ({ hub }: SmallWorld, units: number) =>
  hub.reserveCart(
    {
      ttl_seconds: 600,
      channel: 'webshop',
      currency: 'CNY',
      ship_to: { latitude: 31.23, longitude: 121.47, country: 'CN' },
      lines: [aDraftLine('OAT', units)],
    },
    { principal: 'shop' },
  );

it('a channel leaves its buffer, also when two hubs sell at the same moment', async () => {
  const first = await smallWorld({ stock: { dc_w: { OAT: 3 } }, origin: 'one' });
  const second = await smallWorld({ database: first.database, origin: 'two', clock: first.clock });
  await publish(first, { buffers: [{ buffer_id: 'b', channel: 'tmall', units: 2 }] });
  await pass(first, 60_000);
  const orders = await Promise.all(
    [first, second].map((world) => placed(world, { ...one, channel: 'tmall' })),
  );
  expect(orders.filter(({ unroutable }) => unroutable === undefined)).toHaveLength(1);
  expect(await sellOut(first, { channel: 'webshop' })).toBe(2);
  await Promise.all([first.hub.stop(), second.hub.stop()]);
});

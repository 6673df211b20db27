import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';

const [a, b, dc, oat] = [nodeId('st_a'), nodeId('st_b'), nodeId('dc_w'), itemId('OAT')];
const dayMs = 86_400_000;

/** Lots of OAT at the DC: units, and days until they expire. */
async function lotWorld(
  lots: Readonly<Record<string, readonly [units: number, days: number]>>,
  stock: Readonly<Record<string, Readonly<Record<string, number>>>> = {},
): Promise<SmallWorld> {
  const world = await smallWorld({ stock });
  const now = world.clock.now();
  held(
    await world.hub.setStock(
      Object.entries(lots).map(([lot, [onHandUnits]]) => ({
        nodeId: dc,
        itemId: oat,
        lot,
        onHandUnits,
      })),
      'count',
    ),
  );
  held(
    await world.hub.setLots(
      Object.entries(lots).map(([lot, [, days]]) => ({
        itemId: oat,
        lot,
        expiresAt: now + days * dayMs,
      })),
    ),
  );
  return world;
}
const oats = (units: number, change = {}) => ({ lines: [aDraftLine('OAT', units)], ...change });
const lotsOf = async ({ store }: SmallWorld, id: string) =>
  (await store.reservations([id as never]))
    .filter(({ state }) => state === 'live')
    .map(({ lot, units }) => `${lot} ${String(units)}`);

describe('lots', () => {
  it('leave first expired first, and never when they have expired', async () => {
    const world = await lotWorld({ A: [5, 30], B: [5, 10], C: [5, 20] });
    const first = await placed(world, oats(7));
    expect(await lotsOf(world, first.record.order.orderId)).toEqual(['B 5', 'C 2']);
    await pass(world, 21 * dayMs);
    expect(world.hub.position(dc, oat)?.availableUnits).toBe(5);
    const second = await placed(world, oats(5));
    expect(await lotsOf(world, second.record.order.orderId)).toEqual(['A 5']);
    expect((await placed(world, oats(1))).unroutable?.reason).toBe('insufficient-stock');
  });

  it('keep as long as the channel asks, and availability says the same', async () => {
    const world = await lotWorld({ A: [5, 30], B: [5, 10] });
    held(await world.hub.publishAllocation({ shelf_life: [{ channels: ['b2b'], days: 14 }] }, ''));
    const b2b = { channel: 'b2b', tier: 'standard' } as const;
    expect(world.hub.availability(oat, [], b2b)[0]?.availableUnits).toBe(5);
    expect((await placed(world, oats(6, b2b))).unroutable?.reason).toBe('insufficient-stock');
    const order = await placed(world, oats(5, b2b));
    expect(await lotsOf(world, order.record.order.orderId)).toEqual(['A 5']);
  });

  it('that are blocked are promised to nobody, and orders of other lots go on', async () => {
    const world = await lotWorld({ A: [5, 30], B: [5, 10] });
    const first = await placed(world, oats(3));
    const other = await placed(world, oats(4));
    const block = { itemId: oat, lot: 'B', reason: 'taste', by: 'qa' };
    const blocked = held(await world.hub.blockLot({ ...block, state: 'quarantined' }));
    expect(blocked.movedOrderIds).toHaveLength(2);
    expect(await lotsOf(world, first.record.order.orderId)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^A/)]),
    );
    expect(world.database.positions.get('dc_w\nOAT\nB')?.reservedUnits).toBe(0);
    const works = await world.store.fulfilments([other.record.order.orderId]);
    expect(works.filter(({ state }) => state === 'scheduled').length).toBeGreaterThan(0);
    expect((await placed(world, oats(1))).unroutable?.reason).toBe('insufficient-stock');
    held(await world.hub.blockLot({ ...block, state: 'released' }));
    expect((await placed(world, oats(1))).unroutable).toBeUndefined();
    held(await world.hub.blockLot({ ...block, state: 'recalled' }));
    expect(await world.hub.blockLot({ ...block, state: 'released' })).toMatchObject({
      refusal: { reason: 'wrong-state', state: 'recalled' },
    });
  });
});

describe('a count below what is reserved', () => {
  it('moves exactly the missing units: the lowest tier first, the latest order first', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 10 } } });
    const vip = await placed(world, oats(4, { tier: 'vip' }));
    const early = await placed(world, oats(3));
    await pass(world, 60_000);
    const late = await placed(world, oats(3));
    const count = (node: typeof a, onHandUnits: number) =>
      world.hub.setStock([{ nodeId: node, itemId: oat, onHandUnits }], 'cycle count');
    held(await count(b, 10));
    held(await count(a, 6));
    const at = async (placedOrder: typeof vip) =>
      (await world.store.reservations([placedOrder.record.order.orderId]))
        .filter(({ state }) => state === 'live')
        .map(({ nodeId: node, units }) => `${node} ${String(units)}`);
    expect(await at(vip)).toEqual(['st_a 4']);
    expect(await at(early)).toEqual(['st_a 2', 'st_b 1']);
    expect(await at(late)).toEqual(['st_b 3']);
    expect(world.hub.position(a, oat)).toMatchObject({ onHandUnits: 6, reservedUnits: 6 });
    expect(world.hub.position(b, oat)).toMatchObject({ onHandUnits: 10, reservedUnits: 4 });
  });

  it('opens an exception for what no other node has, and takes goods from carts before orders', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 4 } } });
    await placed(world, oats(2));
    held(
      await world.hub.reserveCart(
        {
          ttl_seconds: 600,
          channel: 'webshop',
          currency: 'CNY',
          ship_to: { latitude: 31.23, longitude: 121.47, country: 'CN' },
          lines: [aDraftLine('OAT', 2)],
        },
        { principal: 'shop' },
      ),
    );
    const adjust = async (units: number) =>
      held(
        await world.hub.adjustStock(
          [{ nodeId: a, itemId: oat, units, reason: 'damaged', note: 'wet' }],
          'anna',
        ),
      );
    expect((await adjust(-2)).orderIds).toEqual([]);
    expect(world.hub.position(a, oat)).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
    expect(await adjust(-1)).toMatchObject({ units: 1 });
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows.map(({ lines }) => lines)).toEqual([[{ lineNo: 1, units: 1 }]]);
    const told = world.database.events.findLast(({ type }) => type.includes('stock.adjusted'));
    expect(told?.body).toMatchObject({ by: 'anna', rows: [{ units: -1, reason: 'damaged' }] });
  });

  it('refuses to take off more than is booked, and unknown places, each with its field', async () => {
    const { hub } = await smallWorld();
    const row = { nodeId: a, itemId: oat, units: -11, reason: 'lost' } as const;
    const refused = await hub.adjustStock(
      [row, { ...row, units: 1.5 }, { ...row, itemId: itemId('X'), nodeId: nodeId('Y'), units: 1 }],
      'anna',
    );
    const faults = refused.ok || refused.refusal.reason !== 'invalid' ? [] : refused.refusal.faults;
    expect(faults.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      '/rows/0/units more-than-on-hand',
      '/rows/1/units out-of-range',
      '/rows/2/node unknown-node',
      '/rows/2/item unknown-item',
    ]);
  });
});

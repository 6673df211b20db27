import {
  aDraft,
  aDraftLine,
  arrived,
  backFact,
  goodsOf,
  held,
  memoryDatabase,
  memoryStore,
  nodeUriOf,
  pass,
  placed,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { soldFact } from '../../../facts/index.ts';
import { cartId, itemId, nodeId } from '../../../words/index.ts';
import type { Store } from '../../index.ts';

const shop = { principal: 'shop' };
const swap = {
  lines: [{ lineNo: 1, units: 1, reason: 'taste', condition: 'unopened' as const }],
  method: 'send' as const,
  replacement: [{ item: 'TEA', quantity: 1, price: { amount_minor: 700, currency: 'CNY' } }],
};
const reservedTea = ({ hub }: SmallWorld): number =>
  ['st_a', 'st_b', 'dc_w'].reduce(
    (sum, node) => sum + (hub.position(nodeId(node), itemId('TEA'))?.reservedUnits ?? 0),
    0,
  );

describe('an exchange asked again under its key', () => {
  it('is the same exchange, also when it holds the last goods that there are', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 } } });
    const { orderId } = await arrived(world);
    const meta = { ...shop, idempotency: { key: 'x1', bodyHash: 'a' } };
    const first = held(await world.hub.requestExchange(orderId, swap, meta));
    const again = held(await world.hub.requestExchange(orderId, swap, meta));
    expect(again.record.caseId).toBe(first.record.caseId);
    expect(reservedTea(world)).toBe(1);
  });
});

describe('an exchange that ended before the goods came', () => {
  it('pays them like any others, since no replacement is sent for them', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world);
    const { file } = held(await world.hub.requestExchange(orderId, swap, shop));
    const { returnUri } = held(await world.hub.cancelReturn(file.returnId, 'keeps it'));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant'));
    expect(held(await world.hub.return(file.returnId)).refunds).toMatchObject([
      { state: 'approved', creditedMinor: 0, lines: [{ goodsMinor: 1_000 }] },
    ]);
  });
});

/** Somebody buys tea over the counter. */
const sellTea = (world: SmallWorld, node: string, units = 1): Promise<void> =>
  scan(
    world,
    soldFact({
      at: world.clock.now(),
      nodeUri: nodeUriOf(node),
      orderKeys: [],
      goods: goodsOf('TEA', units),
    }),
  );
const teaAt = ({ hub }: SmallWorld, node: string) => hub.position(nodeId(node), itemId('TEA'));
const toldOf = ({ database }: SmallWorld, caseId: string): readonly string[] =>
  database.events
    .filter(({ subject }) => subject === `exchange/${caseId}`)
    .map(({ type }) => type.split('.')[3] ?? '');
const bringBack = async (world: SmallWorld, node: string, returnId: string): Promise<void> => {
  const { returnUri } = held(await world.hub.return(returnId));
  await scan(world, backFact(world, { returnUri, node, units: 1 }, 'handed_in'));
  await pass(world, 120_000);
};

describe('an exchange whose goods a till sold while it waited', () => {
  it('lets go of them at once, holds others, and is sent from there', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 }, dc_w: { TEA: 1 } } });
    const { orderId, node } = await arrived(world);
    const { record, file } = held(await world.hub.requestExchange(orderId, swap, shop));
    await sellTea(world, 'st_a');
    expect(teaAt(world, 'st_a')).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    await pass(world, 1_000);
    expect(teaAt(world, 'dc_w')?.reservedUnits).toBe(1);
    expect(toldOf(world, record.caseId)).toEqual(['opened', 'goods_lost', 'goods_held']);
    // What is held now is held as long as what was held first.
    const now = held(await world.hub.exchange(record.caseId)).file;
    expect(now.lacksSinceAt).toBeUndefined();
    const soft = await world.store.reservationsOfCart(cartId(now.cartId));
    expect(soft.map(({ expiresAt }) => expiresAt)).toEqual([file.heldUntilAt]);
    await bringBack(world, node, file.returnId);
    const after = held(await world.hub.exchange(record.caseId));
    expect(after.record.state).toBe('sent');
    const order = held(await world.hub.order(after.file.replacementOrderId!));
    expect(order.fulfilments.map(({ nodeId: from }) => from)).toEqual(['dc_w']);
    expect(reservedTea(world)).toBe(1);
  });

  it('looks for others until some come, and says so to the customer meanwhile', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 } } });
    const { orderId } = await arrived(world);
    const { record } = held(await world.hub.requestExchange(orderId, swap, shop));
    await sellTea(world, 'st_a');
    await pass(world, 30 * 60_000);
    const lacking = held(await world.hub.exchange(record.caseId));
    expect([lacking.record.state, reservedTea(world)]).toEqual(['waiting', 0]);
    const seen = held(await world.hub.tracking(orderId, 'advanced')).afterDelivery?.exchanges[0];
    expect(seen?.status.label.en).toMatch(/out of stock for now/);
    expect(seen).toMatchObject({ heldUntilAt: undefined });
    await world.hub.setStock(
      [{ nodeId: nodeId('st_b'), itemId: itemId('TEA'), onHandUnits: 3 }],
      'a delivery',
    );
    await pass(world, 60 * 60_000);
    expect(teaAt(world, 'st_b')?.reservedUnits).toBe(1);
    expect(toldOf(world, record.caseId)).toEqual(['opened', 'goods_lost', 'goods_held']);
  });

  it('is placed as an order that waits for goods when it is due and there are none', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 } } });
    const { orderId, node } = await arrived(world);
    const { record, file } = held(await world.hub.requestExchange(orderId, swap, shop));
    await sellTea(world, 'st_a');
    await bringBack(world, node, file.returnId);
    const after = held(await world.hub.exchange(record.caseId));
    const order = held(await world.hub.order(after.file.replacementOrderId!));
    expect(order.record.waits.map(({ itemId: item, units }) => [item, units])).toEqual([
      ['TEA', 1],
    ]);
    await world.hub.setStock(
      [{ nodeId: nodeId('st_b'), itemId: itemId('TEA'), onHandUnits: 3 }],
      'a delivery',
    );
    await pass(world, 60_000);
    const served = held(await world.hub.order(after.file.replacementOrderId!));
    expect(served.fulfilments.map(({ nodeId: from }) => from)).toEqual(['st_b']);
  });

  it('loses them after carts and before orders', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 3 } } });
    const { orderId } = await arrived(world);
    const { record } = held(await world.hub.requestExchange(orderId, swap, shop));
    const lines = [aDraftLine('TEA', 1)];
    const order = await placed(world, { lines });
    held(await world.hub.reserveCart({ ...aDraft({ lines }), ttl_seconds: 600 }, shop));
    await sellTea(world, 'st_a');
    expect(toldOf(world, record.caseId)).toEqual(['opened']);
    world.clock.advance(1);
    await sellTea(world, 'st_a');
    expect(toldOf(world, record.caseId)).toEqual(['opened', 'goods_lost']);
    const { fulfilments } = held(await world.hub.order(order.record.order.orderId));
    expect(fulfilments.map(({ nodeId: from, state }) => [from, state])).toEqual([
      ['st_a', 'scheduled'],
    ]);
    expect(teaAt(world, 'st_a')).toMatchObject({ onHandUnits: 1, reservedUnits: 1 });
  });

  it('lets go of them also when another process sold them, before it heard that they are held', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 } } });
    const { orderId } = await arrived(world);
    const { database, clock } = world;
    const till = await smallWorld({ database, clock, origin: 'till', hasTimers: false });
    const { record } = held(await world.hub.requestExchange(orderId, swap, shop));
    await sellTea(till, 'st_a');
    expect(database.positions.get('st_a/TEA/')?.reservedUnits ?? 1).toBe(1);
    await pass(world, 2_000);
    expect(teaAt(world, 'st_a')).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    expect(toldOf(world, record.caseId)).toEqual(['opened', 'goods_lost']);
  });
});

describe('an exchange that is sent at once', () => {
  const opened = async (world: SmallWorld) => {
    held(await world.hub.publishAftercarePolicy({ exchangeShipsAt: 'at_once' }, 'trusts people'));
    const { orderId } = await arrived(world);
    return held(await world.hub.requestExchange(orderId, swap, shop));
  };

  it('is not sent when the customer keeps the goods before anybody began to', async () => {
    const world = await smallWorld();
    const { record, file } = await opened(world);
    held(await world.hub.cancelReturn(file.returnId, 'keeps it'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(record.caseId));
    expect([after.record.state, after.file.replacementOrderId]).toEqual(['expired', undefined]);
    expect(reservedTea(world)).toBe(0);
  });

  it('is left to people when the customer keeps the goods while it is being sent', async () => {
    const keeps: (() => Promise<unknown>)[] = [];
    const store = memoryStore({ database: memoryDatabase(), origin: 'test' });
    const commit: Store['commit'] = async (units, origin) => {
      const isSending = units.some(({ orderAdded }) =>
        orderAdded?.order.externalIds.some(({ system }) => system === 'exchange'),
      );
      if (isSending) await keeps.pop()?.();
      return store.commit(units, origin);
    };
    const world = await smallWorld({ store: { ...store, commit } });
    const { record, file } = await opened(world);
    keeps.push(() => world.hub.cancelReturn(file.returnId, 'keeps it'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(record.caseId));
    expect([keeps, after.record.state]).toEqual([[], 'unreturned']);
    const { replacementOrderId } = after.file;
    expect(replacementOrderId && held(await world.hub.order(replacementOrderId))).toBeDefined();
  });
});

import { aDraft, aDraftLine, anItem, memoryBroker, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { PlacedOrder } from '../outcome.ts';
import type { Bus } from '../ports/bus.ts';

const rules = { routing: 'router', routingTriesMax: 3 } as const;
const aWorld = (more: Parameters<typeof smallWorld>[0] = {}) => smallWorld({ rules, ...more });

async function accepted({ hub }: SmallWorld, draft = aDraft()): Promise<PlacedOrder> {
  const outcome = await hub.placeOrder(draft, { principal: 'shop' });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

async function orderOf({ hub }: SmallWorld, id: OrderId) {
  const outcome = await hub.order(id);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

const reserved = ({ hub }: SmallWorld) =>
  ['st_a', 'st_b', 'dc_w'].reduce(
    (sum, node) => sum + (hub.position(nodeId(node), itemId('OAT'))?.reservedUnits ?? 0),
    0,
  );
describe('an order that is accepted for routers', () => {
  it('is answered without nodes and without a promise, and takes no goods', async () => {
    const world = await aWorld();
    const placed = await accepted(world);
    expect(placed).toMatchObject({ waitsForRouter: true, plan: undefined, fulfilments: [] });
    expect(placed.record).toMatchObject({ state: 'open', status: 'accepted', promise: undefined });
    expect(reserved(world)).toBe(0);
    const { reservations, decisions } = await orderOf(world, placed.record.order.orderId);
    expect([reservations, decisions]).toEqual([[], []]);
  });

  it('is placed by a router as it would have been at intake, under the decision that was named', async () => {
    const world = await aWorld();
    const { record, decisionId } = await accepted(world);
    const { orderId } = record.order;
    const tried = await world.hub.routeWaiting([{ orderId, handedOut: 1 }]);
    expect(tried).toEqual([{ outcome: 'done' }]);
    const { record: after, fulfilments, decisions, reservations } = await orderOf(world, orderId);
    expect(decisions.map((one) => [one.decisionId, one.kind])).toEqual([[decisionId, 'route']]);
    expect(after).toMatchObject({ state: 'open', status: 'allocated', epoch: 1, version: 2 });
    const atIntake = await smallWorld();
    const same = await accepted(atIntake);
    expect(
      fulfilments.map(({ nodeId: node, serviceId, lines }) => [node, serviceId, lines]),
    ).toEqual(
      same.fulfilments.map(({ nodeId: node, serviceId, lines }) => [node, serviceId, lines]),
    );
    expect(after.promise?.window).toEqual(same.record.promise?.window);
    expect(reservations.map(({ units }) => units)).toEqual([2]);
  });

  it('is placed once, however many routers try, and however often', async () => {
    const one = await aWorld();
    const two = await aWorld({ database: one.database, clock: one.clock, origin: 'two' });
    const all = await Promise.all(Array.from({ length: 12 }, () => accepted(one)));
    const handed = all.map(({ record }) => ({ orderId: record.order.orderId, handedOut: 1 }));
    one.clock.advance(200);
    await Promise.all([one, two, one].map(({ hub }) => hub.routeWaiting(handed)));
    await one.hub.routeWaiting(handed.map((again) => ({ ...again, handedOut: 2 })));
    for (const { orderId } of handed) {
      const { fulfilments, decisions } = await orderOf(one, orderId);
      expect([fulfilments.length, decisions.length]).toEqual([1, 1]);
    }
    const ask = { limit: 9, after: undefined, itemId: itemId('OAT') };
    const { rows } = await one.store.positions(ask);
    expect(rows.reduce((sum, row) => sum + row.reservedUnits, 0)).toBe(24);
  });

  it('is found in the store when nobody brings it, at once without a bus and after some seconds with one', async () => {
    const alone = await aWorld();
    const { record } = await accepted(alone);
    expect(await alone.hub.sweepRouting(10)).toBe(1);
    expect((await orderOf(alone, record.order.orderId)).fulfilments).toHaveLength(1);
    const world = await aWorld({ bus: memoryBroker().open() });
    const late = await accepted(world);
    expect(await world.hub.sweepRouting(10)).toBe(0);
    world.clock.advance(10_000);
    expect(await world.hub.sweepRouting(10)).toBe(1);
    expect((await orderOf(world, late.record.order.orderId)).fulfilments).toHaveLength(1);
  });

  it('leaves no case behind once it is placed', async () => {
    const world = await aWorld();
    await accepted(world);
    await world.hub.sweepRouting(10);
    world.clock.advance(60_000);
    expect(await world.hub.sweepRouting(10)).toBe(1);
    const { rows } = await world.store.caseList(
      { kind: 'routing' },
      { limit: 9, after: undefined },
    );
    expect(rows).toEqual([]);
  });

  it('goes over the bus to whoever takes', async () => {
    const bus = memoryBroker().open();
    const world = await aWorld({ bus });
    const keys: string[] = [];
    const { record } = await accepted(world);
    world.clock.advance(10);
    await bus.routing.take((handed) => {
      keys.push(...handed.map(({ key }) => key));
      return Promise.resolve();
    });
    await world.hub.settled();
    await expect.poll(() => keys).toEqual([record.order.orderId]);
  });

  it('goes over the bus as urgent work when its customer may overtake others', async () => {
    const { routing } = memoryBroker().open();
    const put: (readonly [string, string])[] = [];
    const bus: Bus = {
      ...memoryBroker().open(),
      routing: {
        ...routing,
        put: (keys, lane) => {
          put.push(...keys.map((key) => [key, lane] as const));
          return Promise.resolve();
        },
      },
    };
    const world = await aWorld({ bus });
    const ids: string[] = [];
    for (const tier of ['standard', 'plus', 'vip', 'enterprise'])
      ids.push((await accepted(world, aDraft({ tier }))).record.order.orderId);
    world.clock.advance(10);
    expect([...put].sort()).toEqual(
      ids.map((id, ix) => [id, ix === 0 ? 'usual' : 'urgent']).sort(),
    );
  });

  it('is answered again under its key, before it is placed and after', async () => {
    const world = await aWorld();
    const meta = { principal: 'shop', idempotency: { key: 'k', bodyHash: 'h' } };
    const first = await world.hub.placeOrder(aDraft(), meta);
    const again = await world.hub.placeOrder(aDraft(), meta);
    expect(again).toMatchObject({ ok: true, replayed: true, value: { waitsForRouter: true } });
    await world.hub.sweepRouting(10);
    const after = await world.hub.placeOrder(aDraft(), meta);
    if (!first.ok || !after.ok) throw new Error('it was refused');
    expect(after.value.record.order.orderId).toBe(first.value.record.order.orderId);
    expect([after.value.fulfilments.length, after.value.waitsForRouter]).toEqual([1, undefined]);
  });

  it('becomes a question for people when no node can do it, and is no dead letter', async () => {
    const world = await aWorld();
    const { record } = await accepted(world, aDraft({ lines: [aDraftLine('OAT', 500)] }));
    await world.hub.sweepRouting(10);
    expect((await orderOf(world, record.order.orderId)).record.state).toBe('unroutable');
    const { rows } = await world.store.exceptionList({}, { limit: 9, after: undefined });
    expect(rows.map(({ orderId, kind }) => [orderId, kind])).toEqual([
      [record.order.orderId, 'unroutable'],
    ]);
    const dead = await world.hub.deadLetters({ state: 'dead' }, { limit: 9, after: undefined });
    expect(dead.rows).toEqual([]);
  });

  it('needs no router any more once it was cancelled, and only for the rest when units were', async () => {
    const world = await aWorld();
    const [whole, part] = await Promise.all([accepted(world), accepted(world)]);
    const [wholeId, partId] = [whole.record.order.orderId, part.record.order.orderId];
    await world.hub.cancelOrder(wholeId, { reason: 'second thoughts' });
    await world.hub.cancelOrder(partId, { reason: 'one', lines: [{ lineNo: 1, units: 1 }] });
    await world.hub.sweepRouting(10);
    expect((await orderOf(world, wholeId)).fulfilments).toEqual([]);
    const { fulfilments } = await orderOf(world, partId);
    expect(fulfilments.flatMap(({ lines }) => lines.map((line) => line.quantityUnits))).toEqual([
      1,
    ]);
    expect(reserved(world)).toBe(1);
  });

  it('keeps a hold that people placed meanwhile', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    const { orderId } = record.order;
    await world.hub.holdOrder(orderId, { reason: 'fraud', note: '', by: 'desk' });
    await world.hub.sweepRouting(10);
    const { record: after, fulfilments } = await orderOf(world, orderId);
    expect([after.holds.length, fulfilments.length]).toEqual([1, 1]);
  });
});

describe('an order that must be decided at once', () => {
  it('is placed at intake: its cart holds the goods already', async () => {
    const world = await aWorld();
    const cart = await world.hub.reserveCart(
      { ...aDraft(), ttl_seconds: 600 },
      { principal: 'shop' },
    );
    if (!cart.ok) throw new Error('no cart');
    const placed = await accepted(world, aDraft({ cart_id: cart.value.cartId }));
    expect([placed.fulfilments.length, placed.waitsForRouter]).toEqual([1, undefined]);
  });

  it('is decided at intake when its goods are sold before they are there', async () => {
    const world = await aWorld();
    await world.hub.putItems([
      anItem('OAT', { availableFromAt: world.clock.now() + 86_400_000 * 30 }),
    ]);
    const placed = await accepted(world);
    expect(placed.waitsForRouter).toBe(undefined);
  });
});

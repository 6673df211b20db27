import { aDraft, aDraftLine, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../words/index.ts';
import type { OrderId } from '../words/index.ts';
import type { HubOutcome, PlacedOrder } from './hub.ts';

const shop = { principal: 'shop' };

function held<T>(outcome: HubOutcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

const placed = async (world: SmallWorld, change = {}): Promise<PlacedOrder> =>
  held(await world.hub.placeOrder(aDraft(change), shop));

const onBoard = (world: SmallWorld, node: string, item = 'OAT') =>
  world.hub.position(nodeId(node), itemId(item));

const workOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments;

/** Lets timers fire and their work finish. */
async function pass(world: SmallWorld, passedMs: number): Promise<void> {
  const end = world.clock.now() + passedMs;
  while (world.clock.now() < end) {
    world.clock.advance(Math.min(60_000, end - world.clock.now()));
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    await world.hub.settled();
  }
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

describe('an order on its path', () => {
  it('is accepted, promised, routed to the nearest store and reserved in one commit', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    expect(order.plan?.parcels.map((parcel) => parcel.nodeId)).toEqual(['st_a']);
    expect(order.record).toMatchObject({ state: 'open', version: 1, epoch: 1 });
    expect(order.record.promise?.window.endAt).toBeGreaterThan(world.clock.now());
    expect(onBoard(world, 'st_a')).toMatchObject({ reservedUnits: 2, availableUnits: 8 });
    const stored = await world.store.order(order.record.order.orderId);
    expect(stored).toEqual(order.record);
  });

  it('answers the same key with the same acceptance, and another body with key-reused', async () => {
    const world = await smallWorld();
    const meta = { principal: 'shop', idempotency: { key: 'k1', bodyHash: 'a' } };
    const first = held(await world.hub.placeOrder(aDraft(), meta));
    const second = await world.hub.placeOrder(aDraft(), meta);
    expect(second).toMatchObject({ ok: true, replayed: true });
    expect(held(second)).toEqual(first);
    const other = await world.hub.placeOrder(aDraft(), {
      ...meta,
      idempotency: { key: 'k1', bodyHash: 'b' },
    });
    expect(other).toMatchObject({ ok: false, refusal: { reason: 'key-reused' } });
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(2);
  });

  it('knows an external order once, also when it comes twice at the same time', async () => {
    const world = await smallWorld();
    const draft = aDraft({ external_ids: [{ system: 'shopify', id: '1001' }] });
    const both = await world.hub.placeOrders([draft, draft], shop);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(both[1]).toMatchObject({ refusal: { reason: 'external-id-known' } });
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(2);
  });

  it('refuses bad input with the field, and writes nothing', async () => {
    const world = await smallWorld();
    const before = world.database.events.length;
    const outcome = await world.hub.placeOrder(aDraft({ lines: [aDraftLine('OAT', 0)] }), shop);
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { reason: 'invalid', faults: [{ field: '/lines/0/quantity' }] },
    });
    expect(world.database.events).toHaveLength(before);
  });

  it('becomes an exception that names the nearest change when no node can do it', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 1 } } });
    const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
    expect(order.record.state).toBe('unroutable');
    expect(order.unroutable).toMatchObject({ shortLines: [{ lineNo: 1, missingUnits: 2 }] });
    const open = await world.store.exceptionList(
      { state: 'open' },
      { limit: 10, after: undefined },
    );
    expect(open.rows).toMatchObject([{ kind: 'unroutable', nearest: { change: 'reduce-lines' } }]);
  });

  it('finds its node later, when goods have come, and the exception is closed', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 1 } } });
    const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
    await world.hub.setStock(
      [{ nodeId: nodeId('st_b'), itemId: itemId('OAT'), onHandUnits: 5 }],
      'delivery',
    );
    const again = held(await world.hub.rerouteOrder(order.record.order.orderId));
    expect(again.record).toMatchObject({ state: 'open', epoch: 2 });
    expect(again.fulfilments).toMatchObject([{ nodeId: 'st_b', epoch: 2 }]);
    const open = await world.store.exceptionList(
      { state: 'open' },
      { limit: 10, after: undefined },
    );
    expect(open.rows).toEqual([]);
  });

  it('tells everybody in the order of commits', async () => {
    const world = await smallWorld();
    const types: string[] = [];
    world.hub.subscribe((event) => types.push(event.type));
    await placed(world);
    expect(types).toEqual(['dev.ordermesh.order.placed.v1', 'dev.ordermesh.decision.routed.v1']);
  });
});

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
    expect(view.record.state).toBe('cancelled');
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

describe('a cart', () => {
  it('holds stock until its time is over', async () => {
    const world = await smallWorld();
    const cart = held(await world.hub.reserveCart({ ...aDraft(), ttl_seconds: 60 }, shop));
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(2);
    await pass(world, 2 * 60_000);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
    expect(await world.store.reservationsOfCart(cart.cartId)).toMatchObject([
      { state: 'released' },
    ]);
  });

  it('gives its units to its order, even the last ones', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 2 } } });
    const cart = held(await world.hub.reserveCart({ ...aDraft(), ttl_seconds: 600 }, shop));
    const stranger = await placed(world);
    expect(stranger.unroutable).toBeDefined();
    const owner = await placed(world, { cart_id: cart.cartId });
    expect(owner.plan?.parcels[0]?.nodeId).toBe('st_a');
    expect(onBoard(world, 'st_a')).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
  });
});

describe('a decision', () => {
  it('is explained, compared with another node and replayed byte for byte', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    expect(held(await world.hub.explain(order.decisionId))).toMatchObject({
      outcome: 'routed',
      candidates: [{ nodeId: 'st_a', chosen: true }, {}, {}],
    });
    expect(held(await world.hub.explainVersus(order.decisionId, [nodeId('dc_w')]))).toMatchObject({
      outcome: 'dearer',
    });
    expect(held(await world.hub.replay(order.decisionId))).toEqual({ same: true, differences: [] });
  });

  it('is explained under the network of its time after the network has changed', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const { nodes } = world.hub.network();
    held(await world.hub.putNode({ ...nodes[0], handlingCostPerOrderMinor: 99_999 }));
    const next = await placed(world);
    expect(next.plan?.parcels[0]?.nodeId).toBe('st_b');
    expect(held(await world.hub.replay(order.decisionId))).toMatchObject({ same: true });
  });
});

describe('tracking', () => {
  it('shows each tier its part, and never a node to the basic one', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const id = order.record.order.orderId;
    const basic = JSON.stringify(held(await world.hub.tracking(id, 'basic')));
    expect(basic).toContain('confirmed');
    expect(basic).not.toContain('st_a');
    const high = JSON.stringify(held(await world.hub.tracking(id, 'high')));
    expect(high).toContain('st_a');
    expect(high).toContain(order.decisionId);
  });
});

describe('a published strategy', () => {
  it('counts for the next order, and a rollback brings the old one back as a new version', async () => {
    const world = await smallWorld();
    const json = {
      ...(await import('../strategy/index.ts')).strategyJson(world.hub.strategies()[0]!.document),
      fallbacks: [],
      hard_rules: [
        {
          rule_id: 'no-a',
          name: 'Nothing from store A',
          when: [{ field: 'node.id', operator: 'eq', value: 'st_a' }],
          effect: 'exclude',
        },
      ],
    };
    held(await world.hub.publishStrategy(json, 'test'));
    expect((await placed(world)).plan?.parcels[0]?.nodeId).toBe('st_b');
    const back = held(
      await world.hub.rollbackStrategy(world.hub.strategies()[0]!.document.strategyId, 1, 'back'),
    );
    expect(back.version).toBe(3);
    expect((await placed(world)).plan?.parcels[0]?.nodeId).toBe('st_a');
  });
});

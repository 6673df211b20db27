import { aDraft, aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../words/index.ts';

const shop = { principal: 'shop' };

const onBoard = (world: SmallWorld, node: string, item = 'OAT') =>
  world.hub.position(nodeId(node), itemId(item));

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
    expect(
      held(await world.hub.explainVersus(order.decisionId, { nodeIds: [nodeId('dc_w')] })),
    ).toMatchObject({
      outcome: 'dearer',
    });
    expect(held(await world.hub.replay(order.decisionId))).toMatchObject({
      same: true,
      differences: [],
    });
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

  it('is not overwritten by somebody who edited an older version without knowing the newer one', async () => {
    const world = await smallWorld();
    const { strategyJson } = await import('../strategy/index.ts');
    const first = strategyJson(world.hub.strategies()[0]!.document);
    const mine = { ...first, name: 'mine' };
    held(await world.hub.publishStrategy({ ...first, name: 'theirs' }, 'theirs'));
    for (const outcome of [
      world.hub.validateStrategy(mine),
      await world.hub.publishStrategy(mine, 'mine'),
    ])
      expect(outcome).toMatchObject({
        ok: false,
        refusal: {
          reason: 'invalid',
          faults: [{ field: '/version', reason: 'not-the-newest' }],
        },
      });
    expect(
      held(await world.hub.publishStrategy({ ...mine, version: 2 }, 'merged')).document,
    ).toMatchObject({
      name: 'mine',
      version: 3,
    });
    const { version: _none, ...regardless } = mine;
    expect(held(await world.hub.publishStrategy(regardless, 'regardless')).document.version).toBe(
      4,
    );
  });
});

import {
  aDraft,
  aDraftLine,
  anItem,
  fakeClock,
  held,
  memoryDatabase,
  memoryStore,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { dayMs, itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const oat = (units: number) => ({ lines: [aDraftLine('OAT', units)] });
const dcOnly = (OAT: number, TEA = 0) => ({ dc_w: { OAT, TEA } });

async function count(world: SmallWorld, units: number, item = 'OAT') {
  const row = { nodeId: nodeId('dc_w'), itemId: itemId(item), onHandUnits: units };
  held(await world.hub.setStock([row], 'received'));
  await world.hub.settled();
}

async function receive(world: SmallWorld, units: number, item = 'OAT') {
  const was = world.hub.position(nodeId('dc_w'), itemId(item))?.onHandUnits ?? 0;
  await count(world, was + units, item);
}

const announce = async (world: SmallWorld, [inDays, units]: [number, number], item = 'OAT') =>
  held(
    await world.hub.setInbound([
      {
        nodeId: nodeId('dc_w'),
        itemId: itemId(item),
        expectedAt: world.clock.now() + inDays * dayMs,
        units,
      },
    ]),
  );

const waiting = async ({ hub }: SmallWorld, id: OrderId): Promise<number> =>
  held(await hub.waits(id)).reduce((sum, { units }) => sum + units, 0);

const idOf = ({ record }: Awaited<ReturnType<typeof placed>>): OrderId => record.order.orderId;

const recordOf = async ({ hub }: SmallWorld, id: OrderId) => held(await hub.order(id)).record;

describe('an order whose goods lack', () => {
  it('is an exception for people when its customer did not agree to wait', async () => {
    const world = await smallWorld({ stock: dcOnly(1) });
    const order = await placed(world, oat(3));
    expect(order.record.state).toBe('unroutable');
    expect(await waiting(world, idOf(order))).toBe(0);
  });

  it('is a matter for people when the goods lie at a node that is not to be asked again', async () => {
    const world = await smallWorld({ stock: dcOnly(3) });
    const order = await placed(world, { ...oat(3), backorder: 'partial' });
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'reject', reason: 'too-busy' }));
    await world.hub.settled();
    expect(await waiting(world, idOf(order))).toBe(0);
    expect((await recordOf(world, idOf(order))).state).toBe('unroutable');
  });

  it('is served when a closed node with its goods opens again', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    const order = await placed(world, { ...oat(2), backorder: 'partial' });
    held(await world.hub.setNodeState(nodeId('dc_w'), 'stricken', 'storm'));
    await receive(world, 5);
    expect(await waiting(world, idOf(order))).toBe(2);
    held(await world.hub.setNodeState(nodeId('dc_w'), 'open', 'storm is over'));
    await pass(world, 6 * 60_000);
    expect(await waiting(world, idOf(order))).toBe(0);
  });

  it('gets what a cancelled order gives back', async () => {
    const world = await smallWorld({ stock: dcOnly(2) });
    const first = await placed(world, oat(2));
    const second = await placed(world, { ...oat(2), backorder: 'complete' });
    held(await world.hub.cancelOrder(idOf(first), { reason: 'changed his mind' }));
    await world.hub.settled();
    expect(await waiting(world, idOf(second))).toBe(0);
    expect((await recordOf(world, idOf(second))).promise).toBeDefined();
  });

  it('frees exactly the units that are cancelled while it waits', async () => {
    const world = await smallWorld({ stock: dcOnly(1) });
    await announce(world, [3, 3]);
    const order = await placed(world, { ...oat(4), backorder: 'partial' });
    held(
      await world.hub.cancelOrder(idOf(order), {
        reason: 'two are enough',
        lines: [{ lineNo: 1, units: 2 }],
      }),
    );
    expect(await waiting(world, idOf(order))).toBe(1);
    const other = await placed(world, { ...oat(2), backorder: 'partial' });
    expect(
      held(await world.hub.waits(idOf(other))).map(({ supply }) => supply !== undefined),
    ).toEqual([true]);
  });
});

describe('goods that come', () => {
  it('go by tier, then by age, and a new order finds what is left', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    const ids: OrderId[] = [];
    for (const tier of ['standard', 'vip', 'standard', 'enterprise']) {
      ids.push(idOf(await placed(world, { ...oat(1), tier, backorder: 'complete' })));
      world.clock.advance(1_000);
    }
    const left: string[] = [];
    for (let unit = 1; unit <= 4; unit += 1) {
      await receive(world, 1);
      const still = await Promise.all(ids.map((id) => waiting(world, id)));
      left.push(still.join(''));
    }
    expect(left).toEqual(['1110', '1010', '0010', '0000']);
    await receive(world, 1);
    expect((await placed(world, oat(1))).plan).toBeDefined();
  });

  it('are looked for by as many orders as there are goods, not by all that wait', async () => {
    let loads = 0;
    const database = memoryDatabase();
    const store = memoryStore({ database, origin: 'counted' });
    const counted: typeof store = {
      ...store,
      orders: (ids) => {
        loads += ids.length;
        return store.orders(ids);
      },
    };
    const world = await smallWorld({ stock: dcOnly(0), store: counted });
    for (let ix = 0; ix < 60; ix += 1) await placed(world, { ...oat(1), backorder: 'partial' });
    loads = 0;
    await receive(world, 2);
    const { rows } = await world.store.caseList(
      { kind: 'wait', state: 'waiting', key: 'OAT' },
      { limit: 200, after: undefined },
    );
    expect(rows).toHaveLength(58);
    expect(loads).toBeLessThan(8);
    expect(loads).toBeGreaterThan(0);
  });

  it('are there for a new order that comes while they are shared out, once nobody waits any more', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    const old = await placed(world, { ...oat(1), backorder: 'partial' });
    const row = { nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 10 };
    const [, fresh] = await Promise.all([
      world.hub.setStock([row], 'received'),
      world.hub.setStock([], 'nothing').then(() => placed(world, oat(9))),
    ]);
    expect(fresh.record.state).toBe('open');
    expect(fresh.plan).toBeDefined();
    expect(await waiting(world, idOf(old))).toBe(0);
  });
});

describe('a promise on announced goods', () => {
  it('is not made for an order that goes complete while a part of it is backed by nothing', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    await announce(world, [3, 2]);
    const order = await placed(world, { ...oat(3), backorder: 'complete' });
    expect(order.record.promise).toBeUndefined();
  });

  it('is made for an order that goes complete when the rest of it lies in stock', async () => {
    const world = await smallWorld({ stock: dcOnly(0, 5) });
    await announce(world, [3, 2]);
    const lines = [aDraftLine('OAT', 2), aDraftLine('TEA', 1)];
    const order = await placed(world, { lines, backorder: 'complete' });
    expect(order.record.promise?.window.startAt).toBeGreaterThan(world.clock.now() + 3 * dayMs);
  });

  it('rests on no supply whose date has passed', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    await announce(world, [1, 5]);
    await pass(world, dayMs + 60_000);
    const order = await placed(world, { ...oat(1), backorder: 'partial' });
    expect(held(await world.hub.waits(idOf(order))).map(({ supply }) => supply)).toEqual([
      undefined,
    ]);
    expect(order.record.promise).toBeUndefined();
  });

  it('is told anew when the supply does not come by its date, before the promised day', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    const told: string[] = [];
    world.hub.subscribe(({ type, body }) => {
      if (type.includes('promise.')) told.push(`${type} ${String(body['because'])}`);
    });
    await announce(world, [1, 5]);
    const order = await placed(world, { ...oat(1), backorder: 'partial' });
    await pass(world, dayMs + 2 * 3_600_000);
    expect(told).toEqual([expect.stringMatching(/promise\.withdrawn.* supply-overdue$/)]);
    expect(order.record.promise?.window.endAt).toBeGreaterThan(world.clock.now());
    await receive(world, 5);
    expect(await waiting(world, idOf(order))).toBe(0);
    expect((await recordOf(world, idOf(order))).promise).toBeDefined();
  });

  it('takes its units out of what can be promised later: availability and cap say the same', async () => {
    const world = await smallWorld({ stock: dcOnly(0) });
    await announce(world, [3, 5]);
    await placed(world, { ...oat(2), backorder: 'partial' });
    const [row] = world.hub.availability(itemId('OAT'), [world.clock.now() + 4 * dayMs]);
    expect(row?.later).toEqual([3]);
  });
});

describe('pre-orders', () => {
  it('are never more than what is announced, over two hubs that sell at once', async () => {
    const clock = fakeClock();
    const street = clock.now() + 10 * dayMs;
    const items = [anItem('OAT'), anItem('GAME', { availableFromAt: street })];
    const one = await smallWorld({ clock, items, stock: {} });
    await announce(one, [8, 30], 'GAME');
    const two = await smallWorld({ clock, database: one.database, origin: 'two' });
    const lines = [aDraftLine('GAME', 1)];
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, ix) =>
        (ix % 2 === 0 ? one : two).hub.placeOrder(aDraft({ backorder: 'partial', lines }), {
          principal: 'shop',
        }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(30);
    const { rows } = await one.store.positions({
      limit: 10,
      after: undefined,
      itemId: itemId('GAME'),
    });
    expect(rows.map(({ onHandUnits, reservedUnits }) => [onHandUnits, reservedUnits])).toEqual([
      [30, 30],
    ]);
  });
});

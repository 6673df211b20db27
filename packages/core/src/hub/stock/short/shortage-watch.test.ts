import {
  aDraft,
  aDraftLine,
  aParcel,
  goodsOf,
  held,
  leftFact,
  memoryDatabase,
  memoryStore,
  nodeUriOf,
  packedAt,
  pass,
  placed,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { soldFact } from '../../../facts/index.ts';
import { itemId, nodeId } from '../../../words/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { OrderId } from '../../../words/index.ts';
import type { Store } from '../../index.ts';

/** A hub whose new orders are held up on their way to the store until they are let go. */
async function slowHub(stock: Readonly<Record<string, number>>) {
  const database = memoryDatabase();
  const inner = memoryStore({ database, origin: 'test' });
  let letGo = (): void => undefined;
  let gate = Promise.resolve();
  const commit: Store['commit'] = async (units, origin) => {
    if (units.some(({ orderAdded }) => orderAdded)) await gate;
    return inner.commit(units, origin);
  };
  const world = await smallWorld({ store: { ...inner, commit }, stock: { st_a: stock } });
  return {
    ...{ database, world },
    holdUp: () => {
      gate = new Promise<void>((resolve) => {
        letGo = resolve;
      });
    },
    letGo: () => {
      letGo();
    },
  };
}

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const worksOf = async ({ hub }: SmallWorld, orderId: OrderId) =>
  held(await hub.order(orderId)).fulfilments.map(({ nodeId: at, state, lines: [line] }) => [
    at,
    state === 'cancelled' ? 'cancelled' : line?.quantityUnits,
  ]);

it('takes nothing from an order for the sake of one that is being written and will be refused', async () => {
  const { database, world: slow, holdUp, letGo } = await slowHub({ OAT: 1 });
  const { clock } = slow;
  const quick = await smallWorld({ database, clock, origin: 'quick', hasTimers: false });
  const lines = [aDraftLine('OAT', 1)];
  holdUp();
  const late = slow.hub.placeOrder(aDraft({ lines, backorder: 'no' }), { principal: 'shop' });
  const order = await placed(quick, { lines });
  // The board of the slow hub sees both, and more held than there is.
  await Promise.race([pass(slow, 1_000), soon(200)]);
  expect(await worksOf(quick, order.record.order.orderId)).toEqual([['st_a', 1]]);
  letGo();
  const answer = held(await late);
  expect(answer.plan).toBeUndefined();
});

it('a count takes nothing from an order for the sake of one that is being written and will be refused', async () => {
  const { world, holdUp, letGo } = await slowHub({ OAT: 2 });
  const lines = [aDraftLine('OAT', 1)];
  const order = await placed(world, { lines });
  holdUp();
  const late = world.hub.placeOrder(aDraft({ lines, backorder: 'no' }), { principal: 'shop' });
  await soon(1);
  expect(world.hub.position(nodeId('st_a'), itemId('OAT'))?.reservedUnits).toBe(2);
  // There is one, and the order has it; the board shows one too few.
  const counted = world.hub.setStock(
    [{ nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 1 }],
    'cycle count',
  );
  await Promise.race([counted, soon(200)]);
  expect(await worksOf(world, order.record.order.orderId)).toEqual([['st_a', 1]]);
  letGo();
  await counted;
  expect(held(await late).plan).toBeUndefined();
  expect(await worksOf(world, order.record.order.orderId)).toEqual([['st_a', 1]]);
});

it('work that has left meanwhile gives nothing back (seed 3369)', async () => {
  const inner = memoryStore({ database: memoryDatabase(), origin: 'test' });
  let leaves: (() => Promise<void>) | undefined;
  // The goods leave between the look at who has work and the change of that work.
  const fulfilmentList: Store['fulfilmentList'] = async (filter, ask) => {
    const page = await inner.fulfilmentList(filter, ask);
    const departure = leaves;
    leaves = undefined;
    await departure?.();
    return page;
  };
  const world = await smallWorld({
    store: { ...inner, fulfilmentList },
    stock: { st_a: { OAT: 5 } },
  });
  const taken = async (units: number) => {
    const { orderId } = (await placed(world, { lines: [aDraftLine('OAT', units)] })).record.order;
    await pass(world, 60_000);
    const [work] = held(await world.hub.order(orderId)).fulfilments;
    if (!work) throw new Error('the order has work');
    held(await world.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
    return work;
  };
  const pack = async (work: Fulfilment, units: number) => {
    const parcel = aParcel();
    await scan(world, packedAt(world, work, { parcel, item: 'OAT', units }));
    return parcel;
  };
  const [three, two] = [await taken(3), await taken(2)];
  // The goods of one stand packed; the other has to yield, and leaves just then.
  await pack(two, 2);
  leaves = async () => scan(world, leftFact(world, 'st_a', await pack(three, 3)));
  await scan(
    world,
    soldFact({
      at: world.clock.now(),
      nodeUri: nodeUriOf('st_a'),
      orderKeys: [],
      goods: goodsOf('OAT', 1),
    }),
  );
  await pass(world, 60_000);
  expect(leaves).toBeUndefined();
  expect(await worksOf(world, three.orderId)).toEqual([['st_a', 3]]);
});

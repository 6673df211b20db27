import {
  aDraft,
  aDraftLine,
  held,
  memoryDatabase,
  memoryStore,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { itemId, nodeId } from '../../../words/index.ts';
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

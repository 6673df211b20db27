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
import { expect, it } from 'vitest';

import type { Store } from '../../index.ts';

it('takes nothing from an order for the sake of one that is being written and will be refused', async () => {
  const database = memoryDatabase();
  const inner = memoryStore({ database, origin: 'test' });
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const commit: Store['commit'] = async (units, origin) => {
    if (units.some(({ orderAdded }) => orderAdded)) await gate;
    return inner.commit(units, origin);
  };
  const slow = await smallWorld({
    store: { ...inner, commit },
    stock: { st_a: { OAT: 1 } },
  });
  const { clock } = slow;
  const quick = await smallWorld({ database, clock, origin: 'quick', hasTimers: false });
  const lines = [aDraftLine('OAT', 1)];
  const late = slow.hub.placeOrder(aDraft({ lines, backorder: 'no' }), { principal: 'shop' });
  const order = await placed(quick, { lines });
  // The board of the slow hub sees both, and more held than there is.
  await Promise.race([pass(slow, 1_000), new Promise((resolve) => setTimeout(resolve, 200))]);
  const { fulfilments } = held(await quick.hub.order(order.record.order.orderId));
  expect(fulfilments.map(({ nodeId, lines: [line] }) => [nodeId, line?.quantityUnits])).toEqual([
    ['st_a', 1],
  ]);
  letGo();
  const answer = held(await late);
  expect(answer.plan).toBeUndefined();
});

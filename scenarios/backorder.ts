import { itemId, nodeId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const dayMs = 86_400_000;

/** Goods lack: who agreed waits, in turn; what comes is shared out among those who wait before anybody else buys it. */
export const scenario = story({
  name: 'backorder',
  title: 'Orders wait for goods, and get them in turn: better tiers first, then who bought earlier',
  about: [
    'partial: what is there goes now, the rest waits; complete: all of it waits and goes together.',
    'Goods that come are not there for new orders until those that wait had their turn.',
  ],
  furniture: smallTown({ stock: { st_a: { OAT: 3, TEA: 10 } } }),
  tell: async (stage) => {
    const partial = await part(stage);
    const complete = await whole(stage);
    await inTurn(stage, partial, complete);
    await otherWishes(stage);
  },
});

const oat = (units: number) => ({
  item: 'OAT',
  quantity: units,
  price: { amount_minor: 1000 * units },
});

async function receive({ hub, held }: Stage, units: number): Promise<void> {
  const was = hub.position(nodeId('st_a'), itemId('OAT'))?.onHandUnits ?? 0;
  const row = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: was + units };
  held(await hub.setStock([row], 'received'));
  await hub.settled();
}

const waitingUnits = async ({ hub, held }: Stage, orderId: OrderId): Promise<number> =>
  held(await hub.waits(orderId)).reduce((sum, { units }) => sum + units, 0);

async function part(stage: Stage): Promise<OrderId> {
  const { record, fulfilments } = await stage.place({ backorder: 'partial', lines: [oat(5)] });
  const { orderId } = record.order;
  const units = fulfilments.flatMap(({ lines }) => lines).map(({ quantityUnits }) => quantityUnits);
  stage.must(
    'three of five go now, two wait, and nothing is an exception',
    units.join() === '3' && (await waitingUnits(stage, orderId)) === 2 && record.state === 'open',
    `${units.join()} go, ${String(await waitingUnits(stage, orderId))} wait, order ${record.state}`,
  );
  return orderId;
}

async function whole(stage: Stage): Promise<OrderId> {
  const tea = { item: 'TEA', quantity: 1, price: { amount_minor: 900 } };
  const { record, fulfilments } = await stage.place({
    backorder: 'complete',
    tier: 'vip',
    lines: [oat(2), tea],
  });
  stage.must(
    'ship-complete: nothing goes before everything can, also what is there',
    fulfilments.length === 0 && (await waitingUnits(stage, record.order.orderId)) === 3,
    `${String(fulfilments.length)} fulfilments, ${String(await waitingUnits(stage, record.order.orderId))} wait`,
  );
  return record.order.orderId;
}

async function inTurn(stage: Stage, partial: OrderId, complete: OrderId): Promise<void> {
  await receive(stage, 1);
  stage.must(
    'one unit is too little for the vip’s whole order; it goes to who bought first among the others',
    (await waitingUnits(stage, complete)) === 3 && (await waitingUnits(stage, partial)) === 1,
    `vip waits for ${String(await waitingUnits(stage, complete))}, the other for ${String(await waitingUnits(stage, partial))}`,
  );
  // A new order asks at the very moment at which goods come.
  const was = stage.stock('st_a', 'OAT').onHand;
  const row = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: was + 2 };
  const [, fresh] = await Promise.all([
    stage.hub.setStock([row], 'received'),
    stage.hub.setStock([], 'nothing').then(() => stage.tryPlace({ lines: [oat(1)] })),
  ]);
  await stage.hub.settled();
  const late = stage.held(fresh);
  stage.must(
    'two more go to the vip, though a new order came at the same moment',
    (await waitingUnits(stage, complete)) === 0 && late.fulfilments.length === 0,
    `vip waits for ${String(await waitingUnits(stage, complete))}, the new order has ${String(late.fulfilments.length)} fulfilments`,
  );
  stage.held(
    await stage.hub.cancelOrder(late.record.order.orderId, { reason: 'not in stock after all' }),
  );
  await receive(stage, 1);
  stage.must(
    'the next one ends the first order’s wait',
    (await waitingUnits(stage, partial)) === 0,
    `${String(await waitingUnits(stage, partial))} wait`,
  );
  const works = (await Promise.all([partial, complete].map((id) => stage.openWorks(id)))).flat();
  for (const work of works) stage.held(await stage.act(work, { act: 'accept' }));
  for (const work of works) await stage.finish(work);
  const states = await Promise.all(
    [partial, complete].map(async (id) => stage.held(await stage.hub.order(id)).record.state),
  );
  stage.must('both orders are complete', states.join() === 'completed,completed', states.join());
}

async function otherWishes(stage: Stage): Promise<void> {
  const { hub, held, must } = stage;
  const supply = {
    nodeId: nodeId('st_a'),
    itemId: itemId('OAT'),
    expectedAt: stage.now() + 3 * dayMs,
    units: 2,
  };
  held(await hub.setInbound([supply]));
  const { record } = await stage.place({ backorder: 'complete', lines: [oat(3)] });
  const { orderId } = record.order;
  const backed = held(await hub.waits(orderId));
  must(
    'two of three hold announced goods with a date, the third has none',
    backed.map(({ units, supply: known }) => `${String(units)}${known ? ' dated' : ''}`).join() ===
      '2 dated,1',
    backed.map(({ units, supply: known }) => `${String(units)}${known ? ' dated' : ''}`).join(),
  );
  held(
    await hub.cancelOrder(orderId, {
      reason: 'two are enough',
      lines: [{ lineNo: 1, units: 1 }],
    }),
  );
  held(await hub.wishWhileWaiting(orderId, { wish: 'ship_partial', by: 'customer' }));
  await receive(stage, 1);
  must(
    'cancel of part frees exactly that part; “send what is there” sends one',
    (await waitingUnits(stage, orderId)) === 1 && (await stage.openWorks(orderId)).length === 1,
    `${String(await waitingUnits(stage, orderId))} wait`,
  );
  held(await hub.wishWhileWaiting(orderId, { wish: 'cancel_rest', by: 'customer' }));
  must(
    'and the rest is cancelled',
    (await waitingUnits(stage, orderId)) === 0,
    `${String(await waitingUnits(stage, orderId))} wait`,
  );
  for (const work of await stage.openWorks(orderId)) await stage.finish(work);
}

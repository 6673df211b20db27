import { nodeId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const pickupAt = (store: string) => ({ service_level: 'pickup', pickup_node: store });
const hour = 60;

/** Bought online, picked up in the store; and what happens when the store does not have it after all. */
export const scenario = story({
  name: 'bopis',
  title: 'Bought online, picked up in the store; when the store cannot, the customer chooses',
  about: [
    'A store that rejects or does not find a pick-up loses it; its customer chooses another store, shipping or cancellation.',
    'While the choice is open, the goods of the first option are held; each option names its promise.',
  ],
  tell: async (stage) => {
    await pickedUp(stage);
    await anotherStore(stage);
    await shipped(stage);
    await nobodyChooses(stage);
  },
});

async function rejected(stage: Stage): Promise<OrderId> {
  const { record } = await stage.place(pickupAt('st_a'));
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'reject', reason: 'display damaged' }));
  return orderId;
}

async function pickedUp(stage: Stage): Promise<void> {
  const { record } = await stage.place(pickupAt('st_a'));
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  await stage.finish(work);
  const [done] = await stage.works(record.order.orderId);
  stage.must('the customer has it', done?.state === 'delivered', done?.state ?? 'gone');
}

async function anotherStore(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const before = stage.stock('st_b', 'OAT').reserved;
  const orderId = await rejected(stage);
  const [choice] = await hub.choices(orderId);
  must(
    'the customer is offered the other store, shipping and cancellation, with a promise each',
    choice?.options.map(({ option }) => option).join(' ') === 'pickup ship cancel' &&
      choice.options.every((one) => one.option === 'cancel' || one.window.endAt > stage.now()),
    choice?.options.map(({ option }) => option).join(', ') ?? 'nothing',
  );
  must(
    'the goods of the first option are held while the customer thinks',
    stage.stock('st_b', 'OAT').reserved === before + 2,
    `${String(before)} → ${String(stage.stock('st_b', 'OAT').reserved)} reserved at store B`,
  );
  await stage.pass(2 * hour);
  held(await hub.choose(orderId, { option: 'pickup', nodeId: nodeId('st_b'), by: 'customer' }));
  const [work] = await stage.openWorks(orderId);
  const { record } = held(await hub.order(orderId));
  const [offered] = choice?.options ?? [];
  must(
    'store B works on it, and nothing is reserved twice',
    work?.nodeId === 'st_b' && stage.stock('st_b', 'OAT').reserved === before + 2,
    `${work?.nodeId ?? 'nobody'}, ${String(stage.stock('st_b', 'OAT').reserved)} reserved`,
  );
  must(
    'the new promise is at most as much later than offered as the customer thought',
    record.promise !== undefined &&
      offered?.option === 'pickup' &&
      record.promise.window.endAt <= offered.window.endAt + 2.5 * hour * 60_000,
    `offered ${String(offered?.option === 'pickup' && offered.window.endAt)}, promised ${String(record.promise?.window.endAt)}`,
  );
  if (work) await stage.finish(work);
}

async function shipped(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const orderId = await rejected(stage);
  const wrong = await hub.choose(orderId, {
    option: 'pickup',
    nodeId: nodeId('dc_w'),
    by: 'customer',
  });
  must('only what was offered can be chosen', !wrong.ok, wrong.ok ? 'taken' : wrong.refusal.reason);
  held(await hub.choose(orderId, { option: 'ship', by: 'customer' }));
  const again = await hub.choose(orderId, { option: 'cancel', by: 'customer' });
  must('a choice is made once', !again.ok, again.ok ? 'taken twice' : again.refusal.reason);
  const { record, fulfilments } = held(await hub.order(orderId));
  const work = fulfilments.find(({ state }) => state === 'scheduled');
  must(
    'it is shipped instead, at the price that was paid',
    record.order.serviceLevel === 'standard' && work?.serviceId === 'parcel',
    `${record.order.serviceLevel} by ${work?.serviceId ?? 'nobody'}`,
  );
  if (work) await stage.finish(work);
}

async function nobodyChooses(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const before = stage.stock('st_b', 'OAT').reserved;
  const orderId = await rejected(stage);
  await stage.pass(25 * hour);
  const [choice] = await hub.choices(orderId);
  const { record } = held(await hub.order(orderId));
  must(
    'what nobody chooses for a day is cancelled, and the goods are free again',
    choice?.state === 'lapsed' &&
      record.state === 'cancelled' &&
      stage.stock('st_b', 'OAT').reserved === before,
    `${choice?.state ?? 'no choice'}, order ${record.state}, ${String(stage.stock('st_b', 'OAT').reserved)} reserved`,
  );
}

import type { Fulfilment } from '@ordermesh/core/release';
import type { OrderId } from '@ordermesh/core/words';
import { aDraftLine } from '@ordermesh/testkit';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

/** Long enough that an order is none that follows the one before, minutes. */
const apart = 4 * 60;
const minuteMs = 60_000;
const tea = aDraftLine('TEA', 1);

/** The customer who always forgets something. */
const anna = { customer_id: 'anna' };

/**
 * A customer orders again after twenty minutes, time and again. From some time on her first order waits a little, since its
 * promise allows it; both leave in one parcel. When she does not come it goes on alone, and nobody is late.
 */
export const scenario = story({
  name: 'consolidation',
  title: 'An order waits a little for the next one of its customer, and both leave in one parcel',
  about: [
    'Hold or ship is decided by numbers: the chance of a further order by the habits of the customer and of her tier, what one parcel saves, what the promise risks.',
    'The hold ends with the second order, or at its own time, which keeps the promise.',
    'The second order is led to the node of the first where one parcel saves more than that costs; who is left alone goes on alone.',
  ],
  furniture: smallTown({
    stock: { st_a: { OAT: 200, TEA: 20 }, st_b: { TEA: 200 }, dc_w: { OAT: 200, TEA: 200 } },
  }),
  rules: { consolidateMinutesMax: 120 },
  tell: async (stage) => {
    await habitForms(stage);
    await together(stage);
    await nobodyComes(stage);
    await led(stage);
  },
});

async function placeFor(stage: Stage): Promise<OrderId> {
  return (await stage.place(anna)).record.order.orderId;
}

const holdsOf = async ({ hub, held }: Stage, id: OrderId) => held(await hub.order(id)).record.holds;

/** The people at the nodes: all is packed before the carrier comes, and an hour later delivered. */
async function finishAll(stage: Stage, ids: readonly OrderId[]): Promise<void> {
  const packed: { readonly work: Fulfilment; readonly parcelUri: string }[] = [];
  for (let waited = 0; waited < 120 && packed.length < ids.length; waited += 5) {
    const works = (await Promise.all(ids.map((id) => stage.openWorks(id)))).flat();
    for (const work of works.filter(({ state }) => state === 'offered'))
      packed.push({ work, parcelUri: await stage.prepare(work) });
    await stage.pass(5);
  }
  for (const { work, parcelUri } of packed) await stage.depart(work, parcelUri);
  await stage.pass(60);
  for (const { work, parcelUri } of packed) await stage.deliver(work, parcelUri);
}

/** As long as nothing is known yet both orders ship by themselves. */
async function habitForms(stage: Stage): Promise<void> {
  const first = await placeFor(stage);
  stage.must(
    'a customer of whom nothing is known does not wait',
    (await holdsOf(stage, first)).length === 0,
    'no hold',
  );
  await stage.pass(20);
  await finishAll(stage, [first, await placeFor(stage)]);
  for (let more = 0; more < 2; more += 1) {
    await stage.pass(apart);
    const one = await placeFor(stage);
    await stage.pass(20);
    await finishAll(stage, [one, await placeFor(stage)]);
  }
}

async function together(stage: Stage): Promise<void> {
  await stage.pass(apart);
  const first = await placeFor(stage);
  const [hold] = await holdsOf(stage, first);
  stage.must(
    'now her first order waits, and says what that is worth',
    hold?.reason === 'consolidation' && hold.untilAt !== undefined,
    hold?.note.split(' · ')[0] ?? 'no hold',
  );
  await stage.pass(20);
  const second = await placeFor(stage);
  stage.must(
    'the second order ends the hold at once',
    (await holdsOf(stage, first)).length === 0 && (await holdsOf(stage, second)).length === 0,
    'none left',
  );
  const [[one], [other]] = [await stage.openWorks(first), await stage.openWorks(second)];
  stage.must(
    'both are packed into one parcel at one node',
    one !== undefined &&
      other !== undefined &&
      one.nodeId === other.nodeId &&
      one.packWith?.join() === other.fulfilmentId &&
      other.packWith?.join() === one.fulfilmentId,
    `${one?.nodeId ?? 'nobody'} and ${other?.nodeId ?? 'nobody'}`,
  );
  await finishAll(stage, [first, second]);
  await keptPromises(stage, [first, second]);
}

async function nobodyComes(stage: Stage): Promise<void> {
  await stage.pass(apart);
  const alone = await placeFor(stage);
  const [hold] = await holdsOf(stage, alone);
  stage.must('she is waited for again', hold !== undefined, hold?.holdId ?? 'no hold');
  await stage.pass(Math.ceil(((hold?.untilAt ?? stage.now()) - stage.now()) / minuteMs) + 6);
  stage.must(
    'nobody came: the hold has ended by itself',
    (await holdsOf(stage, alone)).length === 0,
    'none left',
  );
  await finishAll(stage, [alone]);
  await keptPromises(stage, [alone]);
}

/** Oats lie at the store only: tea, which would come from the other one, is led there. Then the second thoughts. */
async function led(stage: Stage): Promise<void> {
  await stage.pass(apart);
  const plain = (await stage.place({ lines: [tea] })).record.order.orderId;
  const [alone] = await stage.openWorks(plain);
  stage.must('tea alone has its own node', alone?.nodeId !== 'dc_w', alone?.nodeId ?? 'nobody');
  await finishAll(stage, [plain]);
  await stage.pass(apart);
  const first = await placeFor(stage);
  await stage.pass(20);
  const second = (await stage.place({ ...anna, lines: [tea] })).record.order.orderId;
  const [[one], [both]] = [await stage.openWorks(first), await stage.openWorks(second)];
  stage.must(
    'tea goes to the node of the oats that wait, into one parcel',
    both !== undefined && one?.nodeId === both.nodeId && both.packWith?.join() === one.fulfilmentId,
    `${one?.nodeId ?? 'nobody'} and ${both?.nodeId ?? 'nobody'}`,
  );
  stage.held(await stage.hub.cancelOrder(second, { reason: 'changed mind' }));
  await stage.pass(5);
  const [left] = await stage.openWorks(first);
  stage.must(
    'who is left alone is packed alone',
    left !== undefined && left.packWith === undefined,
    left?.nodeId ?? 'nobody',
  );
  await finishAll(stage, [first]);
  await keptPromises(stage, [first]);
}

/** What the customer sees: delivered, within the window that was promised first. */
async function keptPromises({ hub, held, must }: Stage, ids: readonly OrderId[]): Promise<void> {
  for (const id of ids) {
    const { record } = held(await hub.order(id));
    const tracked = held(await hub.tracking(id, 'basic'));
    must(
      'it arrives, with the promise that it had from the beginning',
      tracked.status.status === 'delivered' && record.promise?.firstWindow === undefined,
      `${tracked.status.label.en}, promised ${record.promise?.firstWindow === undefined ? 'once' : 'anew'}`,
    );
  }
}

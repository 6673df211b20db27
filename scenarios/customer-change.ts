import { story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const wuhan = {
  ship_to: {
    latitude: 30.6,
    longitude: 114.3,
    country: 'CN',
    subdivision: 'CN-HB',
    postcode: '430000',
  },
};
const by = 'customer';

/** Customers change where, when and how much; people hold orders. What it would mean is shown before it is done. */
export const scenario = story({
  name: 'customer-change',
  title: 'An order is held, moved, made smaller and larger, before and after its release',
  about: [
    'A dry run shows feasibility, plan, cost, carbon, price, tax and the new promise; the commit does exactly that.',
    'Price and tax stay constant unless quantities change; freed stock is exactly what the change freed.',
  ],
  tell: async (stage) => {
    await otherAddress(stage);
    await moreAndLess(stage);
    await pickedGoodsStay(stage);
    await heldOrders(stage);
    await remorse(stage);
  },
});

async function otherAddress(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const { record } = await stage.place();
  const { orderId } = record.order;
  const [first] = await stage.openWorks(orderId);
  const ask = { amendment: wuhan, by, dryRun: true };
  const shown = held(await hub.amendOrder(orderId, ask));
  must(
    'a dry run shows another node, cost, carbon and promise, and changes nothing',
    shown.works.some(({ becomes, nodeId }) => becomes === 'added' && nodeId === 'dc_w') &&
      shown.after.costMinor !== shown.before.costMinor &&
      held(await hub.order(orderId)).record.version === 1,
    `${first?.nodeId ?? 'nobody'} → ${shown.works.map((work) => `${work.nodeId} ${work.becomes}`).join(', ')}; cost ${String(shown.before.costMinor)} → ${String(shown.after.costMinor)}, CO2e ${String(shown.before.carbonGrams)} → ${String(shown.after.carbonGrams)} g`,
  );
  const done = held(await hub.amendOrder(orderId, { ...ask, dryRun: false, expectedVersion: 1 }));
  must(
    'the commit does what was shown, at the same price and tax',
    done.after.costMinor === shown.after.costMinor &&
      done.after.priceMinor === done.before.priceMinor &&
      done.after.taxMinor === done.before.taxMinor,
    `cost ${String(done.after.costMinor)}, price ${String(done.after.priceMinor)}, tax ${String(done.after.taxMinor)}`,
  );
  must(
    'the first node has nothing reserved any more',
    stage.stock(first?.nodeId ?? '', 'OAT').reserved === 0,
    `${String(stage.stock(first?.nodeId ?? '', 'OAT').reserved)} reserved`,
  );
  const stale = await hub.amendOrder(orderId, { ...ask, dryRun: false, expectedVersion: 1 });
  must(
    'a change made from an old version is refused',
    !stale.ok && stale.refusal.reason === 'stale',
    stale.ok ? 'taken' : stale.refusal.reason,
  );
  const [work] = await stage.openWorks(orderId);
  if (work) await stage.finish(work);
}

async function moreAndLess(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const { record } = await stage.place();
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  held(await stage.act(work, { act: 'accept' }));
  const lines = [
    { line_no: 1, quantity: 1 },
    { item: 'TEA', quantity: 2, price: { amount_minor: 1200 } },
  ];
  const done = held(await hub.amendOrder(orderId, { amendment: { lines }, by, dryRun: false }));
  must(
    'one unit less at its share, two of another item at their price',
    done.after.priceMinor === done.before.priceMinor - 1_000 + 1_200,
    `${String(done.before.priceMinor)} → ${String(done.after.priceMinor)}`,
  );
  must(
    'exactly one unit was freed, exactly two were reserved',
    stage.stock(work.nodeId, 'OAT').reserved === 1 &&
      stage.stock(work.nodeId, 'TEA').reserved === 2,
    `OAT ${String(stage.stock(work.nodeId, 'OAT').reserved)}, TEA ${String(stage.stock(work.nodeId, 'TEA').reserved)}`,
  );
  const tooMany = await hub.amendOrder(orderId, {
    amendment: { lines: [{ line_no: 1, quantity: 500 }] },
    by,
    dryRun: false,
  });
  must(
    'more than there is is refused with the numbers, and nothing has changed',
    !tooMany.ok &&
      tooMany.refusal.reason === 'unroutable' &&
      stage.stock(work.nodeId, 'OAT').reserved === 1,
    tooMany.ok ? 'taken' : JSON.stringify(tooMany.refusal).slice(0, 120),
  );
  for (const open of await stage.openWorks(orderId)) await stage.finish(open);
}

async function pickedGoodsStay(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const { record } = await stage.place();
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const parcelUri = await stage.prepare(work);
  const done = held(await hub.amendOrder(orderId, { amendment: wuhan, by, dryRun: false }));
  must(
    'a packed parcel gets a new label and stays with its node',
    done.works.map(({ becomes }) => becomes).join() === 'relabelled',
    done.works.map((one) => `${one.nodeId} ${one.becomes}`).join(),
  );
  await stage.depart(work, parcelUri);
  const late = await hub.amendOrder(orderId, { amendment: wuhan, by, dryRun: true });
  const later = await hub.amendOrder(orderId, {
    amendment: { service_level: 'express' },
    by,
    dryRun: true,
  });
  must(
    'nothing changes is said, and what has left cannot be changed',
    !late.ok &&
      late.refusal.reason === 'invalid' &&
      !later.ok &&
      later.refusal.reason === 'wrong-state',
    [late, later].map((one) => (one.ok ? 'taken' : one.refusal.reason)).join(', '),
  );
  await stage.deliver(work, parcelUri);
}

async function heldOrders(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const { record } = await stage.place();
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  held(await hub.holdOrder(orderId, { reason: 'fraud', note: 'new card', by: 'risk' }));
  held(await hub.holdOrder(orderId, { reason: 'awaiting_payment', note: '', by: 'shop' }));
  await stage.pass(120);
  const refused = await stage.act(work, { act: 'accept' });
  must(
    'a held order is offered to nobody and keeps its goods',
    (await stage.openWorks(orderId))[0]?.state === 'scheduled' &&
      !refused.ok &&
      stage.stock(work.nodeId, 'OAT').reserved === 2,
    refused.ok ? 'accepted' : JSON.stringify(refused.refusal),
  );
  held(await hub.releaseHold(orderId, { holdId: 'hold_1', by: 'risk' }));
  await stage.pass(30);
  must(
    'one hold ended, the other counts',
    (await stage.openWorks(orderId))[0]?.state === 'scheduled',
    (await stage.openWorks(orderId))[0]?.state ?? 'gone',
  );
  held(await hub.releaseHold(orderId, { holdId: 'hold_2', by: 'shop' }));
  await stage.pass(10);
  must(
    'when the last one ends, work begins',
    (await stage.openWorks(orderId))[0]?.state === 'offered',
    (await stage.openWorks(orderId))[0]?.state ?? 'gone',
  );
  await stage.finish(work);
}

async function remorse(stage: Stage): Promise<void> {
  const { hub, must, held } = stage;
  const plain = held(hub.tryOrder(aDraft));
  const { record } = await stage.place({ remorse_minutes: 180 });
  const { orderId } = record.order;
  await stage.pass(120);
  const [waiting] = await stage.openWorks(orderId);
  must(
    'in the remorse window nobody works, and the promise has counted on it',
    waiting?.state === 'scheduled' &&
      (record.promise?.window.endAt ?? 0) >= (plain.record.promise?.window.endAt ?? Infinity),
    `${waiting?.state ?? 'gone'}, promise ${String(record.promise?.window.endAt)} and ${String(plain.record.promise?.window.endAt)}`,
  );
  await stage.pass(90);
  const [open] = await stage.openWorks(orderId);
  must('then it is offered', open?.state === 'offered', open?.state ?? 'gone');
}

const aDraft = {
  channel: 'webshop',
  currency: 'CNY',
  ship_to: {
    latitude: 31.23,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
  },
  lines: [{ item: 'OAT', quantity: 2, price: { amount_minor: 2000, currency: 'CNY' } }],
};

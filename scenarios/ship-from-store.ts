import { soldFact, epcisDocument } from '@ordermesh/core/facts';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { itemId, nodeId, serviceId } from '@ordermesh/core/words';
import { aCarrierService, aDc, aDraftLine } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const mall = smallTownNodes.map((node) =>
  node.kind === 'store'
    ? { ...node, tags: ['mall'], terms: { walkInBuffer: { percent: 20, unitsMin: 2, items: [] } } }
    : node,
);
const [anyStore] = smallTownNodes;
if (!anyStore) throw new Error('the town has a store');
const rider = aCarrierService('rider', {
  mode: 'bike',
  serviceLevels: ['within_hour'],
  zoneKmMax: [10],
  rateMinor: [[400, 600]],
  collection: { kind: 'on_demand' },
  transit: [{ minutes: { levels: [0.5, 0.9, 0.99], values: [12, 18, 25] } }],
  deliveryCalendar: aDc().calendar,
});
const darkStore = {
  ...anyStore,
  nodeId: nodeId('dark_a'),
  kind: 'dark_store' as const,
  name: 'Dark store A',
  place: { ...anyStore.place, latitude: 31.235, longitude: 121.475 },
  handlingMinutes: { levels: [0.5, 0.9, 0.99], values: [4, 7, 10] },
  carrierServices: [serviceId('rider')],
};

/** Stores that sell to people who walk in also ship for the web; several compete for the same order. */
export const scenario = story({
  name: 'ship-from-store',
  title: 'Ship from store: a buffer for who walks in, the first claim wins, the till comes first',
  about: [
    'Work is offered to several stores while the goods are held at one; a claim moves goods and work in one commit.',
    'What the till sells is gone, whoever it was held for: the order moves, and only what is missing of it.',
  ],
  furniture: smallTown({
    nodes: [...mall, darkStore],
    network: { carrierServices: [...smallTownServices, rider] },
    stock: {
      st_a: { OAT: 10 },
      st_b: { OAT: 10 },
      dc_w: { OAT: 100 },
      dark_a: { OAT: 10 },
    },
  }),
  lookEveryMinutes: 1,
  tell: async (stage) => {
    await walkInBuffer(stage);
    await firstClaimWins(stage);
    await tillComesFirst(stage);
    await withinTheHour(stage);
  },
});

async function walkInBuffer(stage: Stage): Promise<void> {
  const rows = ['st_a', 'st_b'].map((node) => ({
    nodeId: nodeId(node),
    itemId: itemId('OAT'),
    onHandUnits: 10,
  }));
  stage.held(await stage.hub.setStock(rows, 'opening count'));
  const { available } = stage.stock('st_a', 'OAT');
  stage.must(
    'a fifth of the shelf is kept for who walks in',
    available === 8,
    `${String(available)} of 10`,
  );
}

async function firstClaimWins(stage: Stage): Promise<void> {
  const standard = standardStrategy('balanced', 'CNY');
  if (!standard) throw new Error('no standard strategy');
  const { version: _version, ...json } = strategyJson({
    ...standard,
    competition: { nodesMax: 3, extraCostMaxMinor: 500, nodeTags: ['mall'], leaseMinutes: 20 },
  });
  stage.held(await stage.hub.publishStrategy(json, 'stores of the mall compete'));
  const { record } = await stage.place();
  await stage.pass(2);
  const { rows: offers } = await stage.hub.offers(
    { state: 'open' },
    { limit: 10, after: undefined },
  );
  const nodes = offers.map((offer) => offer.nodeId).join(' and ');
  stage.must('both stores of the mall see the offer', nodes === 'st_a and st_b', nodes);
  const held = ['st_a', 'st_b'].map((node) => stage.stock(node, 'OAT').reserved);
  stage.must(
    'the goods are held at one of them',
    held[0] === 2 && held[1] === 0,
    held.join(' and '),
  );

  const second = await stage.anotherHub('second');
  const claims = await Promise.all([
    stage.hub.claimOffer(offers[1]?.offerId ?? ''),
    second.claimOffer(offers[0]?.offerId ?? ''),
  ]);
  const won = claims.flatMap((claim) => (claim.ok ? [claim.value] : []));
  const lost = claims.flatMap((claim) => (claim.ok ? [] : [claim.refusal.reason]));
  stage.must(
    'one claim wins, in whichever process',
    won.length === 1,
    `${String(won.length)} of 2`,
  );
  stage.must('the other is told so', lost.join() === 'already-claimed', lost.join());
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('lost');
  stage.must(
    'the winner has goods and work',
    stage.stock(work.nodeId, 'OAT').reserved === 2,
    work.nodeId,
  );
  await stage.pass(25);
  const again = (await stage.works(record.order.orderId)).map(
    (one) => `${one.nodeId} ${one.state}`,
  );
  stage.must(
    'who does not begin before the lease ends loses it to the next',
    again.includes(`${work.nodeId} expired`),
    again.join(', '),
  );
  const [next] = await stage.openWorks(record.order.orderId);
  if (!next) throw new Error('lost');
  await stage.finish(next);
}

async function tillComesFirst(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('OAT', 4)] });
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const before = stage.stock(work.nodeId, 'OAT');
  // All but two of the shelf go over the counter; nobody at the till knows of the order.
  const units = before.onHand - 2;
  const { orderKeys: _web, ...counter } = stage.at(work, 'TILL');
  const sale = soldFact({
    ...counter,
    orderKeys: [],
    goods: [{ itemUri: stage.names.item(itemId('OAT')), unit: 'each', units }],
  });
  await stage.scan(sale);
  await stage.pass(1);
  const works = await stage.openWorks(record.order.orderId);
  const shares = works.map((one) => one.lines[0]?.quantityUnits ?? 0);
  stage.must('only the two missing units move', shares.join() === '2,2', shares.join(' and '));
  const after = stage.stock(work.nodeId, 'OAT');
  stage.must(
    'the shelf has what the till left, all of it held',
    after.onHand === 2 && after.reserved === 2,
    `${String(after.onHand)} on hand, ${String(after.reserved)} held`,
  );
  const [twice] = await stage.hub.captureFacts(epcisDocument([sale], stage.now()));
  stage.must(
    'the same sale told twice counts once',
    twice?.ok === true && twice.duplicate && stage.stock(work.nodeId, 'OAT').onHand === 2,
    '2 on hand',
  );
  for (const one of works) await stage.finish(one);
}

async function withinTheHour(stage: Stage): Promise<void> {
  const { record, plan } = await stage.place({ service_level: 'within_hour' });
  const node = plan?.parcels[0]?.nodeId;
  stage.must(
    'the dark store takes what is wanted within the hour',
    node === 'dark_a',
    String(node),
  );
  const minutes = ((record.promise?.window.endAt ?? Infinity) - stage.now()) / 60_000;
  stage.must('it is promised within the hour', minutes <= 60, `${String(Math.round(minutes))} min`);
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  await stage.pass(5);
  const parcel = await stage.prepare(work);
  await stage.pass(5);
  await stage.depart(work, parcel);
  await stage.pass(15);
  const before = stage.hub.figures().deliveredInWindow;
  await stage.deliver(work, parcel);
  const kept = stage.hub.figures().deliveredInWindow - before;
  stage.must('and it is there in time', kept === 1, `${String(kept)} of 1`);
}

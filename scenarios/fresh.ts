import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { departedFact, packedFact } from '@ordermesh/core/facts';
import { judgeTemperature } from '@ordermesh/core/execute';
import { chargeFor } from '@ordermesh/core/intake';
import { aDraftLine, anItem } from '@ordermesh/testkit';
import type { Fulfilment } from '@ordermesh/core/release';
import { itemId, serviceId } from '@ordermesh/core/words';

const [parcel, counter] = smallTownServices;
if (!parcel || !counter) throw new Error('the town has two services');

const services = [
  { ...parcel, temperatureClasses: ['ambient' as const] },
  counter,
  {
    ...parcel,
    serviceId: serviceId('cool'),
    name: 'Cool van',
    mode: 'hgv_refrigerated' as const,
    temperatureClasses: ['ambient' as const, 'chilled' as const],
    rateMinor: parcel.rateMinor.map((row) => row.map((minor) => minor + 300)),
  },
  {
    ...parcel,
    serviceId: serviceId('ice'),
    name: 'Dry ice box',
    mode: 'hgv_refrigerated' as const,
    temperatureClasses: ['frozen' as const],
    rateMinor: parcel.rateMinor.map((row) => row.map((minor) => minor + 900)),
  },
];

const furniture = smallTown({
  nodes: smallTownNodes.map((node) => ({
    ...node,
    temperatureClasses:
      node.nodeId === 'st_b' ? (['ambient'] as const) : (['ambient', 'chilled', 'frozen'] as const),
    carrierServices: [...node.carrierServices, serviceId('cool'), serviceId('ice')],
  })),
  network: { carrierServices: services },
  items: [
    anItem('CHEESE', {
      unit: 'gram',
      weightGrams: 1,
      temperatureClass: 'chilled',
      weightTolerancePercent: 4,
    }),
    anItem('BREAD', { weightGrams: 800 }),
    anItem('MILK', { weightGrams: 1030, temperatureClass: 'chilled' }),
    anItem('MILK-UHT', { weightGrams: 1040 }),
    anItem('ICECREAM', { weightGrams: 500, temperatureClass: 'frozen' }),
  ].map((item) =>
    item.itemId === 'MILK'
      ? { ...item, substitutes: [{ itemId: itemId('MILK-UHT'), unitsPerUnit: 1 }] }
      : item,
  ),
  stock: {
    st_a: { CHEESE: 5000, BREAD: 10, ICECREAM: 3, MILK: 2 },
    st_b: { CHEESE: 9000, BREAD: 10, 'MILK-UHT': 8 },
    dc_w: { CHEESE: 9000, BREAD: 50, ICECREAM: 20 },
  },
});

const orderOf = (...lines: readonly (readonly [item: string, units: number])[]) => ({
  lines: lines.map(([item, units]) => aDraftLine(item, units)),
});

/** Picks, packs and sends a work with what the scale said. */
async function sendWeighed(stage: Stage, work: Fulfilment, grams: number): Promise<string> {
  const [line] = work.lines;
  if (!line) throw new Error('nothing to send');
  if (work.state === 'scheduled') stage.held(await stage.act(work, { act: 'accept' }));
  const parcelUri = stage.names.nextParcel();
  const goods = [{ itemUri: stage.names.item(line.itemId), unit: 'gram' as const, units: grams }];
  await stage.scan(packedFact({ ...stage.at(work, 'PACK'), parcelUri, goods, isClosed: true }));
  const { nodeUri = '', ...gate } = stage.at(work, 'GATE');
  await stage.scan(
    departedFact({
      ...gate,
      parcelUris: [parcelUri],
      fromUri: nodeUri,
      toPartyUri: stage.names.carrier,
    }),
  );
  return parcelUri;
}

async function byTheScale(
  stage: Stage,
  says: { readonly grams: number; readonly priceMinor: number; readonly what: string },
): Promise<void> {
  const draft = { lines: [{ item: 'CHEESE', quantity: 500, price: { amount_minor: 2500 } }] };
  const { record } = await stage.place(draft);
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  const before = stage.stock(work.nodeId, 'CHEESE');
  const parcelUri = await sendWeighed(stage, work, says.grams);
  const after = stage.stock(work.nodeId, 'CHEESE');
  const sent = await stage.store.order(record.order.orderId);
  const [line] = record.order.lines;
  const charged = line && chargeFor(line, sent?.weighedUnits?.[1] ?? 500, 0).priceMinor;
  stage.must(
    says.what,
    before.onHand - after.onHand === says.grams &&
      after.reserved === before.reserved - 500 &&
      charged === says.priceMinor,
    `off the shelf ${String(before.onHand - after.onHand)} g, charged ${String(charged)}`,
  );
  await stage.deliver(work, parcelUri);
  const tracked = stage.held(await stage.hub.tracking(record.order.orderId, 'basic'));
  const quantities = tracked.lines[0]?.quantities.map(({ status, units }) => [units, status]);
  stage.must(
    'the customer is told the weight that came, as one delivered line',
    JSON.stringify(quantities) === JSON.stringify([[says.grams, 'delivered']]),
    JSON.stringify(quantities),
  );
}

async function tooLight(stage: Stage): Promise<void> {
  const { record } = await stage.place(orderOf(['CHEESE', 500]));
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  await sendWeighed(stage, work, 470);
  const [after] = await stage.works(record.order.orderId);
  stage.must(
    '470 g are below what was agreed: 30 g are still owed and held',
    after?.state === 'ready' && stage.stock(work.nodeId, 'CHEESE').reserved === 30,
    `${after?.state ?? ''}, held ${String(stage.stock(work.nodeId, 'CHEESE').reserved)} g`,
  );
}

async function coldAndWarm(stage: Stage): Promise<void> {
  const told = (order: Awaited<ReturnType<Stage['place']>>): string =>
    order.fulfilments
      .map((work) => `${work.serviceId}: ${work.lines.map((line) => line.itemId).join(' ')}`)
      .sort()
      .join('; ');
  const chilled = await stage.place(orderOf(['BREAD', 1], ['CHEESE', 300]));
  stage.must(
    'bread goes along in the cool van: a service that keeps both is one parcel',
    told(chilled) === 'cool: BREAD CHEESE' || told(chilled) === 'cool: CHEESE BREAD',
    told(chilled),
  );
  const frozen = await stage.place(orderOf(['BREAD', 1], ['ICECREAM', 1]));
  stage.must(
    'no service keeps bread and ice cream: the order is split by class',
    told(frozen) === 'ice: ICECREAM; parcel: BREAD',
    told(frozen),
  );
  const inOne = await stage.place({
    ...orderOf(['BREAD', 1], ['ICECREAM', 1]),
    ship_complete: true,
  });
  stage.must(
    'and is refused where it must be one parcel: never a cold thing in a warm box',
    inOne.plan === undefined && inOne.unroutable?.nearest?.change === 'allow-parcels',
    JSON.stringify(inOne.unroutable?.nearest),
  );
}

async function otherMilk(stage: Stage): Promise<void> {
  const lines = [{ item: 'MILK', quantity: 4, price: { amount_minor: 4800 }, substitutes: true }];
  const order = await stage.place({ lines });
  const picked = order.fulfilments
    .flatMap(({ nodeId, lines: goods }) =>
      goods.map((line) => `${nodeId} ${line.itemId} ${String(line.quantityUnits)}`),
    )
    .sort()
    .join(', ');
  stage.must(
    'two milks are there and two are replaced, as the customer allowed',
    picked === 'st_a MILK 2, st_b MILK-UHT 2',
    picked,
  );
  const { orderId } = order.record.order;
  for (const work of await stage.openWorks(orderId))
    stage.held(await stage.act(work, { act: 'accept' }));
  for (const work of await stage.openWorks(orderId)) await stage.finish(work);
  const tracked = stage.held(await stage.hub.tracking(orderId, 'basic'));
  const items = tracked.parcels.flatMap((one) =>
    one.items.map(({ name, units }) => `${String(units)} ${name}`),
  );
  stage.must(
    'the customer sees what came instead, and still one line of four delivered',
    items.sort().join() === '2 Item MILK,2 Item MILK-UHT' &&
      tracked.lines[0]?.quantities.map(({ units }) => units).join() === '4',
    `${items.join(', ')}; ${JSON.stringify(tracked.lines[0]?.quantities.map(({ status, units }) => [units, status]))}`,
  );
  const record = await stage.store.order(orderId);
  stage.must(
    'the price is that of what was ordered',
    record?.order.lines[0]?.priceMinor === 4800,
    String(record?.order.lines[0]?.priceMinor),
  );
  const strict = await stage.place({ lines: [{ item: 'MILK', quantity: 4 }] });
  stage.must(
    'a line that does not allow substitutes gets none',
    strict.plan === undefined,
    JSON.stringify(strict.unroutable?.shortLines),
  );
}

function warmDock(stage: Stage): void {
  const hour = 3_600_000;
  const limits = {
    meanKineticMilliCelsiusMax: 8000,
    lowMilliCelsius: 2000,
    highMilliCelsius: 8000,
    excursionMsMax: 24 * hour,
  };
  const afterHours = (warm: number) =>
    judgeTemperature(
      [
        { milliCelsius: 5000, forMs: (48 - warm) * hour },
        { milliCelsius: 20_000, forMs: warm * hour },
      ],
      limits,
    );
  stage.must(
    'an hour on a warm dock is borne, half a day is not, by the mean kinetic temperature',
    afterHours(1).verdict === 'conformant' && afterHours(12).verdict === 'non_conformant',
    `${String(afterHours(1).meanKineticMilliCelsius)} and ${String(afterHours(12).meanKineticMilliCelsius)} thousandths of a degree`,
  );
}

/** Fresh goods: sold by weight, kept cold, replaced when they are out. */
export const scenario = story({
  name: 'fresh',
  title: 'Fresh goods: by the scale, kept cold, replaced when out',
  about: [
    'A weight within the tolerance is the whole order; what the scale says moves stock and charge, never above the agreed price.',
    'Goods go only with services that keep their temperature: one parcel where a service keeps all, else split by class.',
  ],
  furniture,
  tell: async (stage) => {
    await byTheScale(stage, {
      grams: 480,
      priceMinor: 2400,
      what: '480 g of 500: all is done, 20 g go back on sale, and 24.00 of 25.00 is charged',
    });
    await byTheScale(stage, {
      grams: 520,
      priceMinor: 2500,
      what: '520 g of 500: 20 g more leave the shelf, and no more than the agreed 25.00 is charged',
    });
    await tooLight(stage);
    await coldAndWarm(stage);
    await otherMilk(stage);
    warmDock(stage);
  },
});

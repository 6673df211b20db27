import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { aDc, aDraftLine, anItem } from '@ordermesh/testkit';
import type { NodeProfile } from '@ordermesh/core/network';
import { serviceId } from '@ordermesh/core/words';

const at = (country: string, latitude: number, longitude: number): NodeProfile['place'] => ({
  latitude,
  longitude,
  country,
  subdivision: '',
  postcode: '',
});

const abroad = (id: string, entity: string, place: NodeProfile['place']): NodeProfile =>
  aDc(id, {
    name: id,
    place,
    entity,
    timeZone: 'Europe/Berlin',
    carrierServices: [serviceId('post')],
  });

const [parcelService] = smallTownServices;
if (!parcelService) throw new Error('the town has a parcel service');

const post = {
  ...parcelService,
  serviceId: serviceId('post'),
  name: 'Post',
  countries: ['CN', 'DE', 'FR', 'CH'],
  zoneKmMax: [1500, 12_000],
  rateMinor: [
    [4000, 6000],
    [4500, 6500],
  ],
  transit: [
    { hours: { levels: [0.5, 0.9], values: [30, 50] } },
    { hours: { levels: [0.5, 0.9], values: [60, 90] } },
  ],
};

/** A retailer with a company in Shanghai and one in Berlin; costs are counted in yuan. */
const furniture = smallTown({
  nodes: [
    ...smallTownNodes.map((node) => ({
      ...node,
      entity: 'cn_trading',
      carrierServices: [...node.carrierServices, serviceId('post')],
    })),
    abroad('dc_berlin', 'de_retail', at('DE', 52.5, 13.4)),
    abroad('dc_paris', 'de_retail', at('FR', 48.9, 2.4)),
  ],
  network: {
    carrierServices: [...smallTownServices, post],
    dutyRates: [
      { toCountry: 'DE', hsPrefix: '', rateBasisPoints: 400 },
      { toCountry: 'DE', hsPrefix: '6912', rateBasisPoints: 1200, originCountry: 'CN' },
    ],
    customsUnions: [{ name: 'EU', countries: ['DE', 'FR'] }],
    borders: [
      { country: 'DE', dutyFreeMinor: 117_000, taxFreeMinor: 0, importTaxBasisPoints: 1900 },
    ],
    exchangeRates: {
      date: '2026-01-05',
      rates: [{ currency: 'EUR', minorPerMillion: 7_800_000 }],
    },
    legalEntities: [
      { entityId: 'de_retail', name: 'Retail GmbH', country: 'DE', channels: ['webshop'] },
      { entityId: 'cn_trading', name: 'Trading Ltd', country: 'CN', channels: ['tmall'] },
    ],
  },
  items: [
    anItem('CUP', { weightGrams: 300, hsCode: '691210', originCountry: 'CN' }),
    anItem('TEA', { weightGrams: 200 }),
    anItem('HERB', { weightGrams: 100, refusedCountries: ['DE'] }),
  ],
  stock: {
    st_a: { CUP: 90, TEA: 50, HERB: 5 },
    dc_berlin: { TEA: 2, HERB: 2 },
    dc_paris: { TEA: 50, HERB: 1 },
  },
});

const berlin = { latitude: 52.52, longitude: 13.4, country: 'DE', postcode: '10115' };
const euro = (item: string, units: number, eachMinor: number) => ({
  ...aDraftLine(item, units),
  price: { amount_minor: units * eachMinor, currency: 'EUR' },
});
const toBerlin = (
  lines: readonly Readonly<Record<string, unknown>>[],
  change: Readonly<Record<string, unknown>> = {},
) => ({ currency: 'EUR', ship_to: berlin, lines, ...change });

type Placed = Awaited<ReturnType<Stage['place']>>;
const parcelOf = (order: Placed) => order.plan?.parcels[0];
const told = (order: Placed): string =>
  JSON.stringify(
    order.plan?.parcels.map(({ nodeId, costItems, border, intercompany }) => ({
      nodeId,
      routed: costItems.dutyMinor,
      border,
      intercompany,
    })),
  );

async function deMinimis(stage: Stage): Promise<void> {
  const small = await stage.place(toBerlin([euro('CUP', 10, 1500)]));
  stage.must(
    'a parcel worth 150.00 EUR, 1,170.00 CNY of the day, is free of duty, and import tax is due',
    parcelOf(small)?.border?.dutyMinor === 0 && parcelOf(small)?.border?.importTaxMinor === 22_230,
    told(small),
  );
  const large = await stage.place(toBerlin([euro('CUP', 10, 1501)]));
  const border = parcelOf(large)?.border;
  stage.must(
    'ten cents more, and 12 % are due for cups from China, by the longest HS code and origin',
    border?.dutyMinor === 14_049 && parcelOf(large)?.costItems.dutyMinor === 14_049,
    told(large),
  );
}

async function whoPays(stage: Stage): Promise<void> {
  const dap = await stage.place(toBerlin([euro('CUP', 10, 2000)], { incoterm: 'dap' }));
  const border = parcelOf(dap)?.border;
  stage.must(
    'delivered at place: the receiver pays duty and import tax, so they are no cost of the plan',
    border?.paidBy === 'receiver' &&
      border.dutyMinor === 18_720 &&
      dap.plan?.costItems.dutyMinor === 0,
    told(dap),
  );
  stage.must(
    'and the customer is told the amounts in euro: 24.00 duty, 42.56 import tax',
    border?.inOrderCurrency.dutyMinor === 2400 && border.inOrderCurrency.importTaxMinor === 4256,
    JSON.stringify(border?.inOrderCurrency),
  );
}

async function insideTheUnion(stage: Stage): Promise<void> {
  const order = await stage.place(toBerlin([euro('TEA', 20, 5000)]));
  stage.must(
    'tea comes from Paris: between countries of one customs union there is no duty',
    parcelOf(order)?.nodeId === 'dc_paris' && parcelOf(order)?.border === undefined,
    told(order),
  );
  const herbs = await stage.place(toBerlin([euro('HERB', 3, 900)]));
  const from = herbs.plan?.parcels
    .map(({ nodeId }) => nodeId)
    .sort()
    .join();
  stage.must(
    'herbs that must not enter the country from abroad come only from inside the union',
    from === 'dc_berlin,dc_paris',
    told(herbs),
  );
  const refused = await stage.place(toBerlin([euro('HERB', 5, 900)]));
  stage.must(
    'and when those are not enough, nobody sends them over the border',
    refused.plan === undefined,
    JSON.stringify(refused.unroutable?.shortLines),
  );
}

async function companies(stage: Stage): Promise<void> {
  const order = await stage.place(toBerlin([euro('CUP', 1, 900)]));
  stage.must(
    'sold by the company in Germany, sent by the one in China: the plan says it is intercompany',
    parcelOf(order)?.intercompany?.sellingEntity === 'de_retail' &&
      parcelOf(order)?.intercompany?.shippingEntity === 'cn_trading',
    told(order),
  );
  const { record } = order;
  const yen = await stage.tryPlace({
    currency: 'JPY',
    ship_to: berlin,
    lines: [{ item: 'CUP', quantity: 1 }],
  });
  stage.must(
    'a currency without a rate of the day is refused, not guessed',
    !yen.ok,
    yen.ok ? 'taken' : JSON.stringify(yen.refusal),
  );
  const before = JSON.stringify(record.order.lines);
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'reject', reason: 'too-busy' }));
  const after = await stage.store.order(record.order.orderId);
  stage.must(
    'a re-route changes who sends, never what was promised to be paid',
    JSON.stringify(after?.order.lines) === before && after?.order.currency === 'EUR',
    before,
  );
}

/** Goods over borders: duty, import tax, who pays, what may not pass, and between which companies. */
export const scenario = story({
  name: 'cross-border',
  title: 'Over the border: duty by HS code and value, incoterms, currencies, companies',
  about: [
    'Duty, import tax and de-minimis limits are data of the network document, in whole minor units at a dated rate.',
    'What the receiver pays is no cost of the plan; what the seller pays is, so a node inside the border may win.',
  ],
  furniture,
  tell: async (stage) => {
    await deMinimis(stage);
    await whoPays(stage);
    await insideTheUnion(stage);
    await companies(stage);
  },
});

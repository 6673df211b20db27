import { makePriceSheet } from '@ordermesh/core/route';
import type { RoutePlan } from '@ordermesh/core/route';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { itemId, nodeId } from '@ordermesh/core/words';
import { aDraft, aDraftLine } from '@ordermesh/testkit';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const dayMs = 86_400_000;
const oat = itemId('OAT');

/**
 * Two customers, one after the other, and one unit in Wuhan. The cheapest way for the first one takes it, and the second
 * one, who lives there, is served from Shanghai. With prices the first one is served from Shanghai, and both together
 * are cheaper.
 */
export const scenario = story({
  name: 'opportunity-price',
  title:
    'The last unit stays where it will be wanted: prices of stock make two orders cheaper than one by one',
  about: [
    'Cheapest, order by order: each order is as cheap as it can be, and strands the next one.',
    'With prices: what a unit would save later is a cost like any other, told with every decision.',
  ],
  furniture: smallTown({ stock: { st_a: { OAT: 50 }, dc_w: { OAT: 1 } } }),
  tell: async (stage) => {
    await decideBy(stage, 'cheapest');
    const myopic = await bothCustomers(stage);
    stage.must(
      'order by order: Nanjing takes the last unit in Wuhan, and Wuhan is served from Shanghai',
      myopic.nodes.join() === 'dc_w,st_a',
      told(myopic),
    );
    await fillWuhan(stage);
    await decideBy(stage, 'priced');
    await withoutPrices(stage);
    await forecastWuhan(stage);
    await refresh(stage);
    const priced = await bothCustomers(stage);
    stage.must(
      'with prices: Nanjing is served from Shanghai, and the unit in Wuhan goes to the customer there',
      priced.nodes.join() === 'st_a,dc_w',
      told(priced),
    );
    stage.must(
      'and both together are cheaper, in money that is really paid',
      priced.paidMinor < myopic.paidMinor,
      `${yuan(priced.paidMinor)} after ${yuan(myopic.paidMinor)}`,
    );
    stage.figure('paid for both, order by order', yuan(myopic.paidMinor));
    stage.figure('paid for both, with prices', yuan(priced.paidMinor));
    await explained(stage, priced);
    await stale(stage);
  },
});

const yuan = (minor: number): string => `${(minor / 100).toFixed(2)} CNY`;

const nanjing = {
  latitude: 32.06,
  longitude: 118.8,
  country: 'CN',
  subdivision: 'CN-JS',
  postcode: '210000',
};
const wuhan = {
  latitude: 30.6,
  longitude: 114.3,
  country: 'CN',
  subdivision: 'CN-HB',
  postcode: '430000',
};
const one = (shipTo: typeof wuhan) => ({
  ship_to: shipTo,
  lines: [aDraftLine('OAT', 1)],
});

interface Served {
  readonly nodes: readonly string[];
  readonly paidMinor: number;
  readonly decisionIds: readonly string[];
}

/** Freight and handling: prices and other weights are nobody's bill. */
const paidMinor = (plan: RoutePlan | undefined): number =>
  (plan?.costItems.freightMinor ?? 0) + (plan?.costItems.handlingMinor ?? 0);

const told = ({ nodes, paidMinor: paid }: Served): string =>
  `Nanjing from ${nodes[0] ?? '–'}, Wuhan from ${nodes[1] ?? '–'}, ${yuan(paid)} together`;

async function bothCustomers(stage: Stage): Promise<Served> {
  const first = await stage.place(one(nanjing));
  const second = await stage.place(one(wuhan));
  const plans = [first.plan, second.plan];
  return {
    nodes: plans.map((plan) => plan?.parcels[0]?.nodeId ?? ''),
    paidMinor: plans.reduce((sum, plan) => sum + paidMinor(plan), 0),
    decisionIds: [first.decisionId, second.decisionId],
  };
}

async function decideBy({ hub, held }: Stage, preset: 'cheapest' | 'priced'): Promise<void> {
  const standard = standardStrategy(preset, 'CNY');
  if (!standard) throw new Error('no standard strategy');
  const { version: _version, ...json } = strategyJson(standard);
  held(await hub.publishStrategy(json, preset));
}

async function fillWuhan({ hub, held, stock }: Stage): Promise<void> {
  const { onHand } = stock('dc_w', 'OAT');
  const row = { nodeId: nodeId('dc_w'), itemId: oat, onHandUnits: onHand + 1 };
  held(await hub.setStock([row], 'one more came'));
}

async function withoutPrices(stage: Stage): Promise<void> {
  const tried = stage.held(stage.hub.tryOrder(aDraft(one(nanjing))));
  stage.must(
    'before there is a price sheet the strategy decides by cost alone, and says so',
    tried.plan?.parcels[0]?.nodeId === 'dc_w' && stage.hub.prices().missing?.reason === 'no-sheet',
    `from ${String(tried.plan?.parcels[0]?.nodeId)}, ${String(stage.hub.prices().missing?.reason)}`,
  );
}

/** Three units are expected in Wuhan within a week: in one week of twenty nobody asks. */
async function forecastWuhan({ hub, held, now }: Stage): Promise<void> {
  const forecast = {
    itemId: oat,
    zone: 'CN-HB',
    fromAt: now(),
    untilAt: now() + 7 * dayMs,
    meanUnits: 3,
    quantiles: [],
    madeBy: 'story.1',
  };
  held(
    await hub.publishForecast({
      madeAt: now(),
      zones: [{ zoneId: 'CN-HB', latitude: wuhan.latitude, longitude: wuhan.longitude }],
      forecasts: [forecast],
    }),
  );
}

async function refresh(stage: Stage): Promise<void> {
  const made = await stage.hub.refreshPrices({
    owner: 'story',
    everyMs: 600_000,
    horizonDays: 7,
    futures: 256,
    shrinkPercent: 100,
    make: makePriceSheet,
  });
  const { source, items } = stage.hub.prices();
  stage.must(
    'prices follow from the forecast: one item has them',
    made === 'made' && source?.method === 'removal' && items === 1,
    `${made}, ${String(source?.method)}, ${String(items)} items`,
  );
  const other = await stage.anotherHub('second');
  stage.must(
    'another process of the same store has the same sheet',
    other.prices().source?.version === source?.version,
    `version ${String(other.prices().source?.version)}`,
  );
}

async function explained(stage: Stage, { decisionIds }: Served): Promise<void> {
  const [id = ''] = decisionIds;
  const { text } = stage.held(await stage.hub.explain(id));
  stage.must(
    'the decision names the sheet, its method and its age',
    text.en.includes('price sheet 1, removal, 0 min old'),
    text.en,
  );
  const versus = stage.held(await stage.hub.explainVersus(id, { nodeIds: [nodeId('dc_w')] }));
  if (versus.outcome === 'not-possible') throw new Error(versus.text.en);
  const worth = versus.items.opportunityMinor;
  stage.must(
    '“why not Wuhan?” is answered with what its last unit is worth there',
    versus.differenceMinor > 0 && worth > 0,
    versus.text.en,
  );
  stage.figure('price of the last unit in Wuhan', yuan(worth));
  const again = stage.held(await stage.hub.replay(id));
  stage.must('and asked again it is decided the same', again.same, again.differences.join());
}

async function stale(stage: Stage): Promise<void> {
  await stage.pass(61);
  await fillWuhan(stage);
  const tried = stage.held(stage.hub.tryOrder(aDraft(one(nanjing))));
  const { missing } = stage.hub.prices();
  stage.must(
    'a sheet older than an hour does not count: the cheapest way is taken again, visibly',
    missing?.reason === 'stale' && tried.plan?.parcels[0]?.nodeId === 'dc_w',
    `${String(missing?.reason)}, from ${String(tried.plan?.parcels[0]?.nodeId)}`,
  );
}

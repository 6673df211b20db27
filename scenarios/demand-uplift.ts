import { makeForecast } from '@ordermesh/core/learn';
import { makePriceSheet } from '@ordermesh/core/route';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { itemId } from '@ordermesh/core/words';
import { aDraft, aDraftLine } from '@ordermesh/testkit';
import { drawDemand, smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const dayMs = 86_400_000;
const dayMinutes = 24 * 60;
const weekMs = 7 * dayMs;
const oat = itemId('OAT');

/**
 * Six units a day are asked for in Wuhan, for four weeks; then twenty-four, because somebody with many followers likes
 * them. Nobody told the hub.
 */
export const scenario = story({
  name: 'demand-uplift',
  title: 'Demand leaves its forecast: it is sensed within days, moves prices and stock, and fades',
  about: [
    'The hub forecasts by itself what is asked for, by item and zone, from the orders that it has taken.',
    'An uplift is told with its numbers; prices, suggestions and the twin use the same lifted forecast.',
  ],
  furniture: smallTown({ stock: { st_a: { OAT: 900 }, dc_w: { OAT: 420 } } }),
  lookEveryMinutes: 360,
  tell: async (stage) => {
    await decideByPrices(stage);
    for (let day = 0; day < 29; day++) await oneDay(stage, 6);
    await forecast(stage);
    const calm = await consequences(stage);
    stage.must(
      'as forecast: Wuhan has plenty, and serves Nanjing, which is cheaper',
      calm.node === 'dc_w',
      told(calm),
    );
    const days = await uplift(stage);
    await sensed(stage, days);
    const lifted = await consequences(stage);
    stage.must(
      'with the uplift: stock in Wuhan is kept for those who are sensed there, Nanjing is served from Shanghai',
      lifted.node === 'st_a',
      told(lifted),
    );
    stage.must(
      'and Wuhan should have more than twice as much',
      lifted.targetUnits > 2 * calm.targetUnits && lifted.safetyUnits > calm.safetyUnits,
      `${told(calm)}; then ${told(lifted)}`,
    );
    shown(stage, calm, lifted);
    drawn(stage);
    await fades(stage);
  },
});

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

async function decideByPrices({ hub, held }: Stage): Promise<void> {
  const standard = standardStrategy('priced', 'CNY');
  if (!standard) throw new Error('no standard strategy');
  const { version: _version, ...json } = strategyJson(standard);
  held(await hub.publishStrategy(json, 'prices count'));
}

/** Customers in Wuhan and in Shanghai; their goods are held, so that only demand matters here. */
async function oneDay(stage: Stage, inWuhan: number): Promise<void> {
  const holds = [{ reason: 'other', note: 'the warehouse is counted' }];
  await stage.place({ holds, ship_to: wuhan, lines: [aDraftLine('OAT', inWuhan)] });
  await stage.place({ holds });
  await stage.pass(dayMinutes);
}

const refresh = ({ hub }: Stage) =>
  hub.refreshForecasts({ owner: 'story', everyMs: 4 * weekMs, weeksAhead: 4, make: makeForecast });

const expectedIn = ({ hub, now }: Stage, zone: string): number =>
  hub
    .expectedDemand({ fromAt: now(), untilAt: now() + weekMs, itemId: oat })
    .filter((row) => row.zone === zone)
    .reduce((sum, row) => sum + row.meanUnits, 0);

async function forecast(stage: Stage): Promise<void> {
  const made = await refresh(stage);
  const { methods, ageMs } = stage.hub.forecasts();
  const units = expectedIn(stage, 'CN-HB');
  stage.must(
    'after four weeks the hub expects about six a day in Wuhan, and says by which method',
    made === 'made' && units > 36 && units < 48 && methods.join() === 'combined.2' && ageMs === 0,
    `${made}: ${units.toFixed(1)} units a week, ${methods.join()}`,
  );
}

interface Consequences {
  readonly node: string;
  readonly targetUnits: number;
  readonly safetyUnits: number;
}

const told = ({ node, targetUnits, safetyUnits }: Consequences): string =>
  `Nanjing from ${node}; Wuhan should have ${String(targetUnits)}, ${String(safetyUnits)} of them as a buffer`;

async function consequences({ hub, held }: Stage): Promise<Consequences> {
  await hub.refreshPrices({
    owner: 'story',
    everyMs: 600_000,
    horizonDays: 14,
    futures: 64,
    shrinkPercent: 100,
    make: makePriceSheet,
  });
  const tried = held(hub.tryOrder(aDraft({ ship_to: nanjing, lines: [aDraftLine('OAT', 1)] })));
  const ask = { itemId: oat, leadDays: 7, servicePercent: 95, units: 0 };
  const { nodes } = held(hub.stockSuggestions(ask));
  const hint = nodes.find(({ nodeId }) => nodeId === 'dc_w');
  return {
    node: tried.plan?.parcels[0]?.nodeId ?? '',
    targetUnits: hint?.targetUnits ?? 0,
    safetyUnits: hint?.safetyUnits ?? 0,
  };
}

/** @returns after how many days it was sensed */
async function uplift(stage: Stage): Promise<number> {
  for (let day = 1; day <= 10; day++) {
    await oneDay(stage, 24);
    if ((await refresh(stage)) === 'sensed') return day;
  }
  return Infinity;
}

async function sensed(stage: Stage, days: number): Promise<void> {
  const events = stage.events.filter(({ type }) => type.includes('demand.sensed'));
  const [one] = stage.hub.forecasts().sensed;
  stage.must(
    'the uplift in Wuhan is sensed within five days, told once, with its numbers; Shanghai is as forecast',
    days <= 5 && events.length === 1 && one?.zone === 'CN-HB' && one.percent > 200,
    `day ${String(days)}: ${String(one?.cameUnits)} came where ${String(one?.expectedUnits.toFixed(1))} were expected, ${String(one?.percent)} %`,
  );
  stage.figure('days until the uplift was sensed', String(days));
  const other = await stage.anotherHub('second');
  stage.must(
    'another process of the same store expects the same',
    JSON.stringify(other.forecasts().published) === JSON.stringify(stage.hub.forecasts().published),
    `version ${String(other.forecasts().published?.version)}`,
  );
}

function shown(stage: Stage, calm: Consequences, lifted: Consequences): void {
  const row = (name: string, of: Consequences) => [
    name,
    of.node,
    String(of.targetUnits),
    String(of.safetyUnits),
  ];
  const columns = ['', 'Nanjing from', 'Wuhan should have', 'buffer'];
  stage.table(columns, [row('as forecast', calm), row('uplift sensed', lifted)]);
}

/** What may come next week, as the twin draws it from the same forecast. */
function drawn(stage: Stage): void {
  const { published } = stage.hub.forecasts();
  if (published === undefined) throw new Error('a forecast was made');
  const span = { fromAt: stage.now(), untilAt: stage.now() + weekMs, currency: 'CNY' };
  const weeks = Array.from({ length: 40 }, (_, seed) => drawDemand(published, { ...span, seed }));
  const mean = weeks.reduce((sum, one) => sum + one.length, 0) / weeks.length;
  const expected = expectedIn(stage, 'CN-HB') + expectedIn(stage, 'CN-SH');
  stage.must(
    'the twin draws its orders from the lifted forecast',
    Math.abs(mean / expected - 1) < 0.15,
    `${mean.toFixed(1)} orders a week over 40 futures, ${expected.toFixed(1)} expected`,
  );
}

async function fades(stage: Stage): Promise<void> {
  const before = expectedIn(stage, 'CN-HB');
  await stage.pass(14 * dayMinutes);
  const after = expectedIn(stage, 'CN-HB');
  const calm = 42;
  const left = (after - calm) / (before - calm);
  stage.must(
    'two weeks later half of it is left, when nothing else was seen',
    left > 0.4 && left < 0.6,
    `${before.toFixed(1)}, then ${after.toFixed(1)} units a week`,
  );
}

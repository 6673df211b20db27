import { unitVector } from '@ordermesh/core/words';
import type { UnitVector } from '@ordermesh/core/words';
import { seededChance } from '../chance.ts';
import type { OlistDataset, OlistOrder } from './dataset.ts';
import { dcSites, storeSites } from './network.ts';
import { rateCardOf } from './rate-card.ts';
import type { RateCard } from './rate-card.ts';
import { stockPlan } from './stock-plan.ts';
import type { StockPlan } from './stock-plan.ts';

/** Which nodes: 12 cities in which most sellers are, 3 of them DCs; or 8 DCs and the 217 best sellers as stores. */
export type OlistSites = 'N12' | 'N225';

/** What to compare on. */
export interface OlistBenchmarkAsk {
  readonly sites: OlistSites;
  /** Stock per expected unit of sales; 1 = as much as is expected. */
  readonly stockShare: number;
  /** Up to so many orders of one three-digit postcode become one; 1 = as they were. */
  readonly mergeMax: number;
  /** Chance of placement and merging. */
  readonly seed: number;
}

/** Real orders against stock that was planned before them. */
export interface OlistBenchmark {
  /** Oldest first. */
  readonly orders: readonly OlistOrder[];
  readonly weightGrams: readonly number[];
  readonly nodes: readonly UnitVector[];
  /** Nodes in the order of a fixed priority: DCs first. */
  readonly byPriority: readonly number[];
  readonly card: RateCard;
  readonly plan: StockPlan;
}

/** Builds the benchmark for one network, one amount of stock and one kind of order. */
export function olistBenchmark(dataset: OlistDataset, ask: OlistBenchmarkAsk): OlistBenchmark {
  const orders = mergedOrders(dataset.orders, ask);
  const sites =
    ask.sites === 'N225'
      ? [...dcSites(dataset.sellers), ...storeSites(dataset.sellers)]
      : citySites(dataset);
  const vector = sites.map(({ latitude, longitude }) => unitVector(latitude, longitude));
  const isDc = sites.map(({ kind }) => kind === 'dc');
  const listsShare = ask.sites === 'N225' ? 0.08 : 0.6;
  const { stockShare, seed } = ask;
  return {
    orders,
    weightGrams: dataset.skus.map(({ weightGrams }) => weightGrams),
    nodes: vector,
    byPriority: [...isDc.keys()].sort((a, b) => Number(isDc[b]) - Number(isDc[a]) || a - b),
    card: rateCardOf(dataset.freight),
    plan: stockPlan({ orders, skus: dataset.skus }, { vector, isDc, listsShare, stockShare }, seed),
  };
}

/** Twelve cities, the first of the South-East, of Minas Gerais and of the North-East being DCs. */
const cities: readonly (readonly [key: string, kind: 'dc' | 'store'])[] = [
  ['sao paulo/SP', 'dc'],
  ['curitiba/PR', 'store'],
  ['belo horizonte/MG', 'dc'],
  ['rio de janeiro/RJ', 'store'],
  ['ribeirao preto/SP', 'store'],
  ['porto alegre/RS', 'store'],
  ['brasilia/DF', 'store'],
  ['goiania/GO', 'store'],
  ['salvador/BA', 'store'],
  ['recife/PE', 'dc'],
  ['fortaleza/CE', 'store'],
  ['blumenau/SC', 'store'],
];

const citySites = ({ sellers }: OlistDataset): ReturnType<typeof dcSites> =>
  dcSites(
    sellers,
    cities.map(([key]) => key),
  ).map((site, ix) => ({ ...site, kind: cities[ix]?.[1] ?? 'store' }));

interface Basket {
  order: OlistOrder;
  orders: number;
  readonly ordersMax: number;
}

/** Lines beyond which a basket takes no further order. */
const basketLinesMax = 6;

/** Real lines of neighbours in one basket: up to a number drawn by chance per basket, sent when the last one came. */
function mergedOrders(
  orders: readonly OlistOrder[],
  { mergeMax, seed }: OlistBenchmarkAsk,
): readonly OlistOrder[] {
  if (mergeMax < 2) return orders;
  const chance = seededChance(`olist/merge/${String(seed)}`);
  const open = new Map<string, Basket>();
  const sent: OlistOrder[] = [];
  for (const order of orders) {
    const place = order.postcode.slice(0, 3);
    const basket = open.get(place);
    const takes = basket !== undefined && basket.order.lines.length < basketLinesMax;
    if (takes) basket.order = together(basket.order, order);
    if (basket && !takes) sent.push(basket.order);
    const now = takes ? basket : { order, orders: 0, ordersMax: chance.between(1, mergeMax) };
    now.orders += 1;
    if (now.orders < now.ordersMax) open.set(place, now);
    else {
      sent.push(now.order);
      open.delete(place);
    }
  }
  for (const { order } of open.values()) sent.push(order);
  return sent.sort((a, b) => a.placedAt - b.placedAt || (a.olistId < b.olistId ? -1 : 1));
}

function together(first: OlistOrder, second: OlistOrder): OlistOrder {
  const lines = first.lines.map((line) => {
    const more = second.lines.find(({ skuIx }) => skuIx === line.skuIx);
    return more === undefined ? line : { ...line, units: line.units + more.units };
  });
  const others = second.lines.filter(
    ({ skuIx }) => !first.lines.some((line) => line.skuIx === skuIx),
  );
  return { ...first, placedAt: second.placedAt, lines: [...lines, ...others] };
}

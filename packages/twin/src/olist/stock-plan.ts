import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { UnitVector } from '@ordermesh/core/words';
import { seededChance } from '../chance.ts';
import { groupBy } from './dataset.ts';
import type { OlistDataset, OlistOrder } from './dataset.ts';
import type { OlistNetwork } from './network.ts';

/** Orders per stocking cycle: the sample is thinner than Olist was, so one cycle stands for about a fortnight of all. */
export const cycleOrders = 2400;

/** Which units lie where at the start of a cycle: `units[nodeIx * skuCount + skuIx]`, and who lists what. */
export interface CycleStock {
  readonly units: Int32Array;
  readonly listed: Uint8Array;
}

/** Where stock may lie and how much of it there is. */
export interface StockSites {
  readonly vector: readonly UnitVector[];
  readonly isDc: readonly boolean[];
  /** Chance that a node that is no DC lists a SKU; DCs list all. */
  readonly listsShare: number;
  /** Stock per expected unit of sales, before the safety; 1 = as much as is expected. */
  readonly stockShare: number;
}

/** Stock planned from what was ordered before; the zones in which demand is counted. */
export interface StockPlan {
  readonly zones: readonly UnitVector[];
  readonly zoneOfOrder: readonly number[];
  /** Stock for the cycle that begins with this order, planned from the orders before `knownUntil`. */
  before(order: number, knownUntil: number): CycleStock;
}

/**
 * Plans the stock of a cycle from what was ordered before it (the last two cycles count three times). DCs list
 * everything, a store some of the SKUs by chance. The total of a SKU is its expected sales plus half the square root of
 * it, placed where the demand's nearest listing node is.
 */
export function stockPlan(
  dataset: Pick<OlistDataset, 'orders' | 'skus'>,
  sites: StockSites,
  seed: number,
): StockPlan {
  const zones = demandZones(dataset.orders);
  const zoneOfOrder = dataset.orders.map((order) => nearestIx(zones, vectorOf(order)));
  const zoneNodeKm = zones.map((zone) => sites.vector.map((node) => distanceKm(zone, node)));
  return {
    zones,
    zoneOfOrder,
    before: (order, knownUntil) => {
      const ask = { recentFrom: order - 2 * cycleOrders, knownUntil, zoneCount: zones.length };
      const forecast = forecastOf(dataset, zoneOfOrder, ask);
      const cycle = order / cycleOrders;
      return placeStock(forecast, zoneNodeKm, {
        sites,
        skuCount: dataset.skus.length,
        chance: seededChance(`olist/stock/${String(seed)}/${String(cycle)}`),
      });
    },
  };
}

/**
 * Stock of each cycle of the replay: DCs and stores of its network, a store lists 8 % of the SKUs. Cycles 0 and 1 have
 * no past: they are stocked from their own orders and are not judged.
 */
export function replayStock(
  dataset: OlistDataset,
  network: OlistNetwork,
  seed: number,
): (cycle: number) => CycleStock {
  const { nodes } = network.document;
  const vector = nodes.map(({ place }) => vectorOf(place));
  const isDc = nodes.map(({ kind }) => kind === 'dc');
  const plan = stockPlan(dataset, { vector, isDc, listsShare: 0.08, stockShare: 1 }, seed);
  return (cycle) => plan.before(cycle * cycleOrders, Math.max(2, cycle) * cycleOrders);
}

const vectorOf = (place: { readonly latitude: number; readonly longitude: number }): UnitVector =>
  unitVector(place.latitude, place.longitude);

const zonesMax = 60;

/** The 60 largest groups of customers: centres of three-digit postcodes, 40 km apart at first, then 120 km. */
function demandZones(orders: readonly OlistOrder[]): UnitVector[] {
  const groups = [...groupBy(orders, ({ postcode }) => postcode.slice(0, 3))].map(([key, all]) => ({
    key,
    count: all.length,
    centre: unitVector(
      all.reduce((sum, { latitude }) => sum + latitude, 0) / all.length,
      all.reduce((sum, { longitude }) => sum + longitude, 0) / all.length,
    ),
  }));
  groups.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const zones: UnitVector[] = [];
  for (const { centre } of groups) {
    const apartKm = zones.length < 20 ? 40 : 120;
    if (zones.length < zonesMax && zones.every((zone) => distanceKm(zone, centre) > apartKm))
      zones.push(centre);
  }
  return zones;
}

function nearestIx(vectors: readonly UnitVector[], to: UnitVector): number {
  let [best, bestKm] = [0, Infinity];
  vectors.forEach((vector, ix) => {
    const km = distanceKm(vector, to);
    if (km < bestKm) [best, bestKm] = [ix, km];
  });
  return best;
}

/** Expected units per cycle: `[skuIx][zone]`. */
type Forecast = readonly Float64Array[];

/** How many pieces of evidence the network-wide mix of zones counts for a single SKU. */
const mixEvidence = 30;

function forecastOf(
  dataset: Pick<OlistDataset, 'orders' | 'skus'>,
  zoneOfOrder: readonly number[],
  ask: { readonly recentFrom: number; readonly knownUntil: number; readonly zoneCount: number },
): Forecast {
  const { recentFrom, knownUntil, zoneCount } = ask;
  const perZone = new Float64Array(zoneCount);
  const perSku = dataset.skus.map(() => new Float64Array(zoneCount));
  let [orders, units] = [0, 0];
  dataset.orders.slice(0, knownUntil).forEach((order, ix) => {
    const evidence = ix >= recentFrom ? 3 : 1;
    const zone = zoneOfOrder[ix] ?? 0;
    orders += evidence;
    for (const line of order.lines) {
      const more = evidence * line.units;
      units += more;
      perZone[zone] = (perZone[zone] ?? 0) + more;
      const row = perSku[line.skuIx];
      if (row) row[zone] = (row[zone] ?? 0) + more;
    }
  });
  return perSku.map((row) => {
    const sold = row.reduce((sum, count) => sum + count, 0);
    const perCycle = (sold / orders) * cycleOrders;
    return row.map(
      (count, zone) =>
        (perCycle * (count + (mixEvidence * (perZone[zone] ?? 0)) / units)) / (sold + mixEvidence),
    );
  });
}

function placeStock(
  forecast: Forecast,
  zoneNodeKm: readonly (readonly number[])[],
  site: {
    readonly sites: StockSites;
    readonly skuCount: number;
    readonly chance: ReturnType<typeof seededChance>;
  },
): CycleStock {
  const { sites, skuCount, chance } = site;
  const { isDc, listsShare, stockShare } = sites;
  const units = new Int32Array(isDc.length * skuCount);
  const listed = new Uint8Array(isDc.length * skuCount);
  forecast.forEach((perZone, skuIx) => {
    const lists = isDc.map((dc) => dc || chance.unit() < listsShare);
    const wanted = new Float64Array(isDc.length);
    perZone.forEach((expected, zone) => {
      const nodeIx = nearestListing(zoneNodeKm[zone] ?? [], lists);
      wanted[nodeIx] = (wanted[nodeIx] ?? 0) + expected;
    });
    const mean = wanted.reduce((sum, expected) => sum + expected, 0);
    const given = byLargestRemainder(Math.ceil(stockShare * mean + 0.5 * Math.sqrt(mean)), wanted);
    given.forEach((count, nodeIx) => {
      units[nodeIx * skuCount + skuIx] = count;
      listed[nodeIx * skuCount + skuIx] = lists[nodeIx] ? 1 : 0;
    });
  });
  return { units, listed };
}

function nearestListing(nodeKm: readonly number[], lists: readonly boolean[]): number {
  let [best, bestKm] = [0, Infinity];
  nodeKm.forEach((km, nodeIx) => {
    if (lists[nodeIx] && km < bestKm) [best, bestKm] = [nodeIx, km];
  });
  return best;
}

function byLargestRemainder(total: number, wanted: Float64Array): Int32Array {
  const sum = wanted.reduce((all, expected) => all + expected, 0);
  const quotas = wanted.map((expected) => (sum > 0 ? (total * expected) / sum : 0));
  const given = Int32Array.from(quotas, Math.floor);
  const order = [...quotas.keys()].sort(
    (a, b) => rest(quotas[b] ?? 0) - rest(quotas[a] ?? 0) || a - b,
  );
  const left = total - given.reduce((all, count) => all + count, 0);
  for (const nodeIx of order.slice(0, left)) given[nodeIx] = (given[nodeIx] ?? 0) + 1;
  return given;
}

const rest = (quota: number): number => quota - Math.floor(quota);

import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { UnitVector } from '@ordermesh/core/words';
import { cycleOrders, freightMinorOf, olistBenchmark, zoneOf } from '@ordermesh/twin';
import type { OlistBenchmark, OlistBenchmarkAsk, OlistDataset, OlistOrder } from '@ordermesh/twin';

import type { Outlook, RoutedOrder, RoutedPlace, RoutingInstance } from './instance.ts';

/** Real orders as routing instances: windows of them against stock that was planned before. */
export interface OlistCase {
  readonly benchmark: OlistBenchmark;
  /** Every order as the policies see it, oldest first. */
  readonly routed: readonly RoutedOrder[];
  /** The instance of `length` orders from order `from` on; its stock is planned from the orders before. */
  window(from: number, length: number): RoutingInstance;
}

/** Builds the benchmark and prices every order from every node. */
export function olistCase(dataset: OlistDataset, ask: OlistBenchmarkAsk): OlistCase {
  const benchmark = olistBenchmark(dataset, ask);
  const places = new Map<string, RoutedPlace>();
  const placeOf = (order: OlistOrder): RoutedPlace => {
    const key = `${String(order.latitude)},${String(order.longitude)}`;
    const known =
      places.get(key) ?? placeAt(benchmark, unitVector(order.latitude, order.longitude));
    places.set(key, known);
    return known;
  };
  const zones = benchmark.plan.zones.map((zone) => placeAt(benchmark, zone));
  const lane = lanesOf(benchmark);
  const outlook = (from: number): Outlook => ({
    past: routed.slice(0, from),
    recentFrom: from - 2 * cycleOrders,
    zoneOfPast: benchmark.plan.zoneOfOrder,
    zones,
    lane,
  });
  const routed = benchmark.orders.map((order) => routedOrder(benchmark, order, placeOf(order)));
  return {
    benchmark,
    routed,
    window: (from, length) => {
      const classes = routed.slice(from, from + length);
      const { units, listed } = benchmark.plan.before(from, from);
      return {
        name: `${ask.sites} from ${String(from)}`,
        nodeCount: benchmark.nodes.length,
        itemCount: benchmark.weightGrams.length,
        stock: units,
        mayLie: listed,
        classes,
        arrivals: Int32Array.from(classes.keys()),
        byPriority: benchmark.byPriority,
        outlook: outlook(from),
      };
    },
  };
}

function placeAt({ nodes }: OlistBenchmark, at: UnitVector): RoutedPlace {
  const km = Float64Array.from(nodes, (node) => distanceKm(node, at));
  const nearest = Int32Array.from(km.keys()).sort(
    (a, b) => (km[a] as number) - (km[b] as number) || a - b,
  );
  return { km, nearest, band: Uint8Array.from(km, zoneOf) };
}

/** The farthest distance band; what is not sent costs twice as much. */
const farthest = 7;

function lanesOf({ card, weightGrams }: OlistBenchmark): Outlook['lane'] {
  const known = new Map<number, Float64Array>();
  return (item, units) => {
    const key = item * 1000 + units;
    const found = known.get(key);
    if (found) return found;
    const grams = units * (weightGrams[item] ?? 0);
    const made = Float64Array.from({ length: farthest + 2 }, (_, band) =>
      band <= farthest
        ? freightMinorOf(card, band, grams) / units
        : (2 * freightMinorOf(card, farthest, grams)) / units,
    );
    known.set(key, made);
    return made;
  };
}

function routedOrder(
  { weightGrams, nodes, card }: OlistBenchmark,
  { lines }: OlistOrder,
  place: RoutedPlace,
): RoutedOrder {
  const sets = 1 << lines.length;
  const grams = lines.map(({ skuIx, units }) => units * (weightGrams[skuIx] ?? 0));
  const parcelMinor = new Float64Array((nodes.length + 1) * sets);
  for (let set = 1; set < sets; set++) {
    const inSet = grams.filter((_, line) => (set >> line) & 1);
    const sum = inSet.reduce((all, one) => all + one, 0);
    nodes.forEach((_, node) => {
      parcelMinor[node * sets + set] = freightMinorOf(card, zoneOf(place.km[node] ?? 0), sum);
    });
    parcelMinor[nodes.length * sets + set] = inSet.reduce(
      (all, one) => all + 2 * freightMinorOf(card, farthest, one),
      0,
    );
  }
  for (let node = 0; node < nodes.length; node++) allowTwoParcels(parcelMinor, node, sets);
  return {
    place,
    items: Int32Array.from(lines, ({ skuIx }) => skuIx),
    units: Int32Array.from(lines, ({ units }) => units),
    parcelMinor,
  };
}

/** Where two parcels of one node cost less than one (beyond the heaviest band), it sends two. */
function allowTwoParcels(parcelMinor: Float64Array, node: number, sets: number): void {
  for (let set = 1; set < sets; set++)
    for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      const two =
        (parcelMinor[node * sets + part] as number) +
        (parcelMinor[node * sets + (set ^ part)] as number);
      if (two < (parcelMinor[node * sets + set] as number)) parcelMinor[node * sets + set] = two;
    }
}

import { seededUnit } from '@ordermesh/core/route';
import { distanceKm, unitVector } from '@ordermesh/core/words';

import type { RoutedOrder, RoutedPlace, RoutingInstance } from './instance.ts';

/** An instance of the published experiment, with the chance that everybody knows. */
export interface ReferenceInstance extends RoutingInstance {
  /** Expected share of each class among arrivals; the rest of 1 are arrivals without an order. */
  readonly share: Float64Array;
  /** Per item and place: the node that would send it without looking at stock; `nodeCount` = nobody lists it. */
  readonly listed: readonly Int32Array[];
  readonly placeOf: Int32Array;
}

/** The ten largest metropolitan areas: latitude, longitude, people. */
const cities: readonly (readonly [latitude: number, longitude: number, people: number])[] = [
  [40.6943, -73.9249, 18_680_025],
  [34.1141, -118.4068, 12_531_334],
  [41.8375, -87.6866, 8_586_888],
  [25.784, -80.2101, 6_076_316],
  [32.7935, -96.7667, 5_910_669],
  [29.786, -95.3885, 5_724_418],
  [40.0077, -75.1339, 5_540_199],
  [33.7628, -84.422, 5_151_496],
  [38.9047, -77.0163, 5_066_973],
  [42.3188, -71.0852, 4_465_966],
];

/** Five fulfilment centres: Tracy CA, Whitestown IN, Hazleton PA, West Columbia SC, Fort Worth TX. */
const centres: readonly (readonly [latitude: number, longitude: number])[] = [
  [37.7448, -121.3985],
  [39.9797, -86.3833],
  [41.2776, -75.4973],
  [33.9114, -81.0501],
  [32.9709, -97.3348],
];

const itemCount = 20;
const linesMax = 5;
const typesPerSize = 5;
const carryShare = 0.75;
const safety = 0.5;
/** Costs are counted in millionths of a dollar, so that they are integers. */
const dollar = 1_000_000;
const kmPerMile = 1.61;

const fixedMinor = 8_759_000;
const unitMinor = (km: number): number =>
  Math.round((0.423 + (0.000541 * km) / kmPerMile) * dollar);

/**
 * The experiment of Jasin & Sinha (2015) with the parameters that Ma (2023) published: 20 items, five order types of each
 * size from one to five, a parcel costs 8.759 + 0.423 a unit + 0.000541 a unit and mile, not sending twice the farthest.
 *
 * @param chance draws order types, their shares and who lists what
 */
export function referenceInstance(chance: () => number, orders: number): ReferenceInstance {
  const places = cities.map(([latitude, longitude]) => placeAt(latitude, longitude));
  const types = orderTypes(chance);
  const typeShare = typeShares(chance);
  const people = cities.reduce((sum, [, , count]) => sum + count, 0);
  const classes: RoutedOrder[] = [];
  const share: number[] = [];
  const placeOf: number[] = [];
  types.forEach((items, type) =>
    places.forEach((place, at) => {
      classes.push(orderOf(items, place));
      share.push(((typeShare[type] ?? 0) * (cities[at]?.[2] ?? 0)) / people);
      placeOf.push(at);
    }),
  );
  const known = { classes, share: Float64Array.from(share), placeOf: Int32Array.from(placeOf) };
  const listed = Array.from({ length: itemCount }, () => nearestListing(chance, places));
  return {
    ...known,
    name: 'reference',
    nodeCount: centres.length,
    itemCount,
    listed,
    stock: stockOf(known, listed, orders),
    arrivals: new Int32Array(0),
    byPriority: [...centres.keys()],
  };
}

/** The same instance with a sequence of arrivals; those without an order are left out. */
export function withArrivals<T extends RoutingInstance & { readonly share: Float64Array }>(
  instance: T,
  orders: number,
  seed: number,
): T {
  const unit = seededUnit(seed);
  const arrivals: number[] = [];
  for (let at = 0; at < orders; at++) {
    let mark = unit();
    const classIx = instance.share.findIndex((share) => (mark -= share) < 0);
    if (classIx >= 0) arrivals.push(classIx);
  }
  return { ...instance, arrivals: Int32Array.from(arrivals) };
}

function placeAt(latitude: number, longitude: number): RoutedPlace {
  const at = unitVector(latitude, longitude);
  const km = Float64Array.from(centres, ([north, east]) => distanceKm(unitVector(north, east), at));
  const nearest = Int32Array.from(km.keys()).sort((a, b) => (km[a] ?? 0) - (km[b] ?? 0));
  return { km, nearest };
}

function orderTypes(chance: () => number): readonly Int32Array[] {
  const types: Int32Array[] = [];
  for (let size = 1; size <= linesMax; size++)
    for (let type = 0; type < typesPerSize; type++) {
      const shuffled = Int32Array.from({ length: itemCount }, (_, item) => item);
      for (let at = itemCount - 1; at > 0; at--) {
        const other = Math.floor(chance() * (at + 1));
        [shuffled[at], shuffled[other]] = [shuffled[other] ?? 0, shuffled[at] ?? 0];
      }
      types.push(shuffled.slice(0, size));
    }
  return types;
}

/** Shares of sizes and of types within a size are uniform draws, scaled to one with a share of no order at all. */
function typeShares(chance: () => number): readonly number[] {
  const none = chance();
  const sizes = Array.from({ length: linesMax }, chance);
  const total = sizes.reduce((sum, one) => sum + one, none);
  return sizes.flatMap((size) => {
    const types = Array.from({ length: typesPerSize }, chance);
    const sum = types.reduce((all, one) => all + one, 0);
    return types.map((one) => (size / total) * (one / sum));
  });
}

function orderOf(items: Int32Array, place: RoutedPlace): RoutedOrder {
  const sets = 1 << items.length;
  const parcelMinor = new Float64Array((centres.length + 1) * sets);
  const farthest = 2 * Math.max(...place.km.map(unitMinor));
  for (let set = 1; set < sets; set++) {
    let units = 0;
    for (let rest = set; rest !== 0; rest &= rest - 1) units += 1;
    place.km.forEach((km, node) => {
      parcelMinor[node * sets + set] = fixedMinor + units * unitMinor(km);
    });
    parcelMinor[centres.length * sets + set] = 2 * fixedMinor + units * farthest;
  }
  return { place, items, units: new Int32Array(items.length).fill(1), parcelMinor };
}

function nearestListing(chance: () => number, places: readonly RoutedPlace[]): Int32Array {
  const lists = Array.from({ length: centres.length }, chance).map((draw) => draw < carryShare);
  return Int32Array.from(
    places,
    ({ nearest }) => nearest.find((node) => lists[node] === true) ?? centres.length,
  );
}

function stockOf(
  known: Pick<ReferenceInstance, 'classes' | 'share' | 'placeOf'>,
  listed: readonly Int32Array[],
  orders: number,
): Int32Array {
  const demand = new Float64Array(centres.length * itemCount);
  known.classes.forEach(({ items }, classIx) => {
    for (const item of items) {
      const node = listed[item]?.[known.placeOf[classIx] ?? 0] ?? centres.length;
      if (node === centres.length) continue;
      const at = node * itemCount + item;
      demand[at] = (demand[at] ?? 0) + (known.share[classIx] ?? 0);
    }
  });
  return Int32Array.from(demand, (share) =>
    Math.round(orders * share + safety * Math.sqrt(orders * share * (1 - share))),
  );
}

import { cheapestParts } from '@ordermesh/core/route';

/** A place that orders go to: distances, and the nodes nearest first. */
export interface RoutedPlace {
  readonly km: Float64Array;
  readonly nearest: Int32Array;
  /** Distance band per node, where freight goes by bands. */
  readonly band?: Uint8Array;
}

/** Orders that are alike: the same lines to the same place. */
export interface RoutedOrder {
  readonly place: RoutedPlace;
  /** Per line. */
  readonly items: Int32Array;
  readonly units: Int32Array;
  /** `[node * sets + set of lines]`, cost of one parcel; the last node stands for what stays unfilled. */
  readonly parcelMinor: Float64Array;
}

/** Stock, and the orders that come for it one after the other. */
export interface RoutingInstance {
  readonly name: string;
  readonly nodeCount: number;
  readonly itemCount: number;
  /** `[node * itemCount + item]` */
  readonly stock: Int32Array;
  /** `[node * itemCount + item]`, 1 = the node lists the item; absent where stock was not planned. */
  readonly mayLie?: Uint8Array;
  readonly classes: readonly RoutedOrder[];
  /** Class of each arrival. */
  readonly arrivals: Int32Array;
  /** Nodes in a fixed order of priority. */
  readonly byPriority: readonly number[];
  /** What is known of the demand; absent where policies know its true distribution instead. */
  readonly outlook?: Outlook;
}

/** Freight by distance: what a policy may know of orders that have not come yet. */
export interface Outlook {
  /** All orders before the first one of the instance, oldest first. */
  readonly past: readonly RoutedOrder[];
  /** Orders from this one on count three times. */
  readonly recentFrom: number;
  readonly zoneOfPast: readonly number[];
  readonly zones: readonly RoutedPlace[];
  /** Cost per unit by distance band of a parcel with so many units of an item alone; the last entry: of not sending it. */
  lane(item: number, units: number): Float64Array;
}

/** Where each line goes: a node, or `nodeCount` = unfilled. */
export type Way = Int32Array;

/** A way and what it costs with prices. */
export interface PricedWay {
  readonly minor: number;
  readonly way: Way;
}

/** What a way may use: stock, and prices to add per unit, both `[node * itemCount + item]`. */
export interface Terms {
  /** Absent: any node may send anything it ever had. */
  readonly left?: Int32Array;
  readonly price?: Float64Array;
}

/**
 * The one exact search: for each set of lines the cheapest node, then the cheapest division into parcels, by the
 * kernel that routes orders in the hub. Of equally cheap nodes the nearest.
 */
export function cheapestWay(
  instance: RoutingInstance,
  order: RoutedOrder,
  terms: Terms,
): PricedWay {
  const { nodeCount } = instance;
  const sets = 1 << order.items.length;
  const tables = tablesFor(sets);
  tables.minor.fill(Infinity);
  for (let at = 0; at <= nodeCount; at++) {
    const node = at < nodeCount ? (order.place.nearest[at] as number) : nodeCount;
    offer(instance, order, { node, terms, tables });
  }
  if (sets === 2)
    return { minor: tables.minor[1] as number, way: Int32Array.of(tables.node[1] as number) };
  const found = cheapestParts(tables.minor, { partsMax: order.items.length, perExtraMinor: 0 });
  if (found === undefined) throw new Error('Every line can stay unfilled, so a way exists');
  const way = new Int32Array(order.items.length);
  for (const set of found.parts)
    for (let line = 0; line < way.length; line++)
      if ((set >> line) & 1) way[line] = tables.node[set] as number;
  return { minor: found.totalMinor, way };
}

interface SetTables {
  readonly minor: Float64Array;
  readonly node: Int32Array;
  readonly priceMinor: Float64Array;
}

const tablesBySize = new Map<number, SetTables>();

function tablesFor(sets: number): SetTables {
  const known = tablesBySize.get(sets);
  if (known) return known;
  const made = {
    minor: new Float64Array(sets),
    node: new Int32Array(sets),
    priceMinor: new Float64Array(sets),
  };
  tablesBySize.set(sets, made);
  return made;
}

/** Enters what one node offers for every set of lines it has. */
function offer(
  { nodeCount, itemCount, stock }: RoutingInstance,
  order: RoutedOrder,
  {
    node,
    terms,
    tables,
  }: { readonly node: number; readonly terms: Terms; readonly tables: SetTables },
): void {
  const { minor, priceMinor } = tables;
  const sets = minor.length;
  const left = terms.left ?? stock;
  let carried = 0;
  for (let line = 0; line < order.items.length; line++) {
    const at = node * itemCount + (order.items[line] as number);
    const units = order.units[line] as number;
    if (node < nodeCount && (left[at] as number) < units) continue;
    carried |= 1 << line;
    priceMinor[1 << line] =
      node < nodeCount && terms.price ? units * (terms.price[at] as number) : 0;
  }
  for (let set = -carried & carried; set !== 0; set = (set - carried) & carried) {
    const rest = set & (set - 1);
    if (rest !== 0)
      priceMinor[set] = (priceMinor[rest] as number) + (priceMinor[set ^ rest] as number);
    const sum = (order.parcelMinor[node * sets + set] as number) + (priceMinor[set] as number);
    if (sum < (minor[set] as number)) {
      minor[set] = sum;
      tables.node[set] = node;
    }
  }
}

/** What a way costs in money, and in how many parcels it travels. */
export function costOf(
  { nodeCount }: RoutingInstance,
  { items, parcelMinor }: RoutedOrder,
  way: Way,
): { readonly minor: number; readonly parcels: number; readonly unfilled: number } {
  const sets = 1 << items.length;
  let [minor, parcels, unfilled, done] = [0, 0, 0, 0];
  for (let line = 0; line < way.length; line++) {
    if ((done >> line) & 1) continue;
    const node = way[line] as number;
    let set = 0;
    for (let other = line; other < way.length; other++) if (way[other] === node) set |= 1 << other;
    done |= set;
    minor += parcelMinor[node * sets + set] as number;
    if (node < nodeCount) parcels += 1;
    else for (let rest = set; rest !== 0; rest &= rest - 1) unfilled += 1;
  }
  return { minor, parcels, unfilled };
}

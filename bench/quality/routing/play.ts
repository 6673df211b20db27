import { costOf } from './instance.ts';
import type { RoutedOrder, RoutingInstance, Way } from './instance.ts';

/** What a policy looks at when an order comes. */
export interface Moment {
  readonly instance: RoutingInstance;
  readonly order: RoutedOrder;
  /** Class of the order in the instance. */
  readonly classIx: number;
  /** Position in the sequence; orders after it are unknown. */
  readonly at: number;
  /** Units left, `[node * itemCount + item]`. */
  readonly left: Int32Array;
}

/** A way of routing orders one after the other. */
export interface RoutingPolicy {
  readonly name: string;
  /** Opens a play; asked once per order. A line for which there is not enough at the node stays unfilled. */
  open(instance: RoutingInstance): (moment: Moment) => Way;
}

/** What a policy made of an instance. */
export interface Played {
  readonly minor: number;
  readonly parcels: number;
  readonly unfilledLines: number;
  readonly orders: number;
  /** Micros per decision, one per order, in no particular order. */
  readonly micros: Float64Array;
}

/** Plays a policy over an instance: stock goes down, nothing comes back. */
export function play(instance: RoutingInstance, policy: RoutingPolicy): Played {
  const left = instance.stock.slice();
  const route = policy.open(instance);
  const micros = new Float64Array(instance.arrivals.length);
  let [minor, parcels, unfilledLines, orders] = [0, 0, 0, 0];
  for (let at = 0; at < instance.arrivals.length; at++) {
    const classIx = instance.arrivals[at] as number;
    const order = instance.classes[classIx];
    if (order === undefined || order.items.length === 0) continue;
    const startedMs = performance.now();
    const way = route({ instance, order, classIx, at, left });
    micros[orders++] = (performance.now() - startedMs) * 1000;
    take(instance, order, { way, left });
    const cost = costOf(instance, order, way);
    minor += cost.minor;
    parcels += cost.parcels;
    unfilledLines += cost.unfilled;
  }
  return { minor, parcels, unfilledLines, orders, micros: micros.subarray(0, orders) };
}

/** Takes the goods; what is not there stays unfilled. */
export function take(
  { nodeCount, itemCount }: RoutingInstance,
  { items, units }: RoutedOrder,
  { way, left }: { readonly way: Way; readonly left: Int32Array },
): void {
  for (let line = 0; line < way.length; line++) {
    const node = way[line] as number;
    if (node === nodeCount) continue;
    const at = node * itemCount + (items[line] as number);
    if ((left[at] as number) < (units[line] as number)) way[line] = nodeCount;
    else left[at] = (left[at] as number) - (units[line] as number);
  }
}

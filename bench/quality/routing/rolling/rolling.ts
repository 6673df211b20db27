import { reassignUnpicked } from '@ordermesh/core/release';
import type { PendingOrder, Reassignment } from '@ordermesh/core/release';

import { costOf } from '../instance.ts';
import type { RoutedOrder, RoutingInstance, Way } from '../instance.ts';
import { take } from '../play.ts';
import type { Played, RoutingPolicy } from '../play.ts';
import { nodesWith, openRemovalPrices } from '../policies/look-ahead.ts';
import type { LookAheadAsk } from '../policies/look-ahead.ts';

/** How long orders stay unpicked, and how they are looked at again. */
export interface RollingAsk {
  readonly policy: RoutingPolicy;
  /** An order is picked when so many have come after it. */
  readonly windowOrders: number;
  readonly everyOrders: number;
  /** A customer was promised a parcel from the farthest distance band of the first plan, or so many bands more. */
  readonly slackBands: number;
  /** An exchange must save so much: prices are estimates. */
  readonly gainMinMinor: number;
  /** Worth of the goods where they lie; a share of 0 counts freight alone. */
  readonly prices: LookAheadAsk;
  /** How orders are looked at again; absent: all of them exchange nodes at the prices of the moment. */
  readonly look?: OpenLook;
}

/** Looks at orders that are not picked yet. */
export interface Look {
  readonly remember: (order: RoutedOrder) => void;
  /** @returns how many orders changed nodes */
  readonly lookAgain: (
    unpicked: readonly Unpicked[],
    now: {
      readonly at: number;
      readonly left: Int32Array;
      /** So many of them, the oldest, are picked before the next look. */
      readonly dueOrders: number;
    },
  ) => number;
}

/** Opens a way of looking again. */
export type OpenLook = (instance: RoutingInstance, ask: RollingAsk) => Look;

/** A play, how often an order changed nodes in it, and how many came from farther than promised. */
export interface RolledOn extends Played {
  readonly moved: number;
  readonly brokenPromises: number;
  /** Time of all looks, µs. */
  readonly lookMicros: number;
}

/** An order that is not picked yet. */
export interface Unpicked {
  readonly order: RoutedOrder;
  readonly at: number;
  readonly promisedBand: number;
  way: Way;
}

/** Distance bands count from 0, nearest, to this one. */
const farthestBand = 7;

/** Plays a policy whose orders are looked at again until they are picked. */
export function playRolling(instance: RoutingInstance, ask: RollingAsk): RolledOn {
  const left = instance.stock.slice();
  const route = ask.policy.open(instance);
  const rolling = (ask.look ?? exchangeAtPrices)(instance, ask);
  const micros = new Float64Array(instance.arrivals.length);
  const all: Unpicked[] = [];
  let moved = 0;
  let lookMicros = 0;
  for (let at = 0; at < instance.arrivals.length; at++) {
    const classIx = instance.arrivals[at] as number;
    const order = instance.classes[classIx];
    if (order === undefined || order.items.length === 0) continue;
    const startedMs = performance.now();
    const way = route({ instance, order, classIx, at, left });
    micros[all.length] = (performance.now() - startedMs) * 1000;
    take(instance, order, { way, left });
    const promisedBand = Math.min(farthestBand, latestBand(instance, order, way) + ask.slackBands);
    all.push({ order, at, way, promisedBand });
    rolling.remember(order);
    const isLast = at === instance.arrivals.length - 1;
    if (all.length % ask.everyOrders !== 0 && !isLast) continue;
    const unpicked = all.slice(-ask.windowOrders);
    const spare = ask.windowOrders - ask.everyOrders;
    const dueOrders = isLast ? unpicked.length : Math.max(0, unpicked.length - spare);
    const lookedMs = performance.now();
    moved += rolling.lookAgain(unpicked, { at, left, dueOrders });
    lookMicros += (performance.now() - lookedMs) * 1000;
  }
  return { ...sumUp(instance, all), micros: micros.subarray(0, all.length), moved, lookMicros };
}

/** All of them exchange nodes at the prices of the moment. */
const exchangeAtPrices: OpenLook = (instance, { prices: ask, gainMinMinor }) => {
  const pricing = openRemovalPrices(instance, ask);
  const unitPriceMinor = new Float64Array(instance.nodeCount * instance.itemCount);
  return {
    remember: (order) => pricing.after({ order }),
    lookAgain: (unpicked, { at, left }) => {
      const items = [...new Set(unpicked.flatMap(({ order }) => Array.from(order.items)))];
      const seen = { instance, at, left: withHeld(instance, unpicked, left) };
      if (ask.shrinkPercent > 0)
        for (const item of items) {
          const nodes = nodesWith(seen, item);
          const found = pricing.price(seen, item, nodes);
          nodes.forEach((node, ix) => {
            unitPriceMinor[node * instance.itemCount + item] =
              ((found[ix] ?? 0) * ask.shrinkPercent) / 100;
          });
        }
      return reassign(instance, unpicked, { left, unitPriceMinor, gainMinMinor });
    },
  };
};

/** Where an order holds the last unit, that unit has a price too: it could be put back. */
function withHeld(
  { nodeCount, itemCount }: RoutingInstance,
  unpicked: readonly Unpicked[],
  left: Int32Array,
): Int32Array {
  const seen = left.slice();
  for (const { order, way } of unpicked)
    way.forEach((node, line) => {
      const cell = node * itemCount + (order.items[line] ?? 0);
      if (node < nodeCount) seen[cell] = Math.max(1, seen[cell] ?? 0);
    });
  return seen;
}

function reassign(
  { nodeCount, itemCount }: RoutingInstance,
  unpicked: readonly Unpicked[],
  terms: {
    readonly left: Int32Array;
    readonly unitPriceMinor: Float64Array;
    readonly gainMinMinor: number;
  },
): number {
  const { left, unitPriceMinor, gainMinMinor } = terms;
  const { reassignments } = reassignUnpicked({
    nodeCount,
    itemCount,
    leftUnits: left,
    unitPriceMinor,
    orders: unpicked.map(pendingOf),
    gainMinMinor,
    stepsMax: 100_000,
  });
  return carryOut({ nodeCount, itemCount }, unpicked, { reassignments, left });
}

/** Moves goods between orders. @returns how many orders changed nodes */
export function carryOut(
  { nodeCount, itemCount }: Pick<RoutingInstance, 'nodeCount' | 'itemCount'>,
  unpicked: readonly Unpicked[],
  {
    reassignments,
    left,
  }: { readonly reassignments: readonly Reassignment[]; readonly left: Int32Array },
): number {
  const byId = new Map(unpicked.map((one) => [String(one.at), one]));
  const steps = reassignments.flatMap(({ orders }) => orders);
  for (const { orderId, toNodes } of steps) {
    const one = byId.get(orderId);
    if (!one) throw new Error(`No unpicked order ${orderId}`);
    [...one.way, ...toNodes].forEach((node, ix) => {
      const line = ix % toNodes.length;
      const cell = node * itemCount + (one.order.items[line] ?? 0);
      const units = one.order.units[line] ?? 0;
      if (node < nodeCount) left[cell] = (left[cell] ?? 0) + (ix < toNodes.length ? units : -units);
    });
    one.way = Int32Array.from(toNodes);
  }
  if (left.some((units) => units < 0))
    throw new Error('Re-assignment took goods that are not there');
  return steps.length;
}

/** The order as the hub's search knows it. */
export const pendingOf = ({ order, at, way, promisedBand }: Unpicked): PendingOrder => ({
  orderId: String(at),
  isMovable: true,
  promisedEndAt: promisedBand,
  arrivesAt: order.place.band ?? new Uint8Array(0),
  items: order.items,
  units: order.units,
  nodes: way,
  parcelMinor: order.parcelMinor,
});

/** The farthest band a parcel comes from; a customer who gets nothing was promised the farthest there is. */
function latestBand({ nodeCount }: RoutingInstance, { place }: RoutedOrder, way: Way): number {
  const bands = [...way].filter((node) => node < nodeCount).map((node) => place.band?.[node] ?? 0);
  return bands.length === 0 ? farthestBand : Math.max(...bands);
}

function sumUp(
  instance: RoutingInstance,
  all: readonly Unpicked[],
): Omit<RolledOn, 'micros' | 'moved' | 'lookMicros'> {
  let [minor, parcels, unfilledLines, brokenPromises] = [0, 0, 0, 0];
  for (const { order, way, promisedBand } of all) {
    const cost = costOf(instance, order, way);
    minor += cost.minor;
    parcels += cost.parcels;
    unfilledLines += cost.unfilled;
    if (latestBand(instance, order, way) > promisedBand) brokenPromises += 1;
  }
  return { minor, parcels, unfilledLines, orders: all.length, brokenPromises };
}

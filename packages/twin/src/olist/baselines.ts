import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { OlistDataset, OlistOrder } from './dataset.ts';
import type { OlistNetwork } from './network.ts';
import { freightMinorOf, unfilledMinor, zoneOf } from './rate-card.ts';

/** Goods of an order that one node would send, by a simple rule. */
interface BaselineParcel {
  readonly nodeIx: number;
  readonly lines: readonly number[];
}

/** What one order cost under a policy. */
interface OrderCost {
  readonly filled: boolean;
  readonly costMinor: number;
  readonly parcels: number;
  /** Σ over parcels. */
  readonly km: number;
}

/** What a policy looks at: stock left and distances of this order. */
interface BaselineView {
  readonly order: OlistOrder;
  /** Whether the node still has the line. */
  readonly has: (nodeIx: number, line: number) => boolean;
  /** Node indices, nearest first. */
  readonly nearest: readonly number[];
  readonly dcCount: number;
}

/** A way of choosing nodes: one node per line of the order, or −1 where nobody has it. */
export type BaselinePolicy = (view: BaselineView) => readonly number[];

/** Rules that other systems use, re-implemented from their documentation for comparison; none looks at cost. */
export const baselinePolicies: Readonly<Record<string, BaselinePolicy>> = {
  /** Each line from the nearest node that has it (Magento MSI, distance priority). */
  'nearest with stock': nearestWithStock,
  /** The nearest node that has everything, else each line from the nearest (HotWax-like ordered rules). */
  'ordered rules': (view) => {
    const whole = view.nearest.find((nodeIx) =>
      view.order.lines.every((_, line) => view.has(nodeIx, line)),
    );
    return whole === undefined ? nearestWithStock(view) : view.order.lines.map(() => whole);
  },
  /** DCs first in their fixed order, then stores (Magento MSI, static priority). */
  'DC first': (view) =>
    view.order.lines.map((_, line) => {
      for (let nodeIx = 0; nodeIx < view.nearest.length; nodeIx += 1)
        if (view.has(nodeIx, line)) return nodeIx;
      return -1;
    }),
};

function nearestWithStock(view: BaselineView): readonly number[] {
  return view.order.lines.map(
    (_, line) => view.nearest.find((nodeIx) => view.has(nodeIx, line)) ?? -1,
  );
}

/** Plays one policy against its own copy of the stock. */
export interface BaselineRun {
  /** New stock at the start of a cycle. */
  restock(units: Int32Array): void;
  /** Ship-complete: when a line is missing, nothing is taken and the whole order counts as unfilled. */
  order(order: OlistOrder): OrderCost;
}

/** Opens a run of a policy on the benchmark network. */
export function baselineRun(
  dataset: OlistDataset,
  network: OlistNetwork,
  policy: BaselinePolicy,
): BaselineRun {
  const skuCount = dataset.skus.length;
  const nodes = network.document.nodes.map(({ place }) =>
    unitVector(place.latitude, place.longitude),
  );
  const dcCount = network.document.nodes.filter(({ kind }) => kind === 'dc').length;
  let left = new Int32Array(nodes.length * skuCount);

  const place = (order: OlistOrder): OrderCost => {
    const grams = order.lines.map(
      ({ skuIx, units }) => units * (dataset.skus[skuIx]?.weightGrams ?? 0),
    );
    const at = unitVector(order.latitude, order.longitude);
    const kms = nodes.map((node) => distanceKm(node, at));
    const nearest = [...kms.keys()].sort((a, b) => (kms[a] ?? 0) - (kms[b] ?? 0) || a - b);
    const has = (nodeIx: number, line: number): boolean => {
      const wanted = order.lines[line];
      return wanted !== undefined && (left[nodeIx * skuCount + wanted.skuIx] ?? 0) >= wanted.units;
    };
    const chosen = policy({ order, has, nearest, dcCount });
    if (chosen.includes(-1))
      return { filled: false, costMinor: unfilledMinor(network.card, grams), parcels: 0, km: 0 };
    order.lines.forEach(({ skuIx, units }, line) => {
      const ix = (chosen[line] ?? 0) * skuCount + skuIx;
      left[ix] = (left[ix] ?? 0) - units;
    });
    return costOf(parcelsOf(chosen), grams, { kms, card: network.card });
  };
  return { restock: (units) => (left = units.slice()), order: place };
}

function parcelsOf(chosen: readonly number[]): readonly BaselineParcel[] {
  return [...new Set(chosen)].map((nodeIx) => ({
    nodeIx,
    lines: chosen.flatMap((node, line) => (node === nodeIx ? [line] : [])),
  }));
}

function costOf(
  parcels: readonly BaselineParcel[],
  grams: readonly number[],
  lane: { readonly kms: readonly number[]; readonly card: OlistNetwork['card'] },
): OrderCost {
  let [costMinor, km] = [0, 0];
  for (const { nodeIx, lines } of parcels) {
    const parcelKm = lane.kms[nodeIx] ?? 0;
    const parcelGrams = lines.reduce((sum, line) => sum + (grams[line] ?? 0), 0);
    costMinor += freightMinorOf(lane.card, zoneOf(parcelKm), parcelGrams);
    km += parcelKm;
  }
  return { filled: true, costMinor, parcels: parcels.length, km };
}

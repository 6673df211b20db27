import type { RoutingInstance, Way } from '../instance.ts';
import { cheapestWay } from '../instance.ts';
import type { LinearSolver } from '../linear-solver.ts';
import type { Moment, RoutingPolicy } from '../play.ts';
import { hasLine } from './peers.ts';

/** Share of each line that each node serves, `[line][node]`, the last node = unfilled; undefined = never asked for. */
export type Shares = readonly (readonly Float64Array[] | undefined)[];

/** Draws a node per line such that each line keeps its shares. */
export type Rounding = (shares: readonly Float64Array[], chance: () => number) => Way;

/** What a published policy does when the drawn node cannot send: leave the line unfilled, or route anew. */
export type WhenGone = 'unfilled' | 'myopic';

/** A policy that draws nodes by shares that were planned once. */
export function roundingPolicy(
  name: string,
  ask: {
    readonly shares: Shares;
    readonly rounding: Rounding;
    readonly chance: () => number;
    readonly whenGone: WhenGone;
  },
): RoutingPolicy {
  return {
    name,
    open: (instance) => (moment) => {
      const shares = ask.shares[moment.classIx];
      if (shares === undefined) return cheapestWay(instance, moment.order, moment).way;
      const way = ask.rounding(shares, ask.chance);
      return orMyopic(moment, way, ask.whenGone);
    },
  };
}

/** The way itself where all of it can be sent, or nothing else is wanted. */
export function orMyopic(moment: Moment, way: Way, whenGone: WhenGone): Way {
  const { nodeCount } = moment.instance;
  if (whenGone === 'unfilled') return way;
  const isGone = way.some((node, line) => node < nodeCount && !hasLine(moment, node, line));
  return isGone ? cheapestWay(moment.instance, moment.order, { left: moment.left }).way : way;
}

/**
 * The item-based programme of Jasin & Sinha: shares per line and node for expected counts; a node of an order costs its
 * fixed part as often as its largest share. Lines have one unit.
 */
export function itemShares(
  solver: LinearSolver,
  instance: RoutingInstance,
  counts: Float64Array,
): Shares {
  const programme = openItemProgramme(instance, counts);
  const { columnValue } = solver.minimise(programme);
  return instance.classes.map(({ items }, classIx) => {
    const first = programme.firstColumn[classIx];
    if (first === undefined) return undefined;
    return Array.from(items, (_, line) =>
      Float64Array.from({ length: instance.nodeCount + 1 }, (_unused, node) =>
        Math.max(0, columnValue[first + node * items.length + line] ?? 0),
      ),
    );
  });
}

interface ItemProgramme {
  readonly columnMinor: number[];
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: number[];
  readonly indices: number[];
  readonly values: number[];
  readonly firstColumn: (number | undefined)[];
}

function openItemProgramme(instance: RoutingInstance, counts: Float64Array): ItemProgramme {
  const { nodeCount, itemCount, classes, stock } = instance;
  const lower: number[] = Array.from(stock, () => -Infinity);
  const upper: number[] = Array.from(stock);
  const [columnMinor, starts, indices, values] = [[], [0], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
  ];
  const column = (minor: number, entries: readonly (readonly [row: number, value: number])[]) => {
    columnMinor.push(minor);
    for (const [row, value] of entries) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  };
  const firstColumn = classes.map((order, classIx) => {
    const count = counts[classIx] ?? 0;
    if (count <= 1e-12) return undefined;
    const lines = order.items.length;
    const [served, linked] = [lower.length, lower.length + lines];
    for (let line = 0; line < lines; line++) [lower[served + line], upper[served + line]] = [1, 1];
    for (let at = 0; at < lines * (nodeCount + 1); at++)
      [lower[linked + at], upper[linked + at]] = [0, Infinity];
    const first = columnMinor.length;
    for (let node = 0; node <= nodeCount; node++)
      for (let line = 0; line < lines; line++) {
        const stockAt = node * itemCount + (order.items[line] ?? 0);
        column(count * unitAndFixed(order, node).unit, [
          ...(node < nodeCount ? [[stockAt, count] as const] : []),
          [served + line, 1],
          [linked + node * lines + line, -1],
        ]);
      }
    for (let node = 0; node <= nodeCount; node++)
      column(
        count * unitAndFixed(order, node).fixed,
        Array.from(order.items, (_, line) => [linked + node * lines + line, 1] as const),
      );
    return first;
  });
  const [rowLower, rowUpper] = [Float64Array.from(lower), Float64Array.from(upper)];
  return { columnMinor, rowLower, rowUpper, starts, indices, values, firstColumn };
}

/** Parts of a parcel's cost where each unit costs the same: from the cost of one line and of all. */
function unitAndFixed(
  { items, parcelMinor }: RoutingInstance['classes'][number],
  node: number,
): { readonly unit: number; readonly fixed: number } {
  const sets = 1 << items.length;
  const one = parcelMinor[node * sets + 1] ?? 0;
  const all = parcelMinor[node * sets + sets - 1] ?? 0;
  if (items.length === 1) return { unit: one, fixed: 0 };
  const unit = (all - one) / (items.length - 1);
  return { unit, fixed: one - unit };
}

/** Each line for itself. */
export const independentRounding: Rounding = (shares, chance) =>
  Int32Array.from(shares, (share) => drawn(share, chance));

/**
 * Nodes open at exponential times; each line waits on a clock that its share slows down and takes the first to open.
 *
 * @see Ma (2023), Order-Optimal Correlated Rounding for Fulfilling Multi-Item E-Commerce Orders
 */
export const dilatedRounding: Rounding = (shares, chance) => {
  const opens = Array.from(shares[0] ?? [], () => -Math.log(1 - chance()));
  return Int32Array.from(shares, (share) => {
    let best = -1;
    let bestTime = Infinity;
    opens.forEach((time, node) => {
      const seen = (share[node] ?? 0) > 1e-9 ? time / (share[node] ?? 1) : Infinity;
      if (seen < bestTime) [best, bestTime] = [node, seen];
    });
    return best < 0 ? share.length - 1 : best;
  });
};

/**
 * Layers of each node: how much of it all of its m lines share, for m from many to few. One layer is drawn for the whole
 * order, in proportion to its height and to the share of lines in it; lines outside draw from what is left of theirs.
 *
 * @see Jasin & Sinha (2015), An LP-Based Correlated Rounding Scheme for Multi-Item Ecommerce Order Fulfillment
 */
export const correlatedRounding: Rounding = (shares, chance) => {
  const lines = shares.length;
  const layers = layersOf(shares);
  const weight = Float64Array.from(
    layers,
    ({ height, members }) => (height * members.length) / lines,
  );
  const chosen = layers[drawn(weight, chance)];
  return Int32Array.from(shares, (share, line) => {
    if (chosen?.members.includes(line)) return chosen.node;
    const rest = share.slice();
    layers.forEach(({ node, members }, at) => {
      if (members.includes(line)) rest[node] = Math.max(0, (rest[node] ?? 0) - (weight[at] ?? 0));
    });
    return drawn(rest, chance);
  });
};

interface Layer {
  readonly node: number;
  readonly height: number;
  readonly members: readonly number[];
}

function layersOf(shares: readonly Float64Array[]): readonly Layer[] {
  const layers: Layer[] = [];
  for (let node = 0; node < (shares[0]?.length ?? 0); node++) {
    const left = shares.map((share) => share[node] ?? 0);
    for (;;) {
      const members = left.flatMap((share, line) => (share > 1e-7 ? [line] : []));
      if (members.length === 0) break;
      const height = Math.min(...members.map((line) => left[line] ?? 0));
      for (const line of members) left[line] = (left[line] ?? 0) - height;
      layers.push({ node, height, members });
    }
  }
  return layers;
}

/** An index drawn in proportion to its weight; the last one where all weights are nothing. */
export function drawn(weights: Float64Array, chance: () => number): number {
  let mark = chance() * weights.reduce((sum, one) => sum + one, 0);
  const at = weights.findIndex((weight) => (mark -= weight) < 0);
  return at < 0 ? weights.length - 1 : at;
}

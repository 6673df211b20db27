import { cheapestParts } from '../../../route/decide/index.ts';
import type { PendingOrder, PendingWindow } from './window.ts';

/** A node per line, and what the order costs so: freight and the worth of the goods taken. */
export interface PendingWay {
  readonly nodes: readonly number[];
  readonly minor: number;
}

/** Lines for which the division into parcels is searched exactly. */
export const linesMax = 10;

/** Nodes which an order may go to as a whole are tried up to this many, cheapest first. */
const wholeMax = 4;

/** Whether a node may be asked for a line, by its goods. */
type HasGoods = (node: number, line: number) => boolean;

/** What an order costs on a way. */
export function wayMinor(
  window: PendingWindow,
  order: PendingOrder,
  nodes: ArrayLike<number>,
): number {
  const sets = 1 << nodes.length;
  const perNode = new Map<number, number>();
  let minor = 0;
  for (let line = 0; line < nodes.length; line++) {
    const node = nodes[line] ?? 0;
    perNode.set(node, (perNode.get(node) ?? 0) | (1 << line));
    minor += worthMinor(window, order, { node, line });
  }
  for (const [node, set] of perNode) minor += order.parcelMinor[node * sets + set] ?? Infinity;
  return minor;
}

function worthMinor(
  { nodeCount, itemCount, unitPriceMinor }: PendingWindow,
  { items, units }: PendingOrder,
  { node, line }: { readonly node: number; readonly line: number },
): number {
  if (node === nodeCount || unitPriceMinor === undefined) return 0;
  return (units[line] ?? 0) * (unitPriceMinor[node * itemCount + (items[line] ?? 0)] ?? 0);
}

/**
 * The ways worth trying, cheapest first: the cheapest division among nodes that keep the promise and have the goods, and
 * the whole order from each of the few cheapest nodes.
 */
export function waysOf(
  window: PendingWindow,
  order: PendingOrder,
  hasGoods: HasGoods,
): readonly PendingWay[] {
  const lines = order.items.length;
  const sets = 1 << lines;
  const minor = new Float64Array(sets).fill(Infinity);
  const from = new Int32Array(sets);
  const whole: PendingWay[] = [];
  const latestAt = latestFor(window, order);
  for (let node = 0; node <= window.nodeCount; node++) {
    const may = maySend(window, order, { node, latestAt, hasGoods });
    for (let set = -may & may; set !== 0; set = (set - may) & may) {
      const sum = setMinor(window, order, { node, set });
      if (set === sets - 1 && sum < Infinity)
        whole.push({ nodes: new Array<number>(lines).fill(node), minor: sum });
      if (sum >= (minor[set] ?? 0)) continue;
      minor[set] = sum;
      from[set] = node;
    }
  }
  whole.sort((a, b) => a.minor - b.minor || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));
  const ways = whole.slice(0, wholeMax);
  const nodes = lines === 1 ? undefined : cheapestDivision(minor, from, lines);
  const divided = nodes && { nodes, minor: wayMinor(window, order, nodes) };
  return divided ? [divided, ...ways].sort((a, b) => a.minor - b.minor) : ways;
}

/** A node per line; two parts at one node travel together, so what it costs is counted anew. */
function cheapestDivision(
  minor: Float64Array,
  from: Int32Array,
  lines: number,
): readonly number[] | undefined {
  const found = cheapestParts(minor, { partsMax: lines, perExtraMinor: 0 });
  if (found === undefined || found.parts.length < 2) return undefined;
  return Array.from({ length: lines }, (_, line) => {
    const set = found.parts.find((part) => (part >> line) & 1) ?? 0;
    return from[set] ?? 0;
  });
}

function setMinor(
  window: PendingWindow,
  order: PendingOrder,
  { node, set }: { readonly node: number; readonly set: number },
): number {
  const sets = 1 << order.items.length;
  let sum = order.parcelMinor[node * sets + set] ?? Infinity;
  for (let line = 0; set >> line !== 0; line++)
    if ((set >> line) & 1) sum += worthMinor(window, order, { node, line });
  return sum;
}

/** The last instant at which the order may arrive: one that is late already must not become later. */
export function latestFor(
  { nodeCount }: Pick<PendingWindow, 'nodeCount'>,
  order: PendingOrder,
): number {
  const nodes = Array.from(order.nodes).filter((node) => node < nodeCount);
  return Math.max(order.promisedEndAt, ...nodes.map((node) => order.arrivesAt[node] ?? 0));
}

/** The lines that a node may send; a line that some node sends now is never left unsent. */
function maySend(
  { nodeCount }: PendingWindow,
  order: PendingOrder,
  {
    node,
    latestAt,
    hasGoods,
  }: { readonly node: number; readonly latestAt: number; readonly hasGoods: HasGoods },
): number {
  if (node < nodeCount && (order.arrivesAt[node] ?? Infinity) > latestAt) return 0;
  let may = 0;
  for (let line = 0; line < order.items.length; line++)
    if (node === nodeCount ? order.nodes[line] === nodeCount : hasGoods(node, line))
      may |= 1 << line;
  return may;
}

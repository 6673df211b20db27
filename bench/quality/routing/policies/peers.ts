import { cheapestWay } from '../instance.ts';
import type { ReferenceInstance } from '../reference-instance.ts';
import type { Way } from '../instance.ts';
import type { Moment, RoutingPolicy } from '../play.ts';

/** Whether a node has a whole line. */
export function hasLine({ instance, order, left }: Moment, node: number, line: number): boolean {
  const at = node * instance.itemCount + (order.items[line] as number);
  return (left[at] as number) >= (order.units[line] as number);
}

const rule = (name: string, choose: (moment: Moment) => Way): RoutingPolicy => ({
  name,
  open: () => choose,
});

/** Each line from the first node of a sequence that has it. */
function firstOf(moment: Moment, nodes: ArrayLike<number>): Way {
  const { order, instance } = moment;
  return order.items.map((_, line) => {
    for (let at = 0; at < nodes.length; at++)
      if (hasLine(moment, nodes[at] as number, line)) return nodes[at] as number;
    return instance.nodeCount;
  });
}

/** The first node of a sequence that has every line; `nodeCount` = none. */
function wholeFrom(moment: Moment, nodes: ArrayLike<number>): number {
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as number;
    if (moment.order.items.every((_, line) => hasLine(moment, node, line))) return node;
  }
  return moment.instance.nodeCount;
}

const inStoredOrder = ({ instance }: Moment): number[] =>
  Array.from({ length: instance.nodeCount }, (_, node) => node);

/**
 * Rules of other systems, written from their documentation and source, not their code. A line is never divided here,
 * so that rules that differ only in how they divide one are one row.
 */
export const peerPolicies: readonly RoutingPolicy[] = [
  rule('static priority, DCs first (Magento MSI priority)', (moment) =>
    firstOf(moment, moment.instance.byPriority),
  ),
  rule('first location that has the line (Medusa; Vendure line by line)', (moment) =>
    firstOf(moment, inStoredOrder(moment)),
  ),
  rule('most stock first (Saleor, prioritize-high-stock)', (moment) => {
    const { order, left, instance } = moment;
    return order.items.map((item, line) => {
      let best = instance.nodeCount;
      for (let node = 0; node < instance.nodeCount; node++) {
        if (!hasLine(moment, node, line)) continue;
        const units = left[node * instance.itemCount + item] as number;
        const most =
          best === instance.nodeCount ? -1 : (left[best * instance.itemCount + item] as number);
        if (units > most) best = node;
      }
      return best;
    });
  }),
  rule('fewest splits, then stored order (Spree order routing)', (moment) => {
    const covered = (node: number): number =>
      moment.order.items.reduce((sum, _, line) => sum + Number(hasLine(moment, node, line)), 0);
    const ranked = inStoredOrder(moment)
      .map((node) => ({ node, lines: covered(node) }))
      .sort((a, b) => b.lines - a.lines || a.node - b.node);
    return firstOf(
      moment,
      ranked.map(({ node }) => node),
    );
  }),
  rule('nearest with stock, line by line (Magento MSI distance)', (moment) =>
    firstOf(moment, moment.order.place.nearest),
  ),
  rule('ordered rules: nearest that has all, else line by line (HotWax)', (moment) => {
    const { nearest } = moment.order.place;
    const whole = wholeFrom(moment, nearest);
    if (whole === moment.instance.nodeCount) return firstOf(moment, nearest);
    return new Int32Array(moment.order.items.length).fill(whole);
  }),
];

/** The cheapest way for this order alone, by the exact search. */
export const myopicPolicy: RoutingPolicy = {
  name: 'exact myopic (cheapest split, no look ahead)',
  open: (instance) => (moment) => cheapestWay(instance, moment.order, { left: moment.left }).way,
};

/** The nearest node that ever listed the item, whatever is left there: the myopic policy of the papers. */
export const staticNearest = ({ listed, placeOf }: ReferenceInstance): RoutingPolicy => ({
  name: 'nearest that lists the item, whatever is left (myopic, as published)',
  open: (instance) => (moment) =>
    moment.order.items.map(
      (item) => listed[item]?.[placeOf[moment.classIx] ?? 0] ?? instance.nodeCount,
    ),
});

import {
  chooseShrink,
  depletionPrice,
  openTransport,
  removalPrices,
  seededUnit,
  transportDual,
} from '@ordermesh/core/route';
import type { TransportTask, ZoneDemand } from '@ordermesh/core/route';

import { cheapestWay } from '../instance.ts';
import type { Outlook, RoutingInstance } from '../instance.ts';
import { play } from '../play.ts';
import type { Moment, RoutingPolicy } from '../play.ts';
import { openBelief, standardBelief } from './belief.ts';
import type { BeliefAsk, EachLine } from './belief.ts';

/** A price per node for an item at a moment; nodes without stock are not asked for. */
type PriceNodes = (
  moment: Pick<Moment, 'instance' | 'at' | 'left'>,
  item: number,
  nodes: readonly number[],
) => ArrayLike<number>;

/** The exact search with a price on every unit of the order's items, found anew for each order. */
export function pricedPolicy(
  name: string,
  shrinkPercent: number,
  open: (instance: RoutingInstance) => {
    readonly price: PriceNodes;
    readonly after?: (moment: Moment) => void;
  },
): RoutingPolicy {
  return {
    name,
    open: (instance) => {
      const { price, after } = open(instance);
      const unitMinor = new Float64Array(instance.nodeCount * instance.itemCount);
      return (moment) => {
        const { order, left } = moment;
        if (shrinkPercent > 0)
          for (const item of order.items) {
            const nodes = nodesWith(moment, item);
            const found = price(moment, item, nodes);
            nodes.forEach((node, at) => {
              unitMinor[node * instance.itemCount + item] =
                ((found[at] as number) * shrinkPercent) / 100;
            });
          }
        after?.(moment);
        return cheapestWay(instance, order, { left, price: unitMinor }).way;
      };
    },
  };
}

/** The nodes that have the item. */
export function nodesWith(
  { instance, left }: Pick<Moment, 'instance' | 'left'>,
  item: number,
): readonly number[] {
  const nodes: number[] = [];
  for (let node = 0; node < instance.nodeCount; node++)
    if ((left[node * instance.itemCount + item] as number) > 0) nodes.push(node);
  return nodes;
}

/** How to look ahead. */
export interface LookAheadAsk {
  readonly scenarios: number;
  readonly shrinkPercent: number;
  readonly seed: number;
  readonly belief?: BeliefAsk;
}

/** Prices per node, and what they learn from every order that came. */
interface Pricing {
  readonly price: PriceNodes;
  readonly after: (moment: Pick<Moment, 'order'>) => void;
}

/** Removal prices over futures drawn anew for each order. */
export function removalPolicy(name: string, ask: LookAheadAsk): RoutingPolicy {
  return pricedPolicy(name, ask.shrinkPercent, (instance) => openRemovalPrices(instance, ask));
}

/** Removal prices over futures drawn anew for each question. */
export function openRemovalPrices(instance: RoutingInstance, ask: LookAheadAsk): Pricing {
  const chance = seededUnit(ask.seed);
  const belief = openBelief(instance, ask.belief ?? standardBelief, chance);
  const work = openTransport(instance.nodeCount, 2000);
  const drawing = openDrawing();
  return {
    price: (moment, item, nodes) => {
      drawing.clear(nodes);
      const [came, toCome] = [moment.at, instance.arrivals.length - moment.at - 1];
      for (let scenario = 0; scenario < ask.scenarios; scenario++) {
        const probability = (scenario + chance()) / ask.scenarios;
        drawing.next();
        belief.draw(item, { came, toCome, probability }, drawing.add);
      }
      const task = taskOf(moment, item, { nodes, ...drawing.costs() });
      return removalPrices(work, task, drawing.futures());
    },
    after: ({ order }) => belief.remember(order),
  };
}

/** Futures of one item, line by line: what each costs from each node. */
interface Drawing {
  clear(nodes: readonly number[]): void;
  next(): void;
  readonly add: EachLine;
  costs(): Pick<TransportTask, 'sendMinor' | 'lackMinor'>;
  futures(): readonly ZoneDemand[];
}

/** Opens memory for futures. */
export function openDrawing(): Drawing {
  let [send, lack, units] = [
    new Float64Array(65_536),
    new Float64Array(4096),
    new Float64Array(4096),
  ];
  let zone = Int32Array.from(units.keys());
  let nodes: readonly number[] = [];
  let [lines, firsts] = [0, [] as number[]];
  const grow = (): void => {
    [lack, units] = [doubled(lack), doubled(units)];
    zone = Int32Array.from(units.keys());
  };
  return {
    clear: (among) => {
      nodes = among;
      lines = 0;
      firsts = [];
    },
    next: () => firsts.push(lines),
    add: (line, band) => {
      if (lines >= units.length) grow();
      while ((lines + 1) * nodes.length > send.length) send = doubled(send);
      const { lane } = line;
      units[lines] = line.units;
      lack[lines] = lane[lane.length - 1] as number;
      for (let column = 0, to = lines * nodes.length; column < nodes.length; column++)
        send[to++] = lane[band[nodes[column] as number] as number] as number;
      lines += 1;
    },
    costs: () => ({ sendMinor: send, lackMinor: lack }),
    futures: () =>
      firsts.map((from, at) => {
        const to = firsts[at + 1] ?? lines;
        return { count: to - from, zone: zone.subarray(from, to), units: units.subarray(from, to) };
      }),
  };
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(2 * column.length);
  wider.set(column);
  return wider;
}

/** The transport of one item as it is now. */
export function taskOf(
  { instance, left }: Pick<Moment, 'instance' | 'left'>,
  item: number,
  {
    nodes,
    ...costs
  }: Pick<TransportTask, 'sendMinor' | 'lackMinor'> & { readonly nodes: readonly number[] },
): TransportTask {
  const stockUnits = Float64Array.from(
    nodes,
    (node) => left[node * instance.itemCount + item] as number,
  );
  return { nodeCount: nodes.length, stockUnits, ...costs };
}

/** Expected units per order of an item and a zone, `[item][zone]`: the forecast by which the stock was placed. */
export function forecastOf(
  { past, recentFrom, zoneOfPast, zones }: Outlook,
  itemCount: number,
): readonly Float64Array[] {
  const perZone = new Float64Array(zones.length);
  const perItem = Array.from({ length: itemCount }, () => new Float64Array(zones.length));
  let [orders, units] = [0, 0];
  past.forEach((order, ix) => {
    const times = ix >= recentFrom ? 3 : 1;
    const zone = zoneOfPast[ix] ?? 0;
    orders += times;
    order.items.forEach((item, line) => {
      const more = times * (order.units[line] ?? 0);
      units += more;
      perZone[zone] = (perZone[zone] ?? 0) + more;
      const row = perItem[item];
      if (row) row[zone] = (row[zone] ?? 0) + more;
    });
  });
  return perItem.map((row) => {
    const sold = row.reduce((sum, count) => sum + count, 0);
    return row.map(
      (count, zone) =>
        ((sold / orders) * (count + (mixEvidence * (perZone[zone] ?? 0)) / units)) /
        (sold + mixEvidence),
    );
  });
}

const mixEvidence = 30;

/** Duals of the transport of the expected demand, solved again for each order. */
export function transportDualPolicy(name: string, shrinkPercent: number): RoutingPolicy {
  return pricedPolicy(name, shrinkPercent, (instance) => {
    const outlook = outlookOf(instance);
    const forecast = forecastOf(outlook, instance.itemCount);
    const work = openTransport(instance.nodeCount, outlook.zones.length);
    const zone = Int32Array.from(outlook.zones.keys());
    return {
      price: (moment, item, nodes) => {
        const toCome = instance.arrivals.length - moment.at - 1;
        const units = (forecast[item] ?? new Float64Array(0)).map((perOrder) => perOrder * toCome);
        const costs = zoneCosts(outlook, item, nodes);
        const expected = { count: units.length, zone, units };
        return transportDual(work, taskOf(moment, item, { nodes, ...costs }), expected);
      },
    };
  });
}

/** What sending one unit of an item costs from some nodes to every zone, and what leaving it unsent costs there. */
export function zoneCosts(
  outlook: Outlook,
  item: number,
  nodes: readonly number[],
): Pick<TransportTask, 'sendMinor' | 'lackMinor'> {
  const { zones } = outlook;
  const minor = outlook.lane(item, 1);
  const sendMinor = new Float64Array(zones.length * nodes.length);
  zones.forEach(({ band }, zone) =>
    nodes.forEach((node, column) => {
      sendMinor[zone * nodes.length + column] = minor[band?.[node] ?? 0] ?? 0;
    }),
  );
  return { sendMinor, lackMinor: new Float64Array(zones.length).fill(minor.at(-1) ?? 0) };
}

/** Prices that rise as shelves empty, without a forecast. */
export function depletionPolicy(name: string, shrinkPercent: number): RoutingPolicy {
  return pricedPolicy(name, shrinkPercent, (instance) => {
    const outlook = outlookOf(instance);
    return {
      price: ({ left }, item, nodes) => {
        const minor = outlook.lane(item, 1);
        const worthMinor = (minor.at(-1) ?? 0) - (minor[0] ?? 0);
        return nodes.map((node) => {
          const at = node * instance.itemCount + item;
          const startUnits = instance.stock[at] ?? 0;
          return depletionPrice({ startUnits, leftUnits: left[at] ?? 0, worthMinor });
        });
      },
    };
  });
}

/** The past that a policy learns from; instances of published experiments have none. */
export function outlookOf({ outlook }: RoutingInstance): Outlook {
  if (outlook === undefined) throw new Error('This policy needs a past to learn from');
  return outlook;
}

/** The share of a policy's price that was best on replays of the past, and never worse than none on any of them. */
export function chosenShrink(
  replays: readonly RoutingInstance[],
  policy: (shrinkPercent: number) => RoutingPolicy,
  percents: readonly number[],
): number {
  const replay = (percent: number): readonly number[] =>
    replays.map((instance) => play(instance, policy(percent)).minor);
  return chooseShrink(percents, replay).shrinkPercent;
}

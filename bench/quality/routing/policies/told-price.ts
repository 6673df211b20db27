import { openTransport, removalPrices, seededUnit } from '@ordermesh/core/route';

import type { RoutingInstance } from '../instance.ts';
import type { Moment, RoutingPolicy } from '../play.ts';
import { openBelief, standardBelief } from './belief.ts';
import { openDrawing, outlookOf, pricedPolicy, taskOf } from './look-ahead.ts';
import type { LookAheadAsk } from './look-ahead.ts';
import { linesByItem } from './oracle.ts';

/** What a removal price is told of the future that nobody knows, and how old it may be. */
export interface ToldAsk extends LookAheadAsk {
  /** Lines of so many next orders are the real ones; what comes after them is drawn. Default 0. */
  readonly knownOrders?: number;
  /** How many lines of each item will still come is told; where they go is drawn. */
  readonly isTotalTold?: boolean;
  /** A price is used until it is so many orders old; default 1 = found anew for each order. */
  readonly ageMaxOrders?: number;
}

/** The removal price with one thing better or worse than it is: shows what that thing costs. */
export const toldPolicy = (name: string, ask: ToldAsk): RoutingPolicy =>
  pricedPolicy(name, ask.shrinkPercent, (instance) => openTold(instance, ask));

type Pricing = ReturnType<Parameters<typeof pricedPolicy>[2]>;

function openTold(instance: RoutingInstance, ask: ToldAsk): Pricing {
  const chance = seededUnit(ask.seed);
  const belief = openBelief(instance, ask.belief ?? standardBelief, chance);
  const coming = linesByItem(instance);
  const work = openTransport(instance.nodeCount, 2000);
  const drawing = openDrawing();
  const outlook = outlookOf(instance);
  const { scenarios, knownOrders = 0, isTotalTold = false } = ask;
  const lastOf = (at: number): number => Math.min(instance.arrivals.length - 1, at + knownOrders);
  const price: Pricing['price'] = (moment, item, nodes) => {
    const known = lastOf(moment.at);
    const toCome = instance.arrivals.length - known - 1;
    const later = (coming[item] ?? []).filter(({ at }) => at > moment.at);
    const lines = later.filter(({ at }) => at > known).length;
    drawing.clear(nodes);
    for (let scenario = 0; scenario < scenarios; scenario++) {
      const probability = (scenario + chance()) / scenarios;
      drawing.next();
      for (const { at, units, band } of later)
        if (at <= known) drawing.add({ units, lane: outlook.lane(item, units), band }, band);
      const drawn = { came: moment.at, toCome, probability, ...(isTotalTold && { lines }) };
      belief.draw(item, drawn, drawing.add);
    }
    return removalPrices(
      work,
      taskOf(moment, item, { nodes, ...drawing.costs() }),
      drawing.futures(),
    );
  };
  return {
    price: aged(price, ask.ageMaxOrders ?? 1),
    after: ({ order }) => belief.remember(order),
  };
}

/** Goods only become fewer, so that a node that has some now had a price when prices were made. */
function aged(price: Pricing['price'], ageMaxOrders: number): Pricing['price'] {
  const made = new Map<number, { readonly at: number; readonly byNode: Map<number, number> }>();
  return (moment: Pick<Moment, 'instance' | 'at' | 'left'>, item, nodes) => {
    const known = made.get(item);
    if (known && moment.at - known.at < ageMaxOrders)
      return nodes.map((node) => known.byNode.get(node) ?? 0);
    const found = price(moment, item, nodes);
    const byNode = new Map(nodes.map((node, ix) => [node, found[ix] as number]));
    made.set(item, { at: moment.at, byNode });
    return found;
  };
}

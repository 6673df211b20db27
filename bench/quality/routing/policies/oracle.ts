import { openTransport, removalPrices } from '@ordermesh/core/route';

import type { RoutingInstance } from '../instance.ts';
import type { RoutingPolicy } from '../play.ts';
import { openDrawing, outlookOf, pricedPolicy, taskOf } from './look-ahead.ts';

/** Removal prices over the one future that really comes: what a perfect forecast would be worth. */
export const oraclePolicy: RoutingPolicy = pricedPolicy(
  'oracle: removal price over the lines that really come',
  100,
  (instance) => {
    const lines = linesByItem(instance);
    const work = openTransport(instance.nodeCount, 2000);
    const drawing = openDrawing();
    const outlook = outlookOf(instance);
    return {
      price: (moment, item, nodes) => {
        drawing.clear(nodes);
        drawing.next();
        for (const { at, units, band } of lines[item] ?? [])
          if (at > moment.at) drawing.add({ units, lane: outlook.lane(item, units), band }, band);
        const task = taskOf(moment, item, { nodes, ...drawing.costs() });
        return removalPrices(work, task, drawing.futures());
      },
    };
  },
);

/** A line of an order that will really come. */
export interface ComingLine {
  readonly at: number;
  readonly units: number;
  readonly band: Uint8Array;
}

/** What will really come, per item, in order. */
export function linesByItem({
  arrivals,
  classes,
  itemCount,
}: RoutingInstance): readonly ComingLine[][] {
  const lines = Array.from({ length: itemCount }, (): ComingLine[] => []);
  arrivals.forEach((classIx, at) => {
    const order = classes[classIx];
    order?.items.forEach((item, line) => {
      const band = order.place.band ?? new Uint8Array(0);
      lines[item]?.push({ at, units: order.units[line] ?? 1, band });
    });
  });
  return lines;
}

import { settleDue } from '@ordermesh/core/release';
import type { ItemOutlook } from '@ordermesh/core/release';
import { seededUnit } from '@ordermesh/core/route';

import { openBelief, standardBelief } from '../policies/belief.ts';
import { openDrawing } from '../policies/look-ahead.ts';
import { carryOut, pendingOf } from './rolling.ts';
import type { OpenLook } from './rolling.ts';

/** Those that are picked next get their node for good, with the goods of all unpicked orders in one pool. */
export const settleWhenDue: OpenLook = (instance, { prices: ask, gainMinMinor }) => {
  const { nodeCount, itemCount } = instance;
  const chance = seededUnit(ask.seed);
  const belief = openBelief(instance, ask.belief ?? standardBelief, chance);
  const drawing = openDrawing();
  const everyNode = Array.from({ length: nodeCount }, (_, node) => node);
  const outlookAt = (item: number, at: number): ItemOutlook => {
    drawing.clear(everyNode);
    const toCome = instance.arrivals.length - at - 1;
    for (let scenario = 0; scenario < ask.scenarios; scenario++) {
      drawing.next();
      const probability = (scenario + chance()) / ask.scenarios;
      belief.draw(item, { came: at, toCome, probability }, drawing.add);
    }
    const futures = drawing.futures().map((future) => ({
      ...future,
      zone: Int32Array.from(future.zone),
      units: Float64Array.from(future.units),
    }));
    const places = futures.reduce((sum, { count }) => sum + count, 0);
    const { sendMinor, lackMinor } = drawing.costs();
    return {
      sendMinor: sendMinor.slice(0, places * nodeCount),
      lackMinor: lackMinor.slice(0, places),
      futures,
    };
  };
  return {
    remember: (order) => belief.remember(order),
    lookAgain: (unpicked, { at, left, dueOrders }) => {
      const due = [...unpicked.keys()].slice(0, dueOrders);
      const asked = new Set(due.flatMap((ix) => Array.from(unpicked[ix]?.order.items ?? [])));
      const { reassignments } = settleDue({
        nodeCount,
        itemCount,
        leftUnits: left,
        orders: unpicked.map(pendingOf),
        due,
        outlooks: Array.from({ length: itemCount }, (_, item) =>
          asked.has(item) && ask.shrinkPercent > 0 ? outlookAt(item, at) : undefined,
        ),
        pricePercent: 100,
        gainMinMinor,
        stepsMax: 1_000_000,
      });
      return carryOut(instance, unpicked, { reassignments, left });
    },
  };
};

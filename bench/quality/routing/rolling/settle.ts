import { settleDue } from '@ordermesh/core/release';
import type { ItemOutlook } from '@ordermesh/core/release';
import { sampleFutures, seededUnit } from '@ordermesh/core/route';

import { openBelief, standardBelief } from '../policies/belief.ts';
import { forecastOf, openDrawing, outlookOf, zoneCosts } from '../policies/look-ahead.ts';
import type { RoutedOrder, RoutingInstance } from '../instance.ts';
import type { LookAheadAsk } from '../policies/look-ahead.ts';
import { carryOut, pendingOf } from './rolling.ts';
import type { OpenLook } from './rolling.ts';

/** What is expected of an item after an order, and what is learned of every order that came. */
interface Outlooks {
  readonly remember: (order: RoutedOrder) => void;
  readonly outlookAt: (item: number, at: number) => ItemOutlook;
}

type OpenOutlooks = (instance: RoutingInstance, ask: LookAheadAsk) => Outlooks;

/** Those that are picked next get their node for good, with the goods of all unpicked orders in one pool. */
const settling =
  (open: OpenOutlooks): OpenLook =>
  (instance, { prices: ask, gainMinMinor }) => {
    const { nodeCount, itemCount } = instance;
    const { remember, outlookAt } = open(instance, ask);
    return {
      remember,
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

/** Others are expected as lines of the past, by a belief that learns within the cycle. */
export const settleWhenDue: OpenLook = settling((instance, ask) => {
  const { nodeCount } = instance;
  const chance = seededUnit(ask.seed);
  const belief = openBelief(instance, ask.belief ?? standardBelief, chance);
  const drawing = openDrawing();
  const everyNode = Array.from({ length: nodeCount }, (_, node) => node);
  return {
    remember: (order) => belief.remember(order),
    outlookAt: (item, at) => {
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
    },
  };
});

/** Others are expected by zone, as the job of the hub has it from its demand forecast: Poisson, unchanged within the cycle. */
export const settleByZones: OpenLook = settling((instance, ask) => {
  const outlook = outlookOf(instance);
  const forecast = forecastOf(outlook, instance.itemCount);
  const everyNode = Array.from({ length: instance.nodeCount }, (_, node) => node);
  return {
    remember: () => undefined,
    outlookAt: (item, at) => {
      const toCome = instance.arrivals.length - at - 1;
      const meanUnits = (forecast[item] ?? new Float64Array(0)).map((units) => units * toCome);
      const { sendMinor, lackMinor } = zoneCosts(outlook, item, everyNode);
      const futures = sampleFutures(
        { meanUnits, evidenceUnits: Infinity },
        { count: ask.scenarios, seed: ask.seed + item },
      );
      return { sendMinor, lackMinor, futures };
    },
  };
});

import { cheapestWay } from '../instance.ts';
import type { RoutingInstance } from '../instance.ts';
import type { Moment, RoutingPolicy } from '../play.ts';
import { forecastOf, outlookOf } from './look-ahead.ts';

/**
 * A node serves orders from elsewhere only while it has more than its own customers are still expected to want. A node's
 * own customers are those for whom it is the nearest that listed the item when stock came.
 *
 * @param sharePercent of the expected demand of its own that a node keeps back
 * @see DeValve, Wei, Wu & Yuan (2023), Understanding the Value of Fulfillment Flexibility in an Online Retailing Environment
 */
export function spilloverPolicy(name: string, sharePercent: number): RoutingPolicy {
  return {
    name,
    open: (instance) => {
      const own = ownDemand(instance);
      const { itemCount, nodeCount, stock } = instance;
      const allowed = new Int32Array(stock.length);
      return ({ order, left, at }: Moment) => {
        const toCome = instance.arrivals.length - at - 1;
        for (const item of order.items) {
          const home = order.place.nearest.find(
            (node) => (stock[node * itemCount + item] ?? 0) > 0,
          );
          for (let node = 0; node < nodeCount; node++) {
            const ix = node * itemCount + item;
            const kept = Math.ceil(((own[ix] ?? 0) * toCome * sharePercent) / 100);
            allowed[ix] = node === home ? (left[ix] ?? 0) : Math.max(0, (left[ix] ?? 0) - kept);
          }
        }
        const { way } = cheapestWay(instance, order, { left: allowed });
        return way.includes(nodeCount) ? cheapestWay(instance, order, { left }).way : way;
      };
    },
  };
}

/** Units per order that each node's own customers are expected to want, `[node * itemCount + item]`. */
function ownDemand(instance: RoutingInstance): Float64Array {
  const outlook = outlookOf(instance);
  const own = new Float64Array(instance.stock.length);
  forecastOf(outlook, instance.itemCount).forEach((perZone, item) =>
    perZone.forEach((units, zone) => {
      const node = outlook.zones[zone]?.nearest.find(
        (one) => (instance.stock[one * instance.itemCount + item] ?? 0) > 0,
      );
      if (node === undefined) return;
      const at = node * instance.itemCount + item;
      own[at] = (own[at] ?? 0) + units;
    }),
  );
  return own;
}

import { dayMs } from '../../../../words/index.ts';
import type { ItemId } from '../../../../words/index.ts';
import type { Network } from '../../../../network/decide/index.ts';
import type { DemandForecast, ForecastPublished } from '../../../../stock/decide/index.ts';
import { depletionPrice } from '../depletion.ts';
import { sampleFutures } from '../futures.ts';
import { removalPrices } from '../removal.ts';
import { openTransport } from '../transport.ts';
import type { Transport, TransportTask, ZoneDemand } from '../transport.ts';
import { expectedUnits, seedOf } from './expected-demand.ts';
import type { PriceAsk, PricedItem } from './price-ask.ts';
import { placesOf } from './places.ts';
import { unitCosts } from './unit-costs.ts';
import type { UnitCosts, UnitGoods } from './unit-costs.ts';

/** What a unit of an item is worth at every node, minor units by node index. */
export type PricesOf = (item: PricedItem) => Float64Array;

/** A zone without any cheaper way costs twice the dearest one when it stays unfilled, as in the literature. */
const lackFactor = 2;

/** How far and how often the future is looked at. */
type Looking = Pick<PriceAsk, 'horizonDays' | 'futures'>;

/** What may still be asked for of one item, by the places it goes to, and what sending a unit there costs. */
export interface ItemFutures extends Pick<TransportTask, 'sendMinor' | 'lackMinor'> {
  /** Futures as likely as one another. */
  readonly futures: readonly ZoneDemand[];
}

/**
 * Futures of items by a forecast, sampled over what is expected from a moment on; the same for the same item and moment.
 *
 * @returns for a moment, of an item; undefined where nothing is expected of it
 */
export function openItemFutures(
  network: Network,
  forecast: ForecastPublished,
  { horizonDays, futures }: Looking,
): (at: number) => (item: UnitGoods & Pick<PricedItem, 'itemId'>) => ItemFutures | undefined {
  const { zones } = forecast;
  const zoneIxOf = new Map(zones.map(({ zoneId }, zoneIx) => [zoneId, zoneIx]));
  const byItem = new Map<ItemId, DemandForecast[]>();
  for (const one of forecast.forecasts) {
    const known = byItem.get(one.itemId);
    if (known === undefined) byItem.set(one.itemId, [one]);
    else known.push(one);
  }
  const costs = unitCosts(network, placesOf(zones, network));
  return (at) => (item) => {
    const horizon = { fromAt: at, untilAt: at + horizonDays * dayMs };
    const meanUnits = expectedUnits(byItem.get(item.itemId) ?? [], zoneIxOf, horizon);
    if (!meanUnits.some((units) => units > 0)) return undefined;
    const sendMinor = costs(item);
    return {
      sendMinor,
      lackMinor: lackCosts(sendMinor, zones.length, network.nodes.length),
      futures: sampleFutures(
        { meanUnits, evidenceUnits: Infinity },
        { count: futures, seed: seedOf(item.itemId) },
      ),
    };
  };
}

/**
 * Removal prices by a forecast, over what is expected from a moment on.
 *
 * @returns for a moment, minor units by node index of an item
 */
export function openRemovalPrices(
  network: Network,
  forecast: ForecastPublished,
  looking: Looking,
): (at: number) => PricesOf {
  const nodeCount = network.nodes.length;
  const futuresFrom = openItemFutures(network, forecast, looking);
  const work: Transport = openTransport(nodeCount, forecast.zones.length);
  return (at) => {
    const futuresOf = futuresFrom(at);
    return (item) => {
      const found = futuresOf(item);
      if (found === undefined) return new Float64Array(nodeCount);
      const { futures, ...costs } = found;
      return removalPrices(work, { nodeCount, stockUnits: item.stockUnits, ...costs }, futures);
    };
  };
}

/**
 * What a unit costs that cannot be had, per place.
 *
 * @param sendMinor of `unitCosts`
 */
export function lackCosts(sendMinor: Float64Array, zones: number, nodeCount: number): Float64Array {
  return Float64Array.from({ length: zones }, (_, zone) => {
    let dearest = 0;
    for (let at = zone * nodeCount; at < (zone + 1) * nodeCount; at++)
      if ((sendMinor[at] as number) < Infinity)
        dearest = Math.max(dearest, sendMinor[at] as number);
    return lackFactor * dearest;
  });
}

/** Customers who live near each node: what sending to them costs from every node. */
export interface NearNodes {
  readonly nodeCount: number;
  readonly costs: UnitCosts;
}

/** @see NearNodes */
export const nearNodes = (network: Network): NearNodes => ({
  nodeCount: network.nodes.length,
  costs: unitCosts(
    network,
    network.nodes.map(({ place }) => place),
  ),
});

/**
 * What a unit from the next best node costs more for customers near a node.
 *
 * @returns Infinity where no other node can send
 */
export function elsewhereMinor(
  { nodeCount, costs }: NearNodes,
  goods: UnitGoods,
  { nodeIx, has }: { readonly nodeIx: number; readonly has: (nodeIx: number) => boolean },
): number {
  const column = costs(goods);
  const own = column[nodeIx * nodeCount + nodeIx] as number;
  let least = Infinity;
  for (let other = 0; other < nodeCount; other++)
    if (other !== nodeIx && has(other))
      least = Math.min(least, column[nodeIx * nodeCount + other] as number);
  if (least === Infinity || own === Infinity) return Infinity;
  return Math.max(0, least - own);
}

/** Prices that rise as shelves empty. */
export const depletionOver =
  (near: NearNodes): PricesOf =>
  (item) => {
    const has = (nodeIx: number): boolean => (item.stockUnits[nodeIx] as number) > 0;
    return Float64Array.from({ length: near.nodeCount }, (_, nodeIx) => {
      if (!has(nodeIx)) return 0;
      const worthMinor = elsewhereMinor(near, item, { nodeIx, has });
      // Where nobody else has it, nobody can be spared.
      if (worthMinor === Infinity) return 0;
      return depletionPrice({
        startUnits: item.openingUnits[nodeIx] as number,
        leftUnits: item.stockUnits[nodeIx] as number,
        worthMinor,
      });
    });
  };

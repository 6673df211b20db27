import { dayMs } from '../../../../words/index.ts';
import type { ItemId } from '../../../../words/index.ts';
import { compileNetwork } from '../../../../network/decide/index.ts';
import type { Network } from '../../../../network/decide/index.ts';
import type { DemandForecast, ForecastPublished } from '../../../../stock/decide/index.ts';
import { depletionPrice } from '../depletion.ts';
import { sampleFutures } from '../futures.ts';
import { removalPrices } from '../removal.ts';
import { priceSheet } from '../sheet.ts';
import type { ItemPrices, PriceSheet, SlotPrice } from '../sheet.ts';
import { openTransport } from '../transport.ts';
import type { Transport } from '../transport.ts';
import { crewBases } from './crew-bases.ts';
import { expectedUnits, seedOf } from './expected-demand.ts';
import type { Horizon } from './expected-demand.ts';
import type { PriceAsk, PricedItem } from './price-ask.ts';
import { placesOf } from './places.ts';
import { slotPrices } from './slot-prices.ts';
import { unitCosts } from './unit-costs.ts';
import type { UnitCosts, UnitGoods } from './unit-costs.ts';

/**
 * Makes the price sheet of a network: per item the removal price over futures sampled from the forecast, or the
 * depletion price where there is no forecast; per slot its shadow price. Costs are those of the network's own rates.
 * The same question gives the same sheet. Seconds of work for thousands of items at hundreds of nodes: never ask on
 * the hot path.
 */
export function makePriceSheet(ask: PriceAsk): PriceSheet {
  const { forecast, shrinkPercent } = ask;
  const network = compileNetwork(ask.network);
  const near = nearNodes(network);
  const source = {
    version: ask.version,
    madeAt: ask.madeAt,
    method: forecast === undefined ? ('depletion' as const) : ('removal' as const),
    shrinkPercent,
    forecastVersion: forecast === undefined ? '' : String(forecast.version),
    networkVersion: network.document.version,
    nodeCount: network.nodes.length,
  };
  const pricesOf =
    forecast === undefined ? depletionOver(near) : removalOver(ask, { network, forecast });
  const milliPerMinor = 10 * shrinkPercent;
  return priceSheet(source, {
    items: ask.items.map((item): ItemPrices => {
      const minor = pricesOf(item);
      return { itemId: item.itemId, milli: minor.map((one) => one * milliPerMinor) };
    }),
    slots: slotPricesOf(ask, near),
    crews: crewBases(ask, network),
  });
}

type PricesOf = (item: PricedItem) => Float64Array;

/** A zone without any cheaper way costs twice the dearest one when it stays unfilled, as in the literature. */
const lackFactor = 2;

function removalOver(
  { horizonDays, madeAt, futures }: PriceAsk,
  { network, forecast }: { readonly network: Network; readonly forecast: ForecastPublished },
): PricesOf {
  const { zones } = forecast;
  const nodeCount = network.nodes.length;
  const zoneIxOf = new Map(zones.map(({ zoneId }, zoneIx) => [zoneId, zoneIx]));
  const byItem = new Map<ItemId, DemandForecast[]>();
  for (const one of forecast.forecasts) {
    const known = byItem.get(one.itemId);
    if (known === undefined) byItem.set(one.itemId, [one]);
    else known.push(one);
  }
  const horizon: Horizon = { fromAt: madeAt, untilAt: madeAt + horizonDays * dayMs };
  const costs = unitCosts(network, placesOf(zones, network));
  const work: Transport = openTransport(nodeCount, zones.length);
  return (item) => {
    const meanUnits = expectedUnits(byItem.get(item.itemId) ?? [], zoneIxOf, horizon);
    if (!meanUnits.some((units) => units > 0)) return new Float64Array(nodeCount);
    const sendMinor = costs(item);
    const task = {
      nodeCount,
      sendMinor,
      lackMinor: lackCosts(sendMinor, zones.length, nodeCount),
      stockUnits: item.stockUnits,
    };
    const sampled = sampleFutures(
      { meanUnits, evidenceUnits: Infinity },
      { count: futures, seed: seedOf(item.itemId) },
    );
    return removalPrices(work, task, sampled);
  };
}

function lackCosts(sendMinor: Float64Array, zones: number, nodeCount: number): Float64Array {
  return Float64Array.from({ length: zones }, (_, zone) => {
    let dearest = 0;
    for (let at = zone * nodeCount; at < (zone + 1) * nodeCount; at++)
      if ((sendMinor[at] as number) < Infinity)
        dearest = Math.max(dearest, sendMinor[at] as number);
    return lackFactor * dearest;
  });
}

/** Customers who live near each node: what sending to them costs from every node. */
interface NearNodes {
  readonly nodeCount: number;
  readonly costs: UnitCosts;
}

const nearNodes = (network: Network): NearNodes => ({
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
function elsewhereMinor(
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

const depletionOver =
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

/** The usual parcel of the items at hand, for what moving an order elsewhere costs. */
function usualGoods(items: readonly PricedItem[]): UnitGoods {
  const weights = items.map(({ weightGrams }) => weightGrams).sort((a, b) => a - b);
  const weightGrams = weights[Math.floor(weights.length / 2)] ?? 1000;
  return { weightGrams, temperatureClass: 'ambient' };
}

function slotPricesOf(
  { slots, items, shrinkPercent }: PriceAsk,
  near: NearNodes,
): readonly SlotPrice[] {
  const goods = usualGoods(items);
  return slots.flatMap(({ nodeIx, slots: outlooks }) => {
    const elsewhere = elsewhereMinor(near, goods, { nodeIx, has: () => true });
    const prices = slotPrices(outlooks, elsewhere);
    return outlooks.map(({ slotAt }, at) => ({
      nodeIx,
      slotAt,
      milli: (prices[at] as number) * 10 * shrinkPercent,
    }));
  });
}

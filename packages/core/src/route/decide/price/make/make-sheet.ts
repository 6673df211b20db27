import { compileNetwork } from '../../../../network/decide/index.ts';
import { priceSheet } from '../sheet.ts';
import type { ItemPrices, PriceSheet, SlotPrice } from '../sheet.ts';
import { crewBases } from './crew-bases.ts';
import type { PriceAsk, PricedItem } from './price-ask.ts';
import { slotPrices } from './slot-prices.ts';
import type { UnitGoods } from './unit-costs.ts';
import { depletionOver, elsewhereMinor, nearNodes, openRemovalPrices } from './unit-prices.ts';
import type { NearNodes } from './unit-prices.ts';

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
    ...(ask.share !== undefined && { shrinkBy: ask.share.by }),
    forecastVersion: forecast === undefined ? '' : String(forecast.version),
    networkVersion: network.document.version,
    nodeCount: network.nodes.length,
  };
  const pricesOf =
    forecast === undefined
      ? depletionOver(near)
      : openRemovalPrices(network, forecast, ask)(ask.madeAt);
  const milliPerMinor = 10 * shrinkPercent;
  return priceSheet(source, {
    items: ask.items.map((item): ItemPrices => {
      const minor = pricesOf(item);
      return { itemId: item.itemId, milli: minor.map((one) => one * milliPerMinor) };
    }),
    slots: slotPricesOf(ask, near),
    crews: crewBases(ask, network),
    ...(ask.share !== undefined && { share: ask.share }),
  });
}

/** The usual parcel of the items at hand, for what moving an order elsewhere costs. */
function usualGoods(items: readonly PricedItem[]): UnitGoods {
  const weights = items.map(({ weightGrams }) => weightGrams).sort((a, b) => a - b);
  const weightGrams = weights[Math.floor(weights.length / 2)] ?? 1000;
  return { weightGrams, temperatureClass: 'ambient' };
}

function slotPricesOf(
  { slots, items, placesPercent }: PriceAsk,
  near: NearNodes,
): readonly SlotPrice[] {
  const goods = usualGoods(items);
  return slots.flatMap(({ nodeIx, slots: outlooks }) => {
    const elsewhere = elsewhereMinor(near, goods, { nodeIx, has: () => true });
    const prices = slotPrices(outlooks, elsewhere);
    return outlooks.map(({ slotAt }, at) => ({
      nodeIx,
      slotAt,
      milli: (prices[at] as number) * 10 * placesPercent,
    }));
  });
}

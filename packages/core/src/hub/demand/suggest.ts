import { dayMs } from '../../words/index.ts';
import { nodeOpen } from '../../network/index.ts';
import { demandOver, placementHints } from '../../learn/index.ts';
import type { Board } from '../board/board.ts';
import type { HubOutcome } from '../outcome.ts';
import type { StockSuggestions, SuggestionAsk } from './desk.ts';

/** What every node that takes orders should have of an item over the lead time. */
export function stockSuggestions(
  { network, nodes, stock, prices }: Board,
  ask: SuggestionAsk,
  at: number,
): HubOutcome<StockSuggestions> {
  const { forecast } = prices;
  const wished = { fromAt: at, untilAt: at + ask.leadDays * dayMs, itemId: ask.itemId };
  const forecasts = forecast === undefined ? [] : demandOver(forecast, wished);
  if (forecast === undefined || forecasts.length === 0)
    return {
      ok: false,
      refusal: { reason: 'not-found', what: 'forecast of item', id: ask.itemId },
    };
  const untilAt = Math.max(...forecasts.map((one) => one.untilAt));
  const units = new Int32Array(network.nodes.length);
  const itemIx = stock.itemIxOf(ask.itemId);
  stock.lookAt(at);
  if (itemIx >= 0) stock.copyAtp([itemIx], units);
  const coming = new Map<string, number>();
  for (const supply of stock.supplies(ask.itemId))
    if (supply.expectedAt < untilAt)
      coming.set(supply.nodeId, (coming.get(supply.nodeId) ?? 0) + supply.units);
  const places = network.nodes.flatMap(({ nodeId, place }, nodeIx) => {
    if (nodes.states[nodeIx] !== nodeOpen) return [];
    const { latitude, longitude } = place;
    const comingUnits = coming.get(nodeId) ?? 0;
    return [{ nodeId, latitude, longitude, availableUnits: units[nodeIx] ?? 0, comingUnits }];
  });
  const hints = placementHints({
    forecasts,
    zones: forecast.zones,
    places,
    serviceShare: ask.servicePercent / 100,
    units: ask.units,
  });
  return {
    ok: true,
    value: {
      itemId: ask.itemId,
      forecastVersion: forecast.version,
      forecastMadeAt: forecast.madeAt,
      fromAt: at,
      untilAt,
      nodes: hints,
    },
  };
}

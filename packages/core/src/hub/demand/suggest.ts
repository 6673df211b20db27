import { dayMs } from '../../words/index.ts';
import { nodeOpen } from '../../network/index.ts';
import { demandOfParts, demandOver, placementHints } from '../../learn/index.ts';
import type { DemandForecast, ForecastPublished } from '../../stock/index.ts';
import type { Board } from '../board/board.ts';
import type { HubOutcome } from '../outcome.ts';
import type { StockSuggestions, SuggestionAsk } from './desk.ts';
import { unpackedKits } from './wanted-goods.ts';

/** What every node that takes orders should have of an item over the lead time. */
export function stockSuggestions(
  board: Board,
  ask: SuggestionAsk,
  at: number,
): HubOutcome<StockSuggestions> {
  const { network, nodes, stock, prices } = board;
  const { forecast } = prices;
  const forecasts = forecast === undefined ? [] : demandFor(board, forecast, { ...ask, at });
  if (forecast === undefined || forecasts.length === 0)
    return {
      ok: false,
      refusal: { reason: 'not-found', what: 'forecast of item', id: ask.itemId },
    };
  const untilAt = Math.max(...forecasts.map((one) => one.untilAt));
  const units = new Int32Array(network.nodes.length);
  const itemIx = stock.itemIxOf(ask.itemId);
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

/** What customers are expected to want of an item over the lead time: itself, and in kits that are picked from it. */
function demandFor(
  board: Board,
  forecast: ForecastPublished,
  { itemId, leadDays, at }: SuggestionAsk & { readonly at: number },
): readonly DemandForecast[] {
  board.stock.lookAt(at);
  const kits = unpackedKits(board);
  const partsOf = (id: string) => (id === itemId ? undefined : kits.get(id));
  const ids = new Set(forecast.forecasts.map((row) => row.itemId));
  const meant = new Set(
    [...ids].filter((id) => id === itemId || partsOf(id)?.some((part) => part.itemId === itemId)),
  );
  const rows = forecast.forecasts.filter((row) => meant.has(row.itemId));
  const span = { fromAt: at, untilAt: at + leadDays * dayMs };
  const wanted = demandOver({ ...forecast, forecasts: rows }, span);
  return demandOfParts(wanted, partsOf).filter((row) => row.itemId === itemId);
}

import { dayPlaceOf, nodeOpen } from '../../network/index.ts';
import type { NodeSlots, PriceAsk, PricedItem } from '../../route/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { Board } from '../board/board.ts';
import { expectedNow } from '../demand/wanted-goods.ts';
import { nothingObserved, observeSlots, observeStock, placeInDay, slotsFrom } from './observed.ts';
import type { Observed } from './observed.ts';

/** How far and how closely prices look ahead. */
export interface PriceLooking {
  readonly horizonDays: number;
  readonly futures: number;
}

/** How prices are made. */
interface PriceMaking
  extends PriceLooking, Pick<PriceAsk, 'shrinkPercent' | 'placesPercent' | 'share'> {}

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** How far ahead slots are priced. */
const slotHorizonMs = dayMs;

/** What the board says now, as a question that another thread can answer, and what was observed for the next one. */
export function priceAsk(
  board: Board,
  making: PriceMaking,
  now: {
    readonly at: number;
    readonly sinceAt: number;
    readonly observed: Observed;
  },
): { readonly ask: PriceAsk; readonly observed: Observed } {
  const { network, prices } = board;
  const { at } = now;
  board.stock.lookAt(at);
  const forecast = expectedNow(board, at, making);
  const { version: networkVersion } = network.document;
  const known = now.observed.networkVersion === networkVersion ? now.observed.stock : {};
  const stock: Record<string, Observed['stock'][string]> = {};
  const usualOrders = observeSlots(board, now.observed, now);
  const items: PricedItem[] = [];
  for (const item of itemsToPrice(board, forecast)) {
    const units = unitsOf(board, item);
    if (forecast === undefined) {
      const levels = observeStock(known[item.itemId], units);
      stock[item.itemId] = levels;
      items.push(pricedItem(item, units, levels.openingUnits));
    } else items.push(pricedItem(item, withSupplies(board, item, { units, at, making }), units));
  }
  const observed: Observed = {
    ...nothingObserved,
    observedAt: at,
    usualOrders,
    stock,
    networkVersion,
  };
  const ask: PriceAsk = {
    version: (prices.sheet?.version ?? 0) + 1,
    madeAt: at,
    shrinkPercent: making.shrinkPercent,
    placesPercent: making.placesPercent,
    share: making.share,
    network: network.document,
    items,
    forecast,
    horizonDays: making.horizonDays,
    futures: making.futures,
    slots: slotOutlooks(board, usualOrders, at),
    perHourMinor: board.strategyAt(at)?.document.weights.perHourMinor ?? 0,
  };
  return { ask, observed };
}

/** Items by the piece: with a forecast those that it speaks of, else those that lie somewhere. */
function* itemsToPrice(
  { items, stock }: Board,
  forecast: ForecastPublished | undefined,
): Generator<ItemProfile> {
  const expected = forecast && new Set(forecast.forecasts.map((one) => one.itemId));
  for (const item of items.values()) {
    if (item.unit !== 'each' || stock.itemIxOf(item.itemId) < 0) continue;
    if (expected?.has(item.itemId) !== false) yield item;
  }
}

/** ATP by node index, 0 where the node takes no orders. */
function unitsOf({ stock, nodes, network }: Board, { itemId }: ItemProfile): Int32Array {
  const units = new Int32Array(network.nodes.length);
  stock.copyAtp([stock.itemIxOf(itemId)], units);
  for (let nodeIx = 0; nodeIx < units.length; nodeIx++)
    if (nodes.states[nodeIx] !== nodeOpen) units[nodeIx] = 0;
  return units;
}

/** With what is announced to come within the horizon: it serves the same customers. */
export function withSupplies(
  { stock, network, nodes }: Board,
  { itemId }: ItemProfile,
  {
    units,
    at,
    making,
  }: {
    readonly units: Int32Array;
    readonly at: number;
    readonly making: Pick<PriceLooking, 'horizonDays'>;
  },
): Int32Array {
  const untilAt = at + making.horizonDays * dayMs;
  for (const supply of stock.supplies(itemId)) {
    const nodeIx = network.nodeIxOf(supply.nodeId) ?? -1;
    if (supply.expectedAt > untilAt || nodes.states[nodeIx] !== nodeOpen) continue;
    units[nodeIx] = (units[nodeIx] ?? 0) + supply.units;
  }
  return units;
}

const pricedItem = (
  { itemId, weightGrams, temperatureClass }: ItemProfile,
  stockUnits: ArrayLike<number>,
  openingUnits: ArrayLike<number>,
): PricedItem => ({
  itemId,
  weightGrams,
  temperatureClass,
  stockUnits: Int32Array.from(stockUnits),
  openingUnits: Int32Array.from(openingUnits),
});

/** The slots of every open node whose load is known by experience. */
function slotOutlooks(
  board: Board,
  usualOrders: Observed['usualOrders'],
  at: number,
): readonly NodeSlots[] {
  const perHourMinor = board.strategyAt(at)?.document.weights.perHourMinor ?? 0;
  return board.network.nodes.flatMap(({ nodeId }, nodeIx): NodeSlots[] => {
    const usual = usualOrders[nodeId] ?? [];
    if (usual.length === 0 || board.nodes.states[nodeIx] !== nodeOpen) return [];
    return [{ nodeIx, slots: outlooksOf(board, nodeIx, { at, usual, perHourMinor }) }];
  });
}

function outlooksOf(
  board: Board,
  nodeIx: number,
  {
    at,
    usual,
    perHourMinor,
  }: {
    readonly at: number;
    readonly usual: readonly (number | null)[];
    readonly perHourMinor: number;
  },
): NodeSlots['slots'] {
  const node = board.network.nodes[nodeIx];
  if (node === undefined) return [];
  const { lengthMinutes, ordersMax } = node.slots;
  const lengthMs = lengthMinutes * minuteMs;
  const starts = slotsFrom(board, nodeIx, { fromAt: at, untilAt: at + slotHorizonMs });
  const leftOfDay = new Map<number, number>();
  let expectedOrders = 0;
  return starts.map((slotAt, ix) => {
    const used = board.nodes.placesUsed(nodeIx, slotAt);
    const usually = usual[placeInDay(slotAt, lengthMinutes)] ?? 0;
    // Of a slot that runs the part that is over is over; to one ahead orders were given already.
    expectedOrders +=
      slotAt <= at ? (usually * (slotAt + lengthMs - at)) / lengthMs : Math.max(0, usually - used);
    const freeOrders = freeWithinDay(board, [nodeIx, slotAt], {
      free: ordersMax - used,
      leftOfDay,
    });
    const nextAt = starts[ix + 1] ?? slotAt + lengthMs;
    return {
      slotAt,
      freeOrders,
      expectedOrders,
      delayMinor: (perHourMinor * (nextAt - slotAt)) / hourMs,
    };
  });
}

/** Places of a slot as far as the day's own limit leaves them. */
function freeWithinDay(
  board: Board,
  [nodeIx, slotAt]: readonly [nodeIx: number, slotAt: number],
  { free, leftOfDay }: { readonly free: number; readonly leftOfDay: Map<number, number> },
): number {
  const node = board.network.nodes[nodeIx];
  const day = node && dayPlaceOf(node, slotAt);
  if (day === undefined) return Math.max(0, free);
  const left =
    leftOfDay.get(day.slotAt) ?? day.ordersMax - board.nodes.placesUsed(nodeIx, day.slotAt);
  const places = Math.max(0, Math.min(free, left));
  leftOfDay.set(day.slotAt, left - places);
  return places;
}

import type { CustomerOrder } from '../../intake/index.ts';
import type { NetworkDocument } from '../../network/index.ts';
import type { OpenLines, PathBoard } from '../../path.ts';
import type { OrderSeen } from '../../promise/index.ts';
import { carrierPlaceOf, dayPlaceOf } from '../../network/index.ts';
import { availableToPromise } from '../../stock/index.ts';

import {
  orderFactsOf,
  priceSourceOf,
  sliceBoard,
  wholeDemand,
  withPrices,
} from '../../route/index.ts';
import type { BoardSlice, RouteQuestion } from '../../route/index.ts';
import { promiseTermsFor } from '../../strategy/index.ts';
import type { CompiledStrategy } from '../../strategy/index.ts';
import type { Board } from './board.ts';
import { boardWithout, givePlaces } from './owned-board.ts';
import { askerOf, claimFor, sellTo } from './sell-to.ts';

/** Finds the place of a postcode; users without coordinates give it. */
export type PlaceOf = PathBoard['placeOf'];

/** An item that is not tracked by lot. */
const withoutLots = [{ lot: '', availableUnits: 0 }] as const;

/** The board as the path of an order sees it. */
export function pathBoard(board: Board, placeOf: PlaceOf): PathBoard {
  const whole: PathBoard = {
    without: (taken) => boardWithout(whole, taken),
    item: (id) => board.items.get(id),
    placeOf,
    freeSupplies: (id) => board.supplies.free(id),
    currencies: () => currenciesOf(board.network.document),
    slotOrdersMax: (nodeId) =>
      board.network.nodes[board.network.nodeIxOf(nodeId) ?? -1]?.slots.ordersMax ?? 0,
    mostAvailable: (id) => {
      const atp = new Int32Array(board.network.nodes.length);
      board.stock.copyAtp([board.stock.itemIxOf(id)], atp);
      return atp.reduce((most, units) => Math.max(most, units), 0);
    },
    dayPlace: (nodeId, slotAt) => {
      const node = board.network.nodes[board.network.nodeIxOf(nodeId) ?? -1];
      return node && dayPlaceOf(node, slotAt);
    },
    carrierPlace: ({ nodeId, serviceId, slotAt }) => {
      const node = board.network.nodes[board.network.nodeIxOf(nodeId) ?? -1];
      const service = board.network.services[board.network.serviceIxOf(serviceId) ?? -1];
      return node && service && carrierPlaceOf(node, service, slotAt);
    },
    lotsOf: ({ order, at }, nodeId, itemId) => {
      if (board.stock.lotsOf(nodeId, itemId).length === 0) return withoutLots;
      const shelfMs = board.allocation.shelfMs(askerOf(order, at), itemId);
      const plain = board.stock.position(nodeId, itemId, '');
      const lots = board.stock.lotsFor(nodeId, itemId, { at, shelfMs });
      return [plain, ...lots].map((position) => ({
        lot: position.lot,
        availableUnits: availableToPromise(position),
      }));
    },
    claimOf: ({ order, at }, nodeId, itemId) =>
      claimFor(board, askerOf(order, at), { nodeId, itemId }),
    firstSlot: (nodeId, at) => {
      const nodeIx = board.network.nodeIxOf(nodeId);
      return nodeIx === undefined
        ? undefined
        : board.clock.firstSlot(nodeIx, at, board.nodes.usedAt(nodeIx));
    },
    confidencePercent: (order, at) => surenessOf(board, order, at).confidencePercent,
    routeQuestion: (ask, lines) => questionOf(board, ask, lines),
    routeContext: (question) => routeContextOf(board, question),
    laneWindow: (order, leg, from) => laneWindow(board, { order, leg }, from),
  };
  return whole;
}

/** What is asked about the open lines of an order, with what the board says now. */
function questionOf(board: Board, ask: OpenLines, lines: RouteQuestion['lines']): RouteQuestion {
  const at = ask.startFromAt ?? ask.at;
  const strategy = board.strategyAt(ask.at);
  const { order } = ask;
  board.stock.lookAt(ask.at);
  const { slice, ...priced } = pricedSlice(board, strategy, {
    at,
    lines,
    ownWorks: ask.ownWorks ?? [],
  });
  sellTo(board, askerOf(order, ask.at), { lines, slice });
  if (ask.hasWaited !== true) hideSharedOut(board, lines, slice);
  return {
    at,
    orderId: order.orderId,
    channel: order.channel,
    tier: order.tier,
    serviceLevel: order.serviceLevel,
    currency: order.currency,
    shipTo: order.shipTo,
    pickupNodeId: order.pickupNodeId,
    promisedWindow: ask.promisedWindow,
    lines,
    excluded: ask.excluded,
    onlyNodeIds: ask.onlyNodeIds,
    ...(ask.keepsPromise === true && { keepsPromise: true }),
    networkVersion: board.network.document.version,
    strategy: {
      strategyId: strategy?.document.strategyId ?? '',
      version: strategy?.document.version ?? 0,
    },
    slice,
    ...wishesOf(board, order),
    ...priced,
  };
}

type Priced = Pick<RouteQuestion, 'prices' | 'pricesMissing'> & { readonly slice: BoardSlice };

/** The slice, with prices where the strategy weighs them: from the sheet on the board, or why there are none. */
function pricedSlice(
  board: Board,
  strategy: CompiledStrategy | undefined,
  {
    at,
    lines,
    ownWorks,
  }: Pick<RouteQuestion, 'at' | 'lines'> & Required<Pick<OpenLines, 'ownWorks'>>,
): Priced {
  const { slice, keptAt } = givePlaces(board, sliceBoard(board, lines, at), {
    works: ownWorks,
    at,
  });
  if (strategy?.weighsPrices !== true) return { slice };
  const { version } = board.network.document;
  const sheet = board.prices.sheetAt(at, version);
  if (sheet === undefined) return { slice, pricesMissing: board.prices.whyMissing(version) };
  const priced = withPrices(slice, { lines, at }, sheet);
  for (const nodeIx of keptAt) if (priced.slotMilli) priced.slotMilli[nodeIx] = 0;
  return { slice: priced, prices: priceSourceOf(sheet) };
}

const none = {};

const currenciesOf = ({ currency, exchangeRates }: NetworkDocument) =>
  exchangeRates
    ? { currencies: [currency, ...exchangeRates.rates.map((rate) => rate.currency)] }
    : none;

type Wishes = Pick<
  RouteQuestion,
  'shipComplete' | 'gift' | 'giftWrap' | 'incoterm' | 'sellingEntity'
>;

/** What few orders ask for, written only where it is; the text of plain questions stays as it was. */
function wishesOf({ network }: Board, order: CustomerOrder): Wishes {
  const { shipComplete, gift, incoterm } = order;
  const sellingEntity = network.document.legalEntities && network.sellerOn(order.channel);
  return {
    ...(shipComplete === true && { shipComplete }),
    ...(gift && { gift: true }),
    ...(gift?.wrap === true && { giftWrap: true }),
    ...(incoterm && { incoterm }),
    ...(sellingEntity !== undefined && sellingEntity !== '' && { sellingEntity }),
  };
}

/** Goods that have come for orders that wait are not there for others. */
function hideSharedOut(
  { sharedOut }: Board,
  lines: RouteQuestion['lines'],
  { atpUnits }: RouteQuestion['slice'],
): void {
  if (sharedOut.size === 0) return;
  lines.forEach(({ itemId: id }, column) => {
    if (!sharedOut.has(id)) return;
    for (let cell = column; cell < atpUnits.length; cell += lines.length) atpUnits[cell] = 0;
  });
}

/** How sure promises of the order shall be by the strategy of a moment: that of its scenario and its tier. */
function surenessOf(
  board: Board,
  order: CustomerOrder,
  at: number,
): ReturnType<typeof promiseTermsFor> {
  const strategy = board.strategyAt(at);
  if (!strategy) return { confidencePercent: 90 };
  const lines = orderedLines(board, order);
  const { channel, tier, serviceLevel, currency, shipTo } = order;
  const plain = { channel, tier, serviceLevel, currency, shipTo };
  const facts = orderFactsOf({ ...plain, at, lines, ...wishesOf(board, order) });
  return promiseTermsFor(strategy.forOrder(facts), tier);
}

const orderedLines = (board: Board, order: CustomerOrder): RouteQuestion['lines'] =>
  wholeDemand(order, {
    item: (itemId) => board.items.get(itemId),
    mostAvailable: () => 0,
    toCountry: order.shipTo.country,
  });

/** What models may look at of an order that is on its way: all that was ordered, and how full the next slots are now. */
const seenNow = (board: Board, order: CustomerOrder, at: number): OrderSeen => ({
  lines: orderedLines(board, order),
  shipTo: order.shipTo,
  loadPercentAt: (nodeIx) => {
    const slot = board.clock.firstSlot(nodeIx, at, board.nodes.usedAt(nodeIx));
    return slot && board.nodes.loadPercent(nodeIx, slot.slotAt, slot.ordersMax);
  },
  distanceKmAt: (nodeIx) =>
    order.serviceLevel === 'pickup' ? undefined : board.network.distancesKm(order.shipTo)[nodeIx],
});

type LaneWindowOf = PathBoard['laneWindow'];

function laneWindow(
  board: Board,
  {
    order,
    leg,
  }: { readonly order: Parameters<LaneWindowOf>[0]; readonly leg: Parameters<LaneWindowOf>[1] },
  { point, at }: Parameters<LaneWindowOf>[2],
): ReturnType<LaneWindowOf> {
  const { network, clock } = board;
  const nodeIx = network.nodeIxOf(leg.nodeId);
  const serviceIx = network.serviceIxOf(leg.serviceId);
  if (nodeIx === undefined || serviceIx === undefined) return undefined;
  const isPickup = order.serviceLevel === 'pickup';
  const distanceKm = isPickup ? 0 : (network.distancesKm(order.shipTo)[nodeIx] ?? 0);
  const lane = {
    serviceIx,
    zone: network.zoneOf(serviceIx, distanceKm),
    ...surenessOf(board, order, at),
    order: seenNow(board, order, at),
  };
  if (lane.zone < 0) return undefined;
  return point === 'start'
    ? clock.deliveryWindow(nodeIx, at, lane)
    : clock.windowFrom(nodeIx, { point, at }, lane);
}

/** The versioned things that a question refers to, as this process knows them. */
export function routeContextOf(
  board: Board,
  question: Pick<RouteQuestion, 'networkVersion' | 'strategy'>,
): ReturnType<PathBoard['routeContext']> {
  const compiled = board.networkAt(question.networkVersion);
  const published = board.published.find(
    ({ document }) =>
      document.strategyId === question.strategy.strategyId &&
      document.version === question.strategy.version,
  );
  if (!compiled || !published)
    throw new Error(
      `Invariant broken: network ${String(question.networkVersion)} and strategy ${question.strategy.strategyId} ${String(question.strategy.version)} are on the board`,
    );
  return {
    network: compiled.network,
    laneClock: compiled.clock,
    strategy: board.compiled(published.document),
  };
}

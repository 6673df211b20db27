import type { NodeId } from '../../../../words/index.ts';
import { nodeOpen } from '../../../../network/decide/index.ts';
import type { Network } from '../../../../network/decide/index.ts';
import type { ForecastPublished } from '../../../../stock/decide/index.ts';
import { lackCosts, openRemovalPrices, depletionOver, nearNodes } from '../make/unit-prices.ts';
import type { PricesOf } from '../make/unit-prices.ts';
import type { PricedItem } from '../make/price-ask.ts';
import { unitCosts } from '../make/unit-costs.ts';
import type { RouteContext, RoutePlan, RouteQuestion } from '../../question.ts';
import { routeOrder } from '../../route-order.ts';
import type { PriceSource } from '../sheet.ts';
import { stockPath } from './stock-path.ts';
import type { PastDecision, StockPath } from './stock-path.ts';
import { itemUnits } from './taken.ts';

/** An item whose price is tried. */
export type ReplayedItem = Pick<PricedItem, 'itemId' | 'weightGrams' | 'temperatureClass'>;

/** A span of the past, and what was known when it began. */
export interface PastSpan {
  /** In the order in which they were made. */
  readonly decisions: readonly PastDecision[];
  /** The others are seen as they were then, whatever is chosen. */
  readonly items: readonly ReplayedItem[];
  /** Made from what came before the span; undefined: prices rise with depletion. */
  readonly forecast: ForecastPublished | undefined;
}

/** How prices are made. */
export interface ReplayHow {
  /** So long a price of an item counts before it is made anew, ms. */
  readonly everyMs: number;
  readonly horizonDays: number;
  readonly futures: number;
}

/**
 * Opens a span of the past to live it again: every order is decided again by the strategy of now, on the stock that
 * earlier decisions of the same play left, with a share of the prices that would have been made then. Slots, loads and
 * states are as they were. What was brought and taken by others comes and goes as it did.
 *
 * @returns for a share in percent, what the orders cost: what their plans cost without any price of stock; an order
 *   that finds no plan costs as prices count what is lacking, twice the dearest way of each unit
 */
export function openReplay(
  context: RouteContext,
  span: PastSpan,
  how: ReplayHow,
): (shrinkPercent: number) => number {
  const { network } = context;
  const nodeIxOf = (nodeId: NodeId): number => network.nodeIxOf(nodeId) ?? -1;
  const path = stockPath(span.decisions, new Set(span.items.map(({ itemId }) => itemId)), nodeIxOf);
  const pricesAt = pricesOver(network, span, how);
  const lack = lackOver(network);
  return (shrinkPercent) => {
    const play = openPlay(path, span, { network, pricesAt, everyMs: how.everyMs, shrinkPercent });
    let minor = 0;
    span.decisions.forEach(({ question: then }, ix) => {
      play.arrive(ix);
      const question = play.askAgain(then, context);
      const answer = routeOrder(question, context);
      if (answer.ok) {
        minor += withoutStock(answer.value.plan);
        play.take(answer.value.plan);
      } else minor += lack(question);
    });
    return minor;
  };
}

/** What a plan costs now; what is charged for the sake of later orders shows in what they cost. */
const withoutStock = ({ totalMinor, costItems }: RoutePlan): number =>
  totalMinor - (costItems.opportunityMinor ?? 0) - costItems.stockBalanceMinor;

function pricesOver(
  network: Network,
  { forecast }: PastSpan,
  how: ReplayHow,
): (at: number) => PricesOf {
  if (forecast !== undefined) return openRemovalPrices(network, forecast, how);
  const prices = depletionOver(nearNodes(network));
  return () => prices;
}

const lackOver =
  (network: Network) =>
  ({ shipTo, lines }: RouteQuestion): number => {
    const costs = unitCosts(network, [shipTo]);
    return lines.reduce((sum, { quantityUnits, weightGrams, temperatureClass }) => {
      const goods = { weightGrams: Math.round(weightGrams / quantityUnits), temperatureClass };
      const [unit = 0] = lackCosts(costs(goods), 1, network.nodes.length);
      return sum + unit * quantityUnits;
    }, 0);
  };

interface Play {
  /** What came and went since the decision before. */
  arrive(ix: number): void;
  askAgain(then: RouteQuestion, context: RouteContext): RouteQuestion;
  take(plan: RoutePlan): void;
}

interface Playing {
  readonly network: Network;
  readonly pricesAt: (at: number) => PricesOf;
  readonly everyMs: number;
  readonly shrinkPercent: number;
}

interface Levels {
  readonly item: ReplayedItem;
  readonly left: Int32Array;
  /** Units when the node was filled last. */
  readonly opening: Int32Array;
  milli: Float64Array | undefined;
  pricedAt: number;
}

function openPlay({ start, changes }: StockPath, { items }: PastSpan, playing: Playing): Play {
  const levels = new Map<string, Levels>();
  for (const item of items) {
    const units = start.get(item.itemId);
    if (units === undefined) continue;
    const [left, opening] = [units.slice(), units.slice()];
    levels.set(item.itemId, { item, left, opening, milli: undefined, pricedAt: 0 });
  }
  return {
    arrive: (ix) => {
      for (const { itemId, units } of changes[ix] ?? []) fill(levels.get(itemId), units);
    },
    askAgain: (then, context) => askedAgain(then, context, { levels, playing }),
    take: (plan) => {
      for (const { itemId, nodeId, units } of itemUnits(plan)) {
        const [level, nodeIx] = [levels.get(itemId), playing.network.nodeIxOf(nodeId)];
        if (level && nodeIx !== undefined) level.left[nodeIx] = (level.left[nodeIx] ?? 0) - units;
      }
    },
  };
}

/** What others took then, they take as far as it is there. */
function fill(level: Levels | undefined, units: Int32Array): void {
  if (level === undefined) return;
  const { left, opening } = level;
  units.forEach((more, nodeIx) => {
    left[nodeIx] = Math.max(0, (left[nodeIx] ?? 0) + more);
    if (more > 0) opening[nodeIx] = left[nodeIx] ?? 0;
  });
}

function askedAgain(
  then: RouteQuestion,
  { network, strategy }: RouteContext,
  { levels, playing }: { readonly levels: ReadonlyMap<string, Levels>; readonly playing: Playing },
): RouteQuestion {
  const { pricesMissing: _missing, ...question } = then;
  const { crewMilli: _crews, ...slice } = then.slice;
  const atpUnits = slice.atpUnits.slice();
  const priceMilli = new Float64Array(atpUnits.length);
  for (const [line, { itemId }] of then.lines.entries()) {
    const level = levels.get(itemId);
    if (level === undefined) continue;
    putColumn(atpUnits, level.left, [line, then.lines.length]);
    putColumn(priceMilli, priceOf(level, then, playing), [line, then.lines.length]);
  }
  const { strategyId, version } = strategy.document;
  const slotMilli = new Float64Array(slice.nodeState.length);
  return {
    ...question,
    networkVersion: network.document.version,
    strategy: { strategyId, version },
    prices: replayed,
    slice: { ...slice, atpUnits, priceMilli, slotMilli },
  };
}

function putColumn(
  columns: Int32Array | Float64Array,
  values: ArrayLike<number>,
  [line, lines]: readonly [line: number, lines: number],
): void {
  for (let nodeIx = 0; nodeIx < values.length; nodeIx++)
    columns[nodeIx * lines + line] = values[nodeIx] ?? 0;
}

/** No sheet: these prices are made for the replay alone. */
const replayed: PriceSource = {
  version: 0,
  madeAt: 0,
  method: 'removal',
  shrinkPercent: 0,
  forecastVersion: '',
};

/** Thousandths of a minor unit by node index, made anew when they are old. */
function priceOf(
  level: Levels,
  { at, slice }: RouteQuestion,
  { pricesAt, everyMs, shrinkPercent }: Playing,
): Float64Array {
  if (level.milli !== undefined && at - level.pricedAt < everyMs) return level.milli;
  level.pricedAt = at;
  if (shrinkPercent === 0) return (level.milli ??= new Float64Array(level.left.length));
  const open = (units: number, nodeIx: number): number =>
    slice.nodeState[nodeIx] === nodeOpen ? units : 0;
  const minor = pricesAt(at)({
    ...level.item,
    stockUnits: level.left.map(open),
    openingUnits: level.opening,
  });
  level.milli = minor.map((one) => Math.max(0, Math.round(one * 10 * shrinkPercent)));
  return level.milli;
}

import { nodeOpen } from '../../network/index.ts';
import type { ItemId } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import type { PendingWindow, Reassignment, SettleAsk } from '../../release/index.ts';
import type { ReassignmentTerms } from '../../strategy/index.ts';
import { expectedNow } from '../demand/wanted-goods.ts';
import { withSupplies } from '../pricing/price-ask.ts';
import type { HubParts } from '../run/parts.ts';
import type { PooledGain } from './carry-out.ts';
import type { MovableOrder } from './movable.ts';
import { draftPending, stepsMax } from './window.ts';

/** An exchange, and what it was found to save where goods were weighed in one pool. */
export interface FoundExchange {
  readonly exchange: Reassignment;
  readonly pooled?: PooledGain;
}

/** What is needed to weigh goods in one pool: a forecast, and how much of the worth of goods counts. */
type PoolTerms = Pick<SettleAsk, 'forecast' | 'pricePercent'>;

/**
 * Whether orders can be weighed with everybody who is expected: the strategy weighs prices, a sheet by a forecast counts now,
 * and a replay of the past let some share of it count.
 */
export function poolTerms({ board, rules, env }: HubParts): PoolTerms | undefined {
  const at = env.now();
  const strategy = board.strategyAt(at);
  const sheet = board.prices.sheetAt(at, board.network.document.version);
  const percent = strategy?.document.weights.opportunityPercent ?? 0;
  if (strategy?.weighsPrices !== true || sheet?.method !== 'removal') return undefined;
  const pricePercent = Math.min(100, (percent * sheet.shrinkPercent) / 100);
  const forecast = expectedNow(board, at, { horizonDays: rules.priceHorizonDays });
  return forecast === undefined || pricePercent <= 0 ? undefined : { forecast, pricePercent };
}

/**
 * Settles the orders that are begun before the next look: each gets its node for good, weighed with all orders looked at and
 * with what the forecast expects; others make room. The work is done beside the orders where the app gives it a thread.
 */
export async function settleOpen(
  parts: HubParts,
  orders: readonly MovableOrder[],
  { terms, pool }: { readonly terms: ReassignmentTerms; readonly pool: PoolTerms },
): Promise<readonly FoundExchange[]> {
  const at = parts.env.now();
  const untilAt = at + terms.everySeconds * 1000;
  const due = dueBefore(orders, untilAt);
  if (due.length === 0) return [];
  const unpriced = { ...parts, pathBoard: withoutWorth(parts.pathBoard) };
  const draft = await draftPending(unpriced, orders);
  const window = draft.window({ gainMinMinor: terms.gainMinMinor, stepsMax });
  const { board, rules } = parts;
  const found = await parts.settle({
    ...window,
    ...pool,
    ...goodsOf(parts, draft.items, { at, leftUnits: window.leftUnits }),
    at,
    due,
    network: board.network.document,
    horizonDays: rules.priceHorizonDays,
    futures: rules.priceFutures,
  });
  return found.reassignments.map((exchange) => ({
    exchange,
    pooled: {
      savesMinor: exchange.savesMinor,
      plansMinor: plansMinor(window, exchange),
      untilAt,
    },
  }));
}

/** Orders of which some work is begun, or may be, before a moment; the first to be begun first. */
function dueBefore(orders: readonly MovableOrder[], untilAt: number): readonly number[] {
  const startAt = orders.map(({ lines }) => Math.min(...lines.map(({ work }) => work.releaseAt)));
  return [...orders.keys()]
    .filter((ix) => (startAt[ix] ?? Infinity) <= untilAt)
    .sort((a, b) => (startAt[a] ?? 0) - (startAt[b] ?? 0) || a - b);
}

/** Questions without the worth of goods: the pool weighs that itself. */
const withoutWorth = (board: PathBoard): PathBoard => ({
  ...board,
  routeQuestion: (ask, lines) => {
    const question = board.routeQuestion(ask, lines);
    question.slice.priceMilli?.fill(0);
    return question;
  },
});

/** What the items are, what of them lies at nodes that take orders, and what is announced to come there. */
function goodsOf(
  { board, rules }: HubParts,
  items: readonly ItemId[],
  { at, leftUnits }: { readonly at: number; readonly leftUnits: ArrayLike<number> },
): Pick<SettleAsk, 'goods' | 'leftUnits' | 'comingUnits'> {
  const comingUnits = new Int32Array(leftUnits.length);
  const making = { horizonDays: rules.priceHorizonDays };
  const goods = items.map((itemId, item) => {
    const known = board.items.get(itemId);
    if (known?.unit !== 'each') return undefined;
    const units = new Int32Array(board.network.nodes.length);
    withSupplies(board, known, { units, at, making }).forEach((coming, node) => {
      comingUnits[node * items.length + item] = coming;
    });
    const { weightGrams, temperatureClass } = known;
    return { itemId, weightGrams, temperatureClass };
  });
  const open = Int32Array.from(leftUnits, (units, cell) =>
    board.nodes.states[Math.floor(cell / items.length)] === nodeOpen ? units : 0,
  );
  return { goods, leftUnits: open, comingUnits };
}

/** What the plans of an exchange cost less than before, without the worth of goods. */
function plansMinor({ orders }: PendingWindow, { orders: moved }: Reassignment): number {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  return moved.reduce((sum, { orderId, fromNodes, toNodes }) => {
    const parcelMinor = byId.get(orderId)?.parcelMinor ?? [];
    return sum + waysMinor(parcelMinor, fromNodes) - waysMinor(parcelMinor, toNodes);
  }, 0);
}

function waysMinor(parcelMinor: ArrayLike<number>, nodes: readonly number[]): number {
  const sets = 1 << nodes.length;
  const perNode = new Map<number, number>();
  nodes.forEach((node, line) => perNode.set(node, (perNode.get(node) ?? 0) | (1 << line)));
  return [...perNode].reduce((sum, [node, set]) => sum + (parcelMinor[node * sets + set] ?? 0), 0);
}

import type { CustomerOrder } from '../../intake/index.ts';
import type { ShareSpan } from '../../learn/index.ts';
import { kitParts } from '../../parties/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import type { RecordedDecision, ReplayedItem } from '../../route/index.ts';
import type { OrderId } from '../../words/index.ts';
import { weekOf, weekStartAt } from '../demand/book.ts';
import type { DemandBook } from '../demand/book.ts';
import { knownSignals } from '../demand/signals/signal-desk.ts';
import { forecastAsk } from '../demand/refresh.ts';
import { knowNetworks } from '../explain/explain.ts';
import type { HubParts } from '../run/parts.ts';
import { isDrawn } from './drawn-items.ts';

/** Whole weeks that are lived again. */
const weeksBack = 4;
/** More orders of a week say little more; fewer items are looked at then, with all their orders. */
const ordersMax = 1000;
const pageRows = 200;
/** Orders of a week that are looked through at most. */
const looksMax = 50_000;
const weekDays = 7;

/** What is asked of the past. */
export interface PastAsk {
  readonly at: number;
  readonly horizonDays: number;
  /** Prices follow a forecast: a week before which there was none says nothing. */
  readonly isForecast: boolean;
}

/** The last whole weeks (UTC) with their decisions, and what was known of demand when each began. */
export async function pastSpans(
  parts: HubParts,
  book: DemandBook,
  ask: PastAsk,
): Promise<readonly ShareSpan[]> {
  const spans: ShareSpan[] = [];
  for (let back = 1; back <= weeksBack; back++) {
    const fromAt = weekStartAt(weekOf(ask.at) - back);
    const found = await ordersOf(parts, fromAt);
    const items = found.items(parts.board.items);
    const weeksAhead = Math.ceil(ask.horizonDays / weekDays);
    const demand = ask.isForecast
      ? forecastAsk(book, withTheirKits(items, parts.board.items), {
          at: fromAt,
          weeksAhead,
          signals: await knownSignals(parts, fromAt),
        })
      : undefined;
    if (ask.isForecast && demand === undefined) continue;
    const decisions = await decisionsOf(parts, found.orderIds());
    const untilAt = weekStartAt(weekOf(fromAt) + 1);
    const replayed = [...items.values()].map(({ itemId, weightGrams, temperatureClass }) => ({
      itemId,
      weightGrams,
      temperatureClass,
    })) satisfies readonly ReplayedItem[];
    spans.push({ fromAt: found.fromAt, untilAt, decisions, items: replayed, demand });
  }
  return spans;
}

/** Items, and the kits that are picked from them: whoever wants a kit wants its parts. */
function withTheirKits(
  items: ReadonlyMap<string, ItemProfile>,
  known: ReadonlyMap<string, ItemProfile>,
): ReadonlyMap<string, ItemProfile> {
  const kits = [...known].filter(([, kit]) =>
    kitParts(kit, (id) => known.get(id))?.some(({ itemId }) => items.has(itemId)),
  );
  return new Map([...items, ...kits]);
}

/** Orders of a week, or of its end where there are very many. */
async function ordersOf({ store, env }: HubParts, weekAt: number): Promise<DrawnOrders> {
  const drawn = new DrawnOrders(weekAt);
  const untilAt = weekStartAt(weekOf(weekAt) + 1);
  let [after, looks]: [string | undefined, number] = [undefined, 0];
  do {
    const page = await store.orderList(
      { acceptedFromAt: weekAt, acceptedUntilAt: untilAt },
      { limit: pageRows, after },
    );
    for (const { order } of page.rows) drawn.add(order);
    after = page.next;
    looks += page.rows.length;
    const oldest = page.rows.at(-1);
    if (looks >= looksMax && oldest) drawn.fromAt = oldest.acceptedAt;
    await env.turn();
  } while (after !== undefined && looks < looksMax);
  return drawn;
}

/**
 * Keeps all orders of some items, newest first: of half as many items each time they get too many, so that the stock of
 * those that stay is known to the last unit.
 */
class DrawnOrders {
  /** The oldest moment that was looked at. */
  fromAt: number;
  #halvings = 0;
  #orders: { readonly orderId: OrderId; readonly itemIds: readonly string[] }[] = [];

  constructor(fromAt: number) {
    this.fromAt = fromAt;
  }

  add(order: CustomerOrder): void {
    const one = { orderId: order.orderId, itemIds: itemsOf(order) };
    if (this.#isDrawn(one)) this.#orders.push(one);
    while (this.#orders.length > ordersMax) {
      this.#halvings += 1;
      this.#orders = this.#orders.filter((kept) => this.#isDrawn(kept));
    }
  }

  /** Oldest first. */
  orderIds(): readonly OrderId[] {
    return this.#orders.map(({ orderId }) => orderId).reverse();
  }

  /** Those of the drawn items that are sold by the piece. */
  items(known: ReadonlyMap<string, ItemProfile>): ReadonlyMap<string, ItemProfile> {
    const ids = new Set(this.#orders.flatMap(({ itemIds }) => itemIds));
    return new Map(
      [...ids].sort().flatMap((id) => {
        const item = known.get(id);
        const isMeant = item?.unit === 'each' && isDrawn(id, this.#halvings);
        return isMeant ? [[id, item] as const] : [];
      }),
    );
  }

  #isDrawn({ itemIds }: { readonly itemIds: readonly string[] }): boolean {
    return itemIds.some((itemId) => isDrawn(itemId, this.#halvings));
  }
}

/** Everything that an order could ask nodes for. */
const itemsOf = ({ lines }: CustomerOrder): readonly string[] =>
  lines.flatMap(({ itemId, forms = [] }) => [
    itemId,
    ...forms.flatMap(({ parts }) => parts.map((part) => part.itemId)),
  ]);

/** The first decision about each order, as far as it was made for the nodes of now. */
async function decisionsOf(
  parts: HubParts,
  orderIds: readonly OrderId[],
): Promise<readonly RecordedDecision[]> {
  const { board, store, env } = parts;
  const nodesNow = nodeList(parts, board.network.document.version);
  const decisions: (RecordedDecision & { readonly at: number })[] = [];
  for (const [ix, orderId] of orderIds.entries()) {
    const records = await store.decisions(orderId);
    const first = records.find(({ kind }) => kind === 'route');
    if (first === undefined) continue;
    await knowNetworks(parts, [first]);
    if (nodeList(parts, first.networkVersion) !== nodesNow) continue;
    decisions.push({ question: first.question, answer: first.answer, at: first.at });
    if (ix % 100 === 0) await env.turn();
  }
  return decisions
    .sort((a, b) => a.at - b.at)
    .map(({ question, answer }) => ({ question, answer }));
}

const nodeList = ({ board }: HubParts, version: number): string | undefined =>
  board
    .networkAt(version)
    ?.network.nodes.map(({ nodeId }) => nodeId)
    .join('\n');

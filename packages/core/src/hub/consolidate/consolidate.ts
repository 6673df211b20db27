import { holdsAt } from '../../intake/index.ts';
import type { OrderHold } from '../../intake/index.ts';
import { holdOrShip } from '../../release/index.ts';
import type { HoldChoice } from '../../release/index.ts';
import { moneyText } from '../../words/index.ts';
import type { CurrencyCode, OrderId } from '../../words/index.ts';
import { holdOrder } from '../changes/hold-desk.ts';
import type { PlacedOrder } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { holdQuestion } from './hold-question.ts';
import { OrderHistory, customerKey } from './history.ts';
import { joinOrders } from './join-orders.ts';

/** Orders of one customer that shall travel together. */
export interface Consolidation {
  /**
   * Looks at an order that was just accepted: an earlier one of its customer that waits for it goes on with it, in one
   * parcel where one node has both; else it may wait itself. What goes wrong here is logged, and the order ships at once.
   */
  look(placed: PlacedOrder): Promise<void>;
}

/** Keeps what is known of customers as long as the hub runs; reads nothing unless the rule is on. */
export function consolidationOver(parts: HubParts): Consolidation {
  const history = new OrderHistory();
  return {
    look: async (placed) => {
      const { order, state } = placed.record;
      if (parts.rules.consolidateMinutesMax === 0 || state !== 'open') return;
      if (customerKey(order) === undefined) return;
      await lookAt(parts, history, placed).catch((failure: unknown) => {
        parts.env.log('warn', 'an order was not looked at for travelling together', {
          failure: String(failure),
        });
      });
    },
  };
}

async function lookAt(parts: HubParts, history: OrderHistory, placed: PlacedOrder): Promise<void> {
  const { order } = placed.record;
  const at = parts.env.now();
  await history.refresh(parts.store, at);
  history.add(order);
  const waiting = await waitingOf(parts, history.others(order).slice(0, othersMax));
  if (waiting !== undefined) {
    await joinOrders(parts, waiting, order.orderId);
    return;
  }
  const question = holdQuestion(parts, placed, {
    at,
    own: history.habitOf(order, at),
    tier: history.tierHabit(order.tier, at),
  });
  const choice = question && holdOrShip(question);
  if (choice?.ok !== true) return;
  const { untilAt } = choice.value;
  const note = noteOf(choice.value, parts.board.network.document.currency);
  await holdOrder(parts, order.orderId, { reason: 'consolidation', note, by: 'hub', untilAt });
}

/** So many earlier orders of a customer are looked at; nobody has more that wait. */
const othersMax = 5;

/** The newest of these orders that waits for a further one. */
async function waitingOf(
  parts: HubParts,
  orderIds: readonly OrderId[],
): Promise<OrderId | undefined> {
  const records = await parts.store.orders(orderIds);
  const at = parts.env.now();
  const waiting = new Set(
    records
      .filter(({ holds }) => holdsAt(holds, at).some(isConsolidation))
      .map(({ order }) => order.orderId),
  );
  return orderIds.find((id) => waiting.has(id));
}

/** Whether the hold waits for a further order. */
const isConsolidation = ({ reason }: Pick<OrderHold, 'reason'>): boolean =>
  reason === 'consolidation';

/** Why it waits, with the numbers, for people; in both languages, since a note has no language of its own. */
function noteOf(
  { minutes, chancePercent, expectedMinor, riskMinor }: HoldChoice,
  currency: CurrencyCode,
): string {
  const money = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const [saves, risks] = [money(expectedMinor), money(riskMinor)];
  const chance = chancePercent.toFixed(1);
  return [
    `waits up to ${String(minutes)} min for a further order (chance ${chance} %): expected to save ${saves}, risks ${risks}`,
    `最多等 ${String(minutes)} 分钟以合并下一单（概率 ${chance} %）：预期节省 ${saves}，风险 ${risks}`,
  ].join(' · ');
}

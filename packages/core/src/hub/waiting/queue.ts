import { customerTiers } from '../../parties/index.ts';
import type { CustomerTier } from '../../parties/index.ts';
import type { ItemId, OrderId } from '../../words/index.ts';
import { isOnTheRoad } from '../board/supply-book.ts';
import { changeOrder } from '../orders/orders.ts';
import type { CaseRecord, EventDraft } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { serveOrder } from './serve-order.ts';

/** Shares out goods that have come among the orders that wait for them. */
export interface WaitingQueue {
  /** Told of every event that was committed here or elsewhere. */
  noticed(events: readonly EventDraft[]): void;
  /** Resolves when nothing is being shared out. */
  settled(): Promise<void>;
}

/**
 * Opens the queue with the items that are waited for. When goods of such an item become available anywhere, they are not
 * there for new orders until those that wait had their turn: better tiers first, then who bought earlier.
 */
export async function openQueue(parts: HubParts): Promise<WaitingQueue> {
  const waitedFor = new Set((await waitingCases(parts, {})).map(({ key }) => key ?? ''));
  const due = new Set<string>();
  let sharing: Promise<void> | undefined;

  async function shareOut(): Promise<void> {
    while (due.size > 0) {
      const items = [...due];
      due.clear();
      for (const item of items) {
        const cases = await waitingCases(parts, { key: item });
        for (const orderId of inTurn(cases)) await serve(parts, orderId);
        if (cases.length === 0) waitedFor.delete(item);
        if (!due.has(item)) parts.board.sharedOut.delete(item);
      }
    }
  }

  function begin(): void {
    sharing ??= shareOut()
      .catch((failure: unknown) => {
        parts.env.log('error', 'sharing out goods failed; it is tried again with the next ones', {
          failure: String(failure),
        });
        parts.board.sharedOut.clear();
      })
      .finally(() => {
        sharing = undefined;
        if (due.size > 0) begin();
      });
  }

  return {
    noticed: (events) => {
      for (const { type, body } of events)
        if (type.includes('.order.waits.'))
          for (const item of body['items'] as readonly string[]) waitedFor.add(item);
      if (waitedFor.size === 0) return;
      for (const item of freedItems(events)) {
        if (!waitedFor.has(item)) continue;
        due.add(item);
        parts.board.sharedOut.add(item);
      }
      if (due.size > 0) begin();
    },
    settled: async () => {
      while (sharing) await sharing;
    },
  };
}

/** Items of which more is available at a node than before. */
function freedItems(events: readonly EventDraft[]): ReadonlySet<ItemId> {
  const items = new Set<ItemId>();
  for (const { stockMoves } of events)
    for (const move of stockMoves)
      if (!isOnTheRoad(move) && move.onHandUnits - move.reservedUnits - move.safetyUnits > 0)
        items.add(move.itemId);
  return items;
}

/** Orders as they are served: better tiers first, then who bought earlier, then by id. */
export function inTurn(cases: readonly CaseRecord[]): readonly OrderId[] {
  const ranked = cases.map((one) => {
    const { tier, placedAt } = one.document as {
      readonly tier: CustomerTier;
      readonly placedAt: number;
    };
    return { orderId: one.orderId as OrderId, rank: customerTiers.indexOf(tier), placedAt };
  });
  ranked.sort(
    (a, b) => b.rank - a.rank || a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1),
  );
  return [...new Set(ranked.map(({ orderId }) => orderId))];
}

const serve = (parts: HubParts, orderId: OrderId) =>
  changeOrder(parts, orderId, (change) =>
    serveOrder(change, parts.pathBoard) ? undefined : false,
  );

/** Everybody who waits, for the item if one is named. */
export async function waitingCases(
  parts: HubParts,
  of: { readonly key?: string },
): Promise<readonly CaseRecord[]> {
  const all: CaseRecord[] = [];
  let after: string | undefined;
  do {
    const page = await parts.store.caseList(
      { kind: 'wait', state: 'waiting', ...of },
      { limit: 200, after },
    );
    all.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return all;
}

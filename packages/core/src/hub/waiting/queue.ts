import { minuteMs } from '../../words/index.ts';
import type { ItemId, OrderId } from '../../words/index.ts';
import { isOwed } from '../../stock/index.ts';
import { isOnTheRoad } from '../board/supply-book.ts';
import { changeOrder } from '../orders/orders.ts';
import type { CaseRecord, EventDraft } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { comingGoods } from './coming.ts';
import type { ComingGoods } from './coming.ts';
import { leaveOverdue, overdueItems } from './overdue.ts';
import { serveOrder } from './serve-order.ts';
import { inTurn, waitingCases } from './turn.ts';

/** Shares out goods that have come among the orders that wait for them. */
export interface WaitingQueue {
  /**
   * Told of what a decision books, before the store has spoken: goods that come with it are not there for new orders
   * from that moment on.
   */
  booked(events: readonly EventDraft[]): void;
  /** Told that the store refused what was booked. */
  refused(events: readonly EventDraft[]): void;
  /** Told of every event that was committed here or elsewhere. */
  noticed(events: readonly EventDraft[]): void;
  /**
   * Looks from time to time at all that waits: goods may be there that could not be sent when they came (a node was
   * closed, was not to be asked, had no place), and supplies may be overdue.
   */
  look(): void;
  /** Resolves when nothing is being shared out. */
  settled(): Promise<void>;
}

/** How often everything that waits is looked at again. */
const lookEveryMs = 5 * minuteMs;

/**
 * Opens the queue with the items that are waited for. When goods of such an item become available anywhere, they are not
 * there for new orders until those that wait had their turn: better tiers first, then who bought earlier.
 */
export async function openQueue(parts: HubParts): Promise<WaitingQueue> {
  const waitedFor = new Set((await waitingCases(parts, {})).map(({ key }) => key ?? ''));
  const coming = comingGoods(parts.board);
  const sharer = openSharer(parts, { waitedFor, coming });
  let nextLookAt = parts.env.now() + lookEveryMs;

  const waitedItems = (events: readonly EventDraft[]): readonly string[] =>
    waitedFor.size === 0 && coming.isEmpty()
      ? []
      : [...freedItems(events)].filter((item) => waitedFor.has(item) || coming.has(item));

  return {
    booked: (events) => {
      const items = waitedItems(events);
      if (items.length > 0) coming.add(items);
    },
    refused: (events) => {
      for (const item of waitedItems(events)) {
        coming.remove(item);
        sharer.leave(item);
      }
    },
    noticed: (events) => {
      for (const { type, body } of events)
        if (type.includes('.order.waits.'))
          for (const item of body['items'] as readonly string[]) waitedFor.add(item);
      const items = waitedItems(events);
      for (const item of items) coming.remove(item);
      if (items.length > 0) sharer.share(items);
    },
    look: () => {
      const at = parts.env.now();
      if (at < nextLookAt) return;
      nextLookAt = at + lookEveryMs;
      const items = [...waitedFor].filter((item) => isThere(parts, item));
      if (items.length > 0 || overdueItems(parts).length > 0) sharer.share(items);
    },
    settled: () => sharer.settled(),
  };
}

/** Shares items out, one run after the other. */
interface Sharer {
  /** The items are due: in the run that is under way, or in one that begins now. */
  share(items: readonly string[]): void;
  /** Nothing came of an item: it is there for everybody again, unless it is due. */
  leave(item: string): void;
  settled(): Promise<void>;
}

function openSharer(
  parts: HubParts,
  { waitedFor, coming }: { readonly waitedFor: Set<string>; readonly coming: ComingGoods },
): Sharer {
  const due = new Set<string>();
  let sharing: Promise<void> | undefined;

  async function shareOut(): Promise<void> {
    await leaveOverdue(parts);
    while (due.size > 0) {
      const items = [...due];
      due.clear();
      await serveInTurn(parts, await whoWaits(parts, items, waitedFor));
      for (const item of items)
        if (!due.has(item) && !coming.has(item)) parts.board.sharedOut.delete(item);
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
        coming.known();
        if (due.size > 0) begin();
      });
    parts.board.sharing = Promise.allSettled([parts.board.sharing, sharing]);
  }

  return {
    share: (items) => {
      for (const item of items) {
        due.add(item);
        parts.board.sharedOut.add(item);
      }
      begin();
    },
    leave: (item) => {
      if (!due.has(item)) parts.board.sharedOut.delete(item);
      if (!sharing) coming.known();
    },
    settled: async () => {
      while (sharing) await sharing;
    },
  };
}

/** Cases of everybody who waits for the items; items that nobody waits for are waited for no longer. */
async function whoWaits(
  parts: HubParts,
  items: readonly string[],
  waitedFor: Set<string>,
): Promise<readonly CaseRecord[]> {
  const cases: CaseRecord[] = [];
  for (const key of items) {
    // Who begins to wait meanwhile is told by an event, which puts the item back.
    waitedFor.delete(key);
    const waiting = await waitingCases(parts, { key }).catch((failure: unknown) => {
      waitedFor.add(key);
      throw failure;
    });
    if (waiting.length > 0) waitedFor.add(key);
    cases.push(...waiting);
  }
  return cases;
}

/** Serves who waits for any of the items, as long as something of his items is there. */
async function serveInTurn(parts: HubParts, cases: readonly CaseRecord[]): Promise<void> {
  const items = new Map<OrderId, string[]>();
  for (const { orderId, key = '' } of cases)
    if (orderId !== undefined) items.set(orderId, [...(items.get(orderId) ?? []), key]);
  for (const orderId of inTurn(cases))
    if (items.get(orderId)?.some((item) => isThere(parts, item)) === true)
      await serve(parts, orderId);
}

/** Whether anybody could be served with the item: it can be sold, or is kept for some. */
const isThere = ({ board, pathBoard }: HubParts, item: string): boolean =>
  pathBoard.mostAvailable(item as ItemId) > 0 ||
  board.stock.nodeIds.some((node) => board.allocation.fenceAt(node, item as ItemId) !== undefined);

/** Items of which more is available at a node than before. */
function freedItems(events: readonly EventDraft[]): ReadonlySet<ItemId> {
  const items = new Set<ItemId>();
  for (const { stockMoves } of events)
    for (const move of stockMoves)
      if (
        !isOnTheRoad(move) &&
        !isOwed(move) &&
        move.onHandUnits - move.reservedUnits - move.safetyUnits > 0
      )
        items.add(move.itemId);
  return items;
}

const serve = (parts: HubParts, orderId: OrderId) =>
  changeOrder(parts, orderId, (change) =>
    serveOrder(change, parts.pathBoard) ? undefined : false,
  );

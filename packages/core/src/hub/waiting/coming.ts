import type { Board } from '../board/board.ts';
import type { EventDraft } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';

/** Goods that are booked and not committed yet, of items that orders wait for: not there for new orders meanwhile. */
export interface ComingGoods {
  has(item: string): boolean;
  isEmpty(): boolean;
  /** Booked: whoever asks for the items waits until it is known what becomes of them. */
  add(items: readonly string[]): void;
  /** Committed or refused. */
  remove(item: string): void;
  /** What becomes of them is known: whoever waits goes on. */
  known(): void;
}

/** Who is told of bookings. */
interface BookingListener {
  booked(events: readonly EventDraft[]): void;
  refused(events: readonly EventDraft[]): void;
}

/** Opens an empty account of coming goods. */
export function comingGoods(board: Board): ComingGoods {
  const coming = new Set<string>();
  let gates: (() => void)[] = [];
  return {
    has: (item) => coming.has(item),
    isEmpty: () => coming.size === 0,
    add: (items) => {
      for (const item of items) {
        coming.add(item);
        board.sharedOut.add(item);
      }
      const gate = new Promise<void>((open) => gates.push(open));
      board.sharing = Promise.allSettled([board.sharing, gate]);
    },
    remove: (item) => coming.delete(item),
    known: () => {
      const waiting = gates;
      gates = [];
      for (const open of waiting) open();
    },
  };
}

/** Tells those who share goods out what is booked, and when it came to nothing; what was committed they are told anyway. */
export const commitTelling =
  (commit: HubParts['commit'], late: { readonly queue?: BookingListener }): HubParts['commit'] =>
  async (decide, lane, joint) => {
    const booked: EventDraft[] = [];
    const telling = (): CommitUnit | undefined => {
      const unit = decide();
      booked.push(...(unit?.events ?? []));
      if (unit) late.queue?.booked(unit.events);
      return unit;
    };
    try {
      const result = await commit(telling, lane, joint);
      if (result?.ok !== true) late.queue?.refused(booked);
      return result;
    } catch (failure) {
      late.queue?.refused(booked);
      throw failure;
    }
  };

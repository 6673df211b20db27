import type { LoggedEvent } from './records.ts';

/** One event of the log on its way over the bus, chained to the one before it, so that a hole is seen. */
export interface FedEvent {
  readonly sequence: number;
  /** Sequence of the event that was fed before it; 0 = nothing was, or nobody knows any more. */
  readonly previous: number;
  /** Absent: too large for the bus; whoever follows reads it in the store. */
  readonly event?: LoggedEvent;
}

/** Where a feed ends. */
export interface FeedEnd {
  /** The newest event on it; undefined = it holds none. */
  readonly newest: { readonly sequence: number; readonly eventId: string } | undefined;
  /** The bus's own number of its end: who appends says which end he saw. */
  readonly place: number;
}

/**
 * The log on the bus: what was committed, in its order. It is a copy of the newest stretch for those who would otherwise
 * ask the database again and again. Nothing is true because it is here, and nothing is lost when it is not.
 */
export interface LogFeed {
  end(): Promise<FeedEnd>;
  /**
   * Puts events behind the end that the caller saw: all of them, or the first ones.
   *
   * @returns the new end
   * @throws BusFailure `moved` when somebody else has appended meanwhile: look at the end again
   */
  append(end: FeedEnd, events: readonly LoggedEvent[]): Promise<FeedEnd>;
  /** Empties it: it was of another log. */
  clear(): Promise<void>;
  /** Hands out what is appended from now on, in its order; after a broken connection, what came meanwhile too if it is still held. */
  follow(listener: (fed: FedEvent) => void): Promise<BusEnding>;
  /** Tells whoever feeds that something was committed; may be lost. */
  nudge(): void;
  nudged(listener: () => void): BusEnding;
}

/** A piece of work that the bus handed out: it comes again until it is done, or has been handed out too often. */
export interface HandedWork {
  /** What it is about, e.g. an order. */
  readonly key: string;
  /** How often it was handed out, with this time: 1, 2 …. */
  readonly handedOut: number;
  /** It is not handed out again. */
  readonly done: () => void;
  /** It is handed out again, to anybody, after so long, ms. */
  readonly later: (afterMs: number) => void;
}

/** How soon work is wanted: `urgent` work waits behind no usual work, and usual work is handed out beside it all the same. */
export type WorkLane = 'urgent' | 'usual';

/**
 * Work for whoever is free. It is a hint and no promise: the store knows what there is to do, work may be lost here or
 * come twice.
 */
export interface WorkQueue {
  /** @throws BusFailure */
  put(keys: readonly string[], lane: WorkLane): Promise<void>;
  /**
   * Hands out work, some at a time, to one of those that take. Each lane has a place of its own to be worked at: nothing
   * more of what waits there comes before `work` has ended, and what waits in the other lane is not held up by it.
   */
  take(work: (handed: readonly HandedWork[]) => Promise<void>): Promise<BusEnding>;
}

/** Ends what was begun. */
export type BusEnding = () => Promise<void>;

/** The bus port: carries what the store holds to other processes. */
export interface Bus {
  readonly feed: LogFeed;
  /** Accepted orders that wait for a router. */
  readonly routing: WorkQueue;
  /** Checks that the bus answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Why the bus could not do its work. */
export type BusTrouble =
  /** Somebody else was first. */
  | 'moved'
  /** It does not answer; trying again helps. */
  | 'away'
  /** It is not fit for its use: a setting, a version, a limit. */
  | 'unfit';

/** The bus could not do its work. The store's word counts all the same. */
export class BusFailure extends Error {
  readonly trouble: BusTrouble;
  constructor(trouble: BusTrouble, message: string, more: { readonly cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'BusFailure';
    this.trouble = trouble;
  }
}

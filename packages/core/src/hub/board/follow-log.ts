import type { LogStretch } from '../demand/book.ts';
import type { FedLog } from '../feed/fed-log.ts';
import { fetchKept } from '../pricing/kept.ts';
import type { HubParts } from '../run/parts.ts';
import type { DocumentRecord, LoggedEvent } from '../ports/records.ts';

/** Keeps a board up to date with what other processes commit, and calls back at each look. */
export interface Following {
  /**
   * Folds what the log holds at this moment, without waiting for the next look. Who asks while it is being read shares
   * the reading after that one, which sees all that was committed before they asked.
   */
  catchUp(): Promise<void>;
  /** Ends the looks; resolves when the last one is done. */
  stop(): Promise<void>;
}

const eventsPerLook = 1000;
/** With a feed the store is asked for the log only now and then: in case that nobody feeds. */
const storeEveryMs = 1_000;

/** How a log is followed. */
interface FollowHow {
  readonly origin: string;
  readonly everyMs: number;
  readonly tellAll: (event: LoggedEvent) => void;
  /** Stretches of the log in order, own events with them. */
  readonly followed: (stretch: LogStretch) => void;
  readonly atEachLook: () => Promise<void>;
  /** The log as a bus brings it; without one it is read in the store at every look. */
  readonly fed?: FedLog | undefined;
}

/**
 * Looks at the log again and again: events of other processes, and own ones whose commit nobody confirmed, are folded
 * into the board, documents that they published are fetched. A failing look is told and tried again; it never ends the following.
 * With a feed events are folded as they come; where it has a hole, and from time to time, the store is read.
 */
export function followLog(parts: HubParts, how: FollowHow): Following {
  const { env } = parts;
  const { fed } = how;
  let stopped = false;
  let cancel: () => void = () => undefined;
  let looking: Promise<void> = Promise.resolve();
  const source = logSource(parts, fed);
  const reading = oneAtATime(async () => {
    source.turn();
    while (!stopped && (await foldSome(parts, how, source)));
  });

  function failed(failure: unknown): void {
    env.log('warn', 'a look at the log failed; it is tried again', { failure: String(failure) });
  }

  async function look(): Promise<void> {
    try {
      await reading();
      if (stopped) return;
      await how.atEachLook();
    } catch (failure) {
      failed(failure);
    }
  }

  function again(): void {
    if (stopped) return;
    cancel = env.after(how.everyMs, () => {
      looking = look().then(again);
    });
  }

  again();
  fed?.heard(() => {
    if (!stopped) void reading().catch(failed);
  });
  return {
    catchUp: () => {
      source.askStore();
      return reading().catch((failure: unknown) => {
        env.log('warn', 'the log could not be read before an answer', { failure: String(failure) });
      });
    },
    stop: async () => {
      stopped = true;
      cancel();
      await fed?.stop();
      await looking;
    },
  };
}

/** Runs the work never twice at once; whoever asks while it runs waits for the run after it, together. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    const started = work().finally(() => {
      running = undefined;
    });
    running = started;
    return started;
  };
  return () => {
    if (!running) return run();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  };
}

/** Where the next stretch of the log comes from. */
interface LogSource {
  /** The next reading asks the store, whatever the feed says: somebody wants to know what is committed now. */
  askStore(): void;
  /** A reading begins. */
  turn(): void;
  next(from: number): ReturnType<HubParts['store']['events']>;
}

function logSource({ store, env }: HubParts, fed: FedLog | undefined): LogSource {
  let isAsked = false;
  let asksStore = true;
  let readMs = Number.NEGATIVE_INFINITY;
  return {
    askStore: () => {
      isAsked = true;
    },
    turn: () => {
      asksStore = isAsked || !fed || env.mono() - readMs >= storeEveryMs;
      isAsked = false;
    },
    next: async (from) => {
      const events = asksStore ? undefined : fed?.behind(from, eventsPerLook);
      if (events) return { events, watermark: events.at(-1)?.sequence ?? from };
      readMs = env.mono();
      return store.events(from, eventsPerLook);
    },
  };
}

/**
 * Folds the next stretch. What was folded before something failed counts as read: moves of stock folded twice would be
 * wrong for ever.
 *
 * @returns whether there may be more
 */
async function foldSome(
  parts: HubParts,
  how: Pick<FollowHow, 'origin' | 'tellAll' | 'followed'>,
  source: LogSource,
): Promise<boolean> {
  const { board } = parts;
  const from = board.sequence;
  const { events, watermark } = await source.next(from);
  const read = (count: number, until: number): void => {
    board.reached(until);
    how.followed({ from, events: events.slice(0, count), until });
  };
  for (const [ix, event] of events.entries()) {
    const own = event.origin === how.origin ? board.own.met(event) : 'unheard';
    if (own === 'heard') continue;
    if (own === 'under-way') {
      // Its answer is about to come; the next look goes on from here.
      read(ix, event.sequence - 1);
      return false;
    }
    try {
      await fetchPublished(parts, event);
    } catch (failure) {
      read(ix, event.sequence - 1);
      throw failure;
    }
    board.follow(event);
    how.tellAll(event);
  }
  read(events.length, watermark);
  return events.length === eventsPerLook;
}

async function fetchPublished(parts: HubParts, event: LoggedEvent): Promise<void> {
  const { kind, documentId } = event.body;
  if (!event.type.endsWith('.published.v1')) return;
  await fetchKept(parts, event.body);
  if (typeof documentId !== 'string' || !isDocumentKind(kind)) return;
  const records: readonly DocumentRecord[] = await parts.store.documents(kind, documentId);
  for (const record of records) parts.board.install(record);
}

const documentKinds: readonly unknown[] = [
  'network',
  'strategy',
  'allocation',
  'aftercare',
  'model',
] satisfies readonly DocumentRecord['kind'][];

const isDocumentKind = (kind: unknown): kind is DocumentRecord['kind'] =>
  documentKinds.includes(kind);

import { BusFailure } from '@ordermesh/core/hub';
import type {
  Bus,
  FedEvent,
  FeedEnd,
  HandedWork,
  LogFeed,
  WorkLane,
  WorkQueue,
} from '@ordermesh/core/hub';

/** A bus in memory that several hubs share; each opens its own end of it. */
export interface MemoryBroker {
  open(): Bus;
}

/** A broker whose messages reach others a turn later, as those of a real one do. */
export function memoryBroker(): MemoryBroker {
  const feed = memoryFeed();
  const routing = memoryWork();
  return {
    open: () => ({ feed, routing, ping: () => Promise.resolve(), close: () => Promise.resolve() }),
  };
}

function memoryFeed(): LogFeed {
  const log: (FedEvent & { readonly eventId: string })[] = [];
  const followers = new Set<(fed: FedEvent) => void>();
  const nudges = new Set<() => void>();
  let place = 0;
  const end = (): FeedEnd => ({ newest: log.at(-1), place });
  return {
    end: () => Promise.resolve(end()),
    append: async (seen, events) => {
      await Promise.resolve();
      if (seen.place !== place) throw new BusFailure('moved', 'somebody else has fed the log');
      for (const event of events) {
        const { sequence, id: eventId } = event;
        const fed = { sequence, previous: log.at(-1)?.sequence ?? 0, event };
        log.push({ ...fed, eventId });
        place += 1;
        tellLater(followers, (follower) => {
          follower(fed);
        });
      }
      return end();
    },
    clear: () => {
      log.length = 0;
      return Promise.resolve();
    },
    follow: (listener) => Promise.resolve(joined(followers, listener)),
    nudge: () => {
      tellLater(nudges, (listener) => {
        listener();
      });
    },
    nudged: (listener) => joined(nudges, listener),
  };
}

/** Each piece goes to one taker, in turn; what is put back comes again at once, whatever pause was asked. */
function memoryWork(): WorkQueue {
  const waiting: Record<WorkLane, { readonly key: string; readonly handedOut: number }[]> = {
    urgent: [],
    usual: [],
  };
  const takers: ((handed: readonly HandedWork[]) => Promise<void>)[] = [];
  const going = new Set<WorkLane>();
  const go = async (lane: WorkLane): Promise<void> => {
    await Promise.resolve();
    for (let taker = takers[0]; taker && waiting[lane].length > 0; taker = takers[0]) {
      takers.push(...takers.splice(0, 1));
      await taker(waiting[lane].splice(0, 16).map((one) => handed(one, lane)));
    }
    going.delete(lane);
  };
  const start = (lane: WorkLane): void => {
    if (going.has(lane)) return;
    going.add(lane);
    void go(lane);
  };
  const handed = (
    { key, handedOut }: { readonly key: string; readonly handedOut: number },
    lane: WorkLane,
  ): HandedWork => ({
    key,
    handedOut,
    done: () => undefined,
    later: () => {
      waiting[lane].push({ key, handedOut: handedOut + 1 });
      start(lane);
    },
  });
  return {
    put: (keys, lane) => {
      waiting[lane].push(...keys.map((key) => ({ key, handedOut: 1 })));
      start(lane);
      return Promise.resolve();
    },
    take: (work) => {
      takers.push(work);
      start('urgent');
      start('usual');
      return Promise.resolve(() => {
        takers.splice(takers.indexOf(work), 1);
        return Promise.resolve();
      });
    },
  };
}

/** Tells everybody who listens now, unless he has ended it by then. */
function tellLater<T>(all: ReadonlySet<T>, tell: (one: T) => void): void {
  for (const one of all)
    void Promise.resolve().then(() => {
      if (all.has(one)) tell(one);
    });
}

function joined<T>(all: Set<T>, one: T): () => Promise<void> {
  all.add(one);
  return () => {
    all.delete(one);
    return Promise.resolve();
  };
}

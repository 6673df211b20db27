import type { Env } from '../ports/env.ts';
import { BusFailure } from '../ports/bus.ts';
import type { BusEnding, FeedEnd, LogFeed } from '../ports/bus.ts';
import type { Store } from '../ports/store.ts';

/** What feeding the bus needs. */
export interface Feeding {
  readonly store: Pick<Store, 'events'>;
  readonly feed: LogFeed;
  readonly env: Env;
  /** Where an empty feed begins: what is older is read in the store by whoever wants it. */
  readonly beginAt: () => number;
  /** How often the log is looked at when nobody says that something was committed, ms; default 200. */
  readonly lookEveryMs?: number;
}

const eventsAtOnce = 1_000;
/** Who finds that somebody else feeds stands by for so long. */
const standByMs = 1_000;

/**
 * Copies the log to the bus, event by event in its order and without holes, until it is stopped. Several processes may do
 * it: the bus lets one of two in, and the other stands by and takes over when the feed stays behind. A bus or a store
 * that is away is waited for.
 *
 * @returns ends it; resolves when nothing is under way
 */
export function feedLog(feeding: Feeding): BusEnding {
  const { feed, env, lookEveryMs = 200 } = feeding;
  const now: Standing = { standsBy: false };
  let isStopped = false;
  let isWorking = false;
  let isNudged = false;
  let cancel: () => void = () => undefined;
  let working: Promise<void> = Promise.resolve();

  async function copyAll(): Promise<void> {
    try {
      while (!isStopped && (await copySome(feeding, now)));
      now.standsBy = false;
    } catch (failure) {
      now.end = undefined;
      now.standsBy = failure instanceof BusFailure && failure.trouble === 'moved';
      const level = now.standsBy ? 'debug' : 'warn';
      env.log(level, 'feeding the bus stopped for a moment', { failure: String(failure) });
    }
  }

  function look(): void {
    if (isStopped || isWorking) return;
    cancel();
    isWorking = true;
    isNudged = false;
    working = copyAll().then(() => {
      isWorking = false;
      if (isStopped) return;
      const waitMs = isNudged ? 0 : lookEveryMs;
      cancel = env.after(now.standsBy ? standByMs : waitMs, look);
    });
  }

  const deaf = feed.nudged(() => {
    isNudged = true;
    if (!now.standsBy) look();
  });
  look();
  return async () => {
    isStopped = true;
    cancel();
    await working;
    await deaf();
  };
}

interface Standing {
  end?: FeedEnd | undefined;
  /** Where an empty feed begins, once that was asked. */
  begin?: number;
  standsBy: boolean;
}

/** @returns whether there may be more */
async function copySome(feeding: Feeding, now: Standing): Promise<boolean> {
  const { store, feed, beginAt } = feeding;
  now.begin ??= beginAt();
  now.end ??= await endOfThisLog(feeding);
  const from = now.end.newest?.sequence ?? now.begin;
  const { events } = await store.events(from, eventsAtOnce);
  if (events.length === 0) return false;
  now.end = await feed.append(now.end, events);
  return events.length === eventsAtOnce;
}

/** The end of the feed; a feed of another log (the store was restored, the server is another's) is emptied. */
async function endOfThisLog({ store, feed, env }: Feeding): Promise<FeedEnd> {
  const end = await feed.end();
  if (!end.newest) return end;
  const { sequence, eventId } = end.newest;
  const [same] = (await store.events(sequence - 1, 1)).events;
  if (same?.sequence === sequence && same.id === eventId) return end;
  env.log('warn', 'the bus carries another log; it is emptied and fed anew', { sequence });
  await feed.clear();
  return feed.end();
}

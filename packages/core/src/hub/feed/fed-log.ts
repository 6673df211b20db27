import type { BusEnding, FedEvent, LogFeed } from '../ports/bus.ts';
import type { LoggedEvent } from '../ports/records.ts';

/** Events that wait here at most; who is further behind reads the store. */
const heldMax = 20_000;

/** The newest stretch of the log as the bus brought it to this process. */
export interface FedLog {
  /**
   * The events right behind a sequence, as far as they are here without a hole.
   *
   * @returns empty = nothing newer was heard; undefined = there is something newer, and the store must be asked for it
   */
  behind(sequence: number, limit: number): readonly LoggedEvent[] | undefined;
  /** Who is told that something newer was heard. */
  heard(listener: () => void): void;
  stop(): Promise<void>;
}

/** Listens to the feed. */
export async function openFedLog(feed: LogFeed): Promise<FedLog> {
  let tell: () => void = () => undefined;
  const held: FedEvent[] = [];
  const end: BusEnding = await feed.follow((fed) => {
    // A feed that begins anew, or tells twice, starts the stretch again.
    if (fed.sequence <= (held.at(-1)?.sequence ?? 0)) held.length = 0;
    held.push(fed);
    if (held.length > heldMax) held.splice(0, held.length - heldMax);
    tell();
  });
  return {
    behind: (sequence, limit) => {
      const done = held.findIndex((fed) => fed.sequence > sequence);
      if (done === -1) {
        held.splice(0, Math.max(0, held.length - 1));
        return [];
      }
      held.splice(0, done);
      return chainFrom(held, sequence, limit);
    },
    heard: (listener) => {
      tell = listener;
    },
    stop: end,
  };
}

/** The unbroken chain that begins right behind the sequence. */
function chainFrom(
  held: readonly FedEvent[],
  sequence: number,
  limit: number,
): readonly LoggedEvent[] | undefined {
  const chain: LoggedEvent[] = [];
  let reached = sequence;
  for (const [ix, { previous, sequence: at, event }] of held.entries()) {
    const isChained = ix === 0 ? isBehind(previous, sequence) : previous === reached;
    if (!isChained || !event || chain.length === limit) break;
    chain.push(event);
    reached = at;
  }
  return chain.length > 0 ? chain : undefined;
}

/** Whether nothing lies between what is known and this event. A first event of which nobody knows what came before proves nothing. */
const isBehind = (previous: number, sequence: number): boolean =>
  previous <= sequence && (previous > 0 || sequence === 0);

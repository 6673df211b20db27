import type { LoggedEvent } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { ToldMessage } from './role.ts';

/** What a subscriber has heard, and what of it must not be. */
export interface Hearing {
  /** It asks for its subscription for the first time: nothing up to here is for it. */
  readonly asks: (sequence: number) => void;
  /** The hub has said yes: all after this must come. */
  readonly begins: (sequence: number) => void;
  /** A place in the log after it subscribed; `share` 0 … 1 of the way to its end. */
  readonly replayFrom: (share: number) => number;
  /** A replay is asked of a process; what came may come again. */
  readonly replays: () => void;
  /** A message is there; `isSaid`: and the hub is told that it is. */
  readonly taken: (message: ToldMessage, isSaid: boolean) => void;
  /** What must have come and has not. */
  readonly missing: () => readonly LoggedEvent[];
  /** Messages that came, each once. */
  readonly messages: () => number;
  /** Messages that came again. */
  readonly repeats: () => number;
}

/** What is known of a subscriber. */
interface Listener {
  readonly name: string;
  readonly database: MemoryDatabase;
  readonly covers: (event: LoggedEvent) => boolean;
  readonly isThin: boolean;
  readonly isHealed: () => boolean;
  readonly broken: (invariant: string, numbers: string) => void;
}

/** How a message reads. */
interface Body {
  readonly id: string;
  readonly type: string;
  readonly sequence: string;
  readonly ordersequence?: number;
  readonly orderprevious?: number;
  readonly ['data']: Readonly<Record<string, unknown>>;
}

/** After all faults a message that was taken may come so often again: a look that a retry crossed begins anew. */
const repeatsMax = 4;

/** Judges each message as it comes, by the log and not by what the hub thinks of it. */
export function hearing(listener: Listener): Hearing {
  const { database, broken, name, covers } = listener;
  const bodies = new Map<string, string>();
  const idOf = new Map<number, string>();
  const afterHealing = new Map<string, number>();
  let [asked, since, came] = [Infinity, Infinity, 0];

  function judge({ messageId, body }: ToldMessage): void {
    const said = JSON.parse(body) as Body;
    const sequence = Number(said.sequence);
    const event = database.events[sequence - 1];
    const numbers = `${name}: ${messageId} as ${said.sequence}, ${said.type}`;
    if (event?.id !== said.id || event.type !== said.type) {
      broken('subscribers hear only what is committed', numbers);
      return;
    }
    if (!covers(event) || sequence <= asked)
      broken('nobody is told what the subscription does not cover', numbers);
    if (idOf.has(sequence) && (idOf.get(sequence) !== messageId || bodies.get(messageId) !== body))
      broken('the same event always carries the same id and body', numbers);
    judgeBody(listener, event, { said, numbers });
    idOf.set(sequence, messageId);
    bodies.set(messageId, body);
  }

  return {
    asks: (sequence) => (asked = Math.min(asked, sequence)),
    begins: (sequence) => (since = Math.min(since, sequence)),
    replayFrom: (share) => Math.ceil(since + share * (database.events.length - since)),
    replays: () => {
      afterHealing.clear();
    },
    taken: (message, isSaid) => {
      came += 1;
      judge(message);
      if (!listener.isHealed() || !isSaid) return;
      const times = (afterHealing.get(message.messageId) ?? 0) + 1;
      afterHealing.set(message.messageId, times);
      if (times === repeatsMax + 1)
        broken('what was taken is not told for ever', `${name}: ${message.messageId}`);
    },
    missing: () =>
      database.events.filter(
        (event) => event.sequence > since && !idOf.has(event.sequence) && covers(event),
      ),
    messages: () => bodies.size,
    repeats: () => came - bodies.size,
  };
}

const thinKeys: readonly string[] = ['order_id', 'href'];

/** It stands where it says, and holds as much as was wanted. */
function judgeBody(
  listener: Listener,
  event: LoggedEvent,
  { said, numbers }: { readonly said: Body; readonly numbers: string },
): void {
  if (!isInPlace(listener, event, said))
    listener.broken('a message says where it stands in its order', numbers);
  if (listener.isThin && Object.keys(said.data).some((key) => !thinKeys.includes(key)))
    listener.broken('who wants no content gets none', numbers);
}

/** Counts again: the number of the event in its order, and that of the one before it that is for this subscriber too. */
function isInPlace({ database, covers }: Listener, event: LoggedEvent, said: Body): boolean {
  if (event.orderId === undefined) return said.ordersequence === undefined;
  const upTo = (database.eventsOf.get(event.orderId) ?? []).filter(
    ({ sequence }) => sequence <= event.sequence,
  );
  const before = upTo.slice(0, -1).findLastIndex(covers) + 1;
  return said.ordersequence === upTo.length && said.orderprevious === before;
}

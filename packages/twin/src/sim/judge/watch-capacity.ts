import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import type { NetworkDocument } from '@ordermesh/core/network';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { BookWatch } from './watch-books.ts';

/** How long a process may promise by what a node could do before: it looks at the log often, and needs a moment to start. */
const knownWithinMs = 5 * 60_000;

interface Capacity {
  readonly ordersMax: number;
  /** Until when it held; Infinity = it holds. */
  untilAt: number;
}

/** Nobody promises a place of a slot by a capacity that its node has not told, or has taken back a while ago. */
export function watchCapacity(
  database: MemoryDatabase,
  outside: {
    readonly broken: (invariant: string, numbers: string) => void;
    readonly now: () => number;
  },
): BookWatch {
  const told = new Map<string, Capacity[]>();
  let read = 0;
  const publish = ({ nodes }: NetworkDocument): void => {
    for (const { nodeId, slots } of nodes) {
      const all = told.get(nodeId) ?? [];
      const last = all.at(-1);
      if (last?.ordersMax === slots.ordersMax) continue;
      if (last) last.untilAt = outside.now();
      told.set(nodeId, [...all, { ordersMax: slots.ordersMax, untilAt: Infinity }]);
    }
  };
  const look = (): void => {
    for (; read < database.events.length; read += 1)
      for (const { nodeId, slotAt, orders, ordersMax } of database.events[read]?.slotMoves ?? []) {
        // Places of days and carriers stand beside those of slots, under moments that no slot begins with.
        const isSlot = slotAt % 60_000 === 0;
        const isTold = (told.get(nodeId) ?? []).some(
          (one) => one.ordersMax === ordersMax && one.untilAt > outside.now() - knownWithinMs,
        );
        if (orders > 0 && isSlot && !isTold)
          outside.broken(
            'no more is promised than the node says it can do',
            `${nodeId}/${String(slotAt)}: by ${String(ordersMax)} orders`,
          );
      }
  };
  return {
    committed: (units: readonly CommitUnit[], results: readonly CommitResult[]) => {
      units.forEach(({ documents }, ix) => {
        if (results[ix]?.ok)
          for (const { kind, document } of documents)
            if (kind === 'network') publish(document as NetworkDocument);
      });
      look();
    },
  };
}

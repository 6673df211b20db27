import { slotKey } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { BookWatch } from './watch-books.ts';

/**
 * Places in slots of nodes, at every moment: the counter is the sum of what the log moved, never below nothing, and
 * nobody takes a place that is not there.
 */
export function watchSlots(
  database: MemoryDatabase,
  broken: (invariant: string, numbers: string) => void,
): BookWatch {
  const moved = new Map<string, number>();
  let read = 0;
  const sumLog = (): void => {
    for (; read < database.events.length; read += 1)
      for (const move of database.events[read]?.slotMoves ?? []) {
        const { nodeId, slotAt, orders, ordersMax } = move;
        const key = slotKey(move);
        const used = (moved.get(key) ?? 0) + orders;
        moved.set(key, used);
        if (used < 0 || (orders > 0 && used > ordersMax))
          broken(
            '0 ≤ places used ≤ places',
            `${nodeId}/${String(slotAt)}: ${String(used)} of ${String(ordersMax)}`,
          );
      }
  };
  return {
    committed: (_units, results) => {
      if (!results.some(({ ok }) => ok)) return;
      sumLog();
      for (const [key, { nodeId, slotAt, ordersUsed }] of database.slots) {
        const byLog = moved.get(key) ?? 0;
        if (byLog !== ordersUsed)
          broken(
            'places used = Σ of the log',
            `${nodeId}/${String(slotAt)}: ${String(ordersUsed)}, log ${String(byLog)}`,
          );
      }
    },
  };
}

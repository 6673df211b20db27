import { changeOrder, lookAgain } from '../orders/orders.ts';
import type { HubParts } from '../run/parts.ts';

/** Orders that nobody could do look again when the cool-down of a node is over. @returns how many were looked at */
export async function retryAfterCoolDown(parts: HubParts, limit: number): Promise<number> {
  const due = await parts.store.casesDue('cool_down', parts.env.now(), limit);
  await Promise.all(
    due.map(async (record) => {
      const { orderId } = record;
      if (orderId === undefined) return;
      const exceptions = await parts.store.exceptionList(
        { state: 'open', orderId },
        { limit: 200, after: undefined },
      );
      await changeOrder(parts, orderId, (change) => {
        change.unit.casesChanged.push({
          ...record,
          state: 'over',
          dueAt: undefined,
          version: record.version + 1,
        });
        // A customer who is being asked is not overtaken by a store that could do it after all.
        if (change.record.choiceId === undefined) lookAgain(parts, change, exceptions.rows);
        return undefined;
      });
    }),
  );
  return due.length;
}

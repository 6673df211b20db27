import { changeOrder, lookAgain } from '../orders/orders.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';

/** Orders that nobody could do look again when the cool-down of a node is over. */
export async function retryAfterCoolDown(
  parts: HubParts,
  due: readonly CaseRecord[],
): Promise<void> {
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
}

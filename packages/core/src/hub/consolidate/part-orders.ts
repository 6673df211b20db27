import { packedWithout } from '../../release/index.ts';
import type { FulfilmentId } from '../../words/index.ts';
import { tellState } from '../orders/change-order.ts';
import { changeOrder, orderOfFulfilment } from '../orders/orders.ts';
import type { EventDraft } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';

/** Work that shared a parcel with work that is gone is told so. */
export interface PartingWatch {
  /** Told of every event that was committed here or elsewhere. */
  noticed(events: readonly Pick<EventDraft, 'type' | 'body'>[]): void;
  /** Resolves when nobody has to be told any more. */
  settled(): Promise<void>;
}

/** The order that left writes its own side; the other side follows here, in this process or in any that reads the log. */
export function partingWatch(parts: HubParts): PartingWatch {
  const telling = new Set<Promise<unknown>>();
  const begin = (gone: FulfilmentId, from: readonly FulfilmentId[]): void => {
    const told = Promise.all(from.map((id) => goOnWithout(parts, id, gone)))
      .catch((failure: unknown) => {
        parts.env.log('warn', 'work that goes on alone was not told so', {
          failure: String(failure),
        });
      })
      .finally(() => telling.delete(told));
    telling.add(told);
  };
  return {
    noticed: (events) => {
      for (const { type, body } of events)
        if (type.endsWith('.node.work_parted.v1'))
          begin(body['fulfilmentId'] as FulfilmentId, body['from'] as readonly FulfilmentId[]);
    },
    settled: async () => {
      while (telling.size > 0) await Promise.all(telling);
    },
  };
}

async function goOnWithout(
  parts: HubParts,
  fulfilmentId: FulfilmentId,
  gone: FulfilmentId,
): Promise<void> {
  await changeOrder(parts, orderOfFulfilment(fulfilmentId), (change) => {
    const work = change.before.fulfilments.find((one) => one.fulfilmentId === fulfilmentId);
    if (work?.packWith?.includes(gone) !== true) return false;
    const alone = packedWithout(work, [gone]);
    tellState(change, { ...alone, version: work.version + 1 }, 'node.work_goes_alone');
    return undefined;
  });
}

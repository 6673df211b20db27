import { hourMs } from '../../words/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { cancelWork } from '../orders/act.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';

/** What a `pickup` case holds: goods that wait at the counter for their customer. */
export interface PickupWait {
  readonly readyAt: number;
  /** They go back to the shelf then. */
  readonly untilAt: number;
}

/** The case in which the work waits at the counter. */
export const pickupCaseId = (fulfilmentId: string): string => `pku_${fulfilmentId.slice(4)}`;

/** The goods of a pick-up order are ready: from now on their customer is waited for. */
export function waitAtCounter(change: OrderChange, work: Fulfilment): void {
  const { at } = change.unit;
  const { order } = change.record;
  const { pickupHours, pickupReminderHours } = change.rules;
  if (order.serviceLevel !== 'pickup') return;
  const document: PickupWait = { readyAt: at, untilAt: at + pickupHours * hourMs };
  change.unit.casesAdded.push({
    caseId: pickupCaseId(work.fulfilmentId),
    kind: 'pickup',
    state: 'waiting',
    orderId: order.orderId,
    nodeId: work.nodeId,
    key: undefined,
    dueAt: at + Math.min(pickupReminderHours, pickupHours) * hourMs,
    openedAt: at,
    version: 1,
    document,
  });
  tellPickup(change, work, { type: 'ready', document });
}

/**
 * Looks at goods that wait at counters: their customers are reminded once; what nobody collects goes back to the shelf
 * and is cancelled.
 */
export async function lookAtCounters(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  for (const record of due)
    if (record.orderId)
      await changeOrder(parts, record.orderId, (change) => {
        lookAtOne(change, record);
        return undefined;
      });
}

function lookAtOne(change: OrderChange, record: CaseRecord): void {
  const document = record.document as PickupWait;
  const work = fulfilmentsNow(change).find(
    ({ fulfilmentId }) => pickupCaseId(fulfilmentId) === record.caseId,
  );
  const next = { ...record, version: record.version + 1, dueAt: undefined };
  if (work?.state !== 'ready' || change.record.order.serviceLevel !== 'pickup')
    change.unit.casesChanged.push({ ...next, state: 'ended' });
  else if (change.unit.at < document.untilAt) {
    change.unit.casesChanged.push({ ...next, state: 'reminded', dueAt: document.untilAt });
    tellPickup(change, work, { type: 'reminder', document });
  } else {
    change.unit.casesChanged.push({ ...next, state: 'expired' });
    tellPickup(change, work, { type: 'expired', document });
    cancelWork(change, work, 'not-collected');
  }
}

function tellPickup(
  change: OrderChange,
  { fulfilmentId, nodeId }: Fulfilment,
  told: { readonly type: 'ready' | 'reminder' | 'expired'; readonly document: PickupWait },
): void {
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: `pickup.${told.type}`,
    id: `${pickupCaseId(fulfilmentId)}.${told.type}`,
    orderId,
    subject: `order/${orderId}`,
    body: { fulfilmentId, nodeId, until: told.document.untilAt },
  });
}

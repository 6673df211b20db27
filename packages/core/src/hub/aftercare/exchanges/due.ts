import type { ExchangeState } from '../../../aftercare/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { exchangeFileOf, mattersNow, putMatter, tellMatter } from '../matters.ts';

/** The returned goods were handed in: the replacement that waits for them is sent at the next look. */
export const exchangeFallsDue = (change: OrderChange, exchangeId: string | undefined): void => {
  move(change, exchangeId, { from: 'waiting', to: 'due' });
};

/**
 * Nothing will come back: a replacement that nobody has begun to send is not sent; one that was sent is left to people.
 * One that is being sent right now is told by whoever sends it.
 */
export function exchangeLapses(change: OrderChange, exchangeId: string | undefined): void {
  const record = mattersNow(change).find(({ caseId }) => caseId === exchangeId);
  if (!record) return;
  if (exchangeFileOf(record).isBegun !== true)
    move(change, exchangeId, { from: 'due', to: 'expired' });
  move(change, exchangeId, { from: 'waiting', to: 'expired' });
  move(change, exchangeId, { from: 'sent', to: 'unreturned' });
}

function move(
  change: OrderChange,
  exchangeId: string | undefined,
  step: { readonly from: ExchangeState; readonly to: ExchangeState },
): void {
  const record = mattersNow(change).find(({ caseId }) => caseId === exchangeId);
  if (record?.state !== step.from) return;
  const after = {
    ...record,
    state: step.to,
    document: { ...exchangeFileOf(record), movedAt: change.unit.at },
    // Looked at at once: to be sent, or to free what is held.
    dueAt: step.to === 'unreturned' ? undefined : change.unit.at,
  };
  putMatter(change, after);
  tellMatter(change, after, { verb: step.to });
}

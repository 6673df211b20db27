import { offersOf } from '../../../release/index.ts';
import type { Fulfilment, WorkOffer } from '../../../release/index.ts';
import type { UnitDraft } from '../../run/unit-draft.ts';
import type { CaseRecord } from '../../ports/records.ts';

/** An offer as a matter of the node that sees it, so that nodes can list theirs. */
export const caseOf = (offer: WorkOffer, version: number): CaseRecord => ({
  caseId: offer.offerId,
  kind: 'offer',
  state: offer.state,
  orderId: offer.orderId,
  nodeId: offer.nodeId,
  key: offer.fulfilmentId,
  dueAt: undefined,
  openedAt: offer.offeredAt,
  version,
  document: offer,
});

/**
 * The offers of every work that stops being offered end in the same commit, for the winner and the losers alike,
 * however it stopped: claimed, accepted, begun, run out, rejected, cancelled, taken back.
 */
export function endOffers(change: {
  readonly before: { readonly fulfilments: readonly Fulfilment[] };
  readonly fulfilments: ReadonlyMap<string, Fulfilment>;
  readonly unit: UnitDraft;
}): void {
  for (const before of change.before.fulfilments) {
    const after = change.fulfilments.get(before.fulfilmentId);
    if (before.state !== 'offered' || !after || after.state === 'offered') continue;
    for (const offer of offersOf(after)) change.unit.casesChanged.push(caseOf(offer, 2));
  }
}

import type { WorkOffer } from '../../release/index.ts';
import type { HubParts } from '../run/parts.ts';
import { claimOffer } from './offers/claim.ts';
import type { NodeDesk } from './desk.ts';

/** The desk over the parts of a hub. */
export const nodeDesk = (parts: HubParts): NodeDesk => ({
  offers: async (filter, ask) => {
    const page = await parts.store.caseList({ kind: 'offer', ...filter }, ask);
    return { rows: page.rows.map(({ document }) => document as WorkOffer), next: page.next };
  },
  claimOffer: (offerId) => claimOffer(parts, offerId),
});

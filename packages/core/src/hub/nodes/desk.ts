import type { NodeId } from '../../words/index.ts';
import type { Fulfilment, WorkOffer } from '../../release/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { Page, PageAsk } from '../ports/store.ts';

/** What nodes ask and tell besides answering offers made to them alone. */
export interface NodeDesk {
  /** What was offered to the node and others at once: what is open, or all. */
  offers(
    filter: { readonly nodeId?: NodeId; readonly state?: WorkOffer['state'] },
    ask: PageAsk,
  ): Promise<Page<WorkOffer>>;
  /**
   * The node of the offer takes the work. The first claim wins, every other one is refused as `already-claimed`;
   * sent again by the winner it answers the same work.
   */
  claimOffer(offerId: string): Promise<HubOutcome<Fulfilment>>;
}

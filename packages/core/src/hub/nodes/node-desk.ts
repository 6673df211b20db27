import type { WorkOffer } from '../../release/index.ts';
import type { HubParts } from '../run/parts.ts';
import { claimOffer } from './offers/claim.ts';
import { confirmSlot, holdSlot, releaseSlot } from './capacity/slot-holds.ts';
import { slotsOf } from './capacity/slots.ts';
import type { NodeDesk } from './desk.ts';
import { resolveException } from './exceptions.ts';
import { takeFeed } from './vendor/stock-feed.ts';
import { pickList, takeGroup } from './pick-list.ts';
import { pausesOf, switchNode } from './outage/switch-node.ts';

/** The desk over the parts of a hub. */
export const nodeDesk = (parts: HubParts): NodeDesk => ({
  offers: async (filter, ask) => {
    const page = await parts.store.caseList({ kind: 'offer', ...filter }, ask);
    return { rows: page.rows.map(({ document }) => document as WorkOffer), next: page.next };
  },
  claimOffer: (offerId) => claimOffer(parts, offerId),
  switchNode: (nodeId, to) => switchNode(parts, nodeId, to),
  pauses: (nodeId) => pausesOf(parts, nodeId),
  slots: (nodeId, untilAt) => slotsOf(parts, nodeId, untilAt),
  holdSlot: (nodeId, ask) => holdSlot(parts, nodeId, ask),
  confirmSlot: (holdId) => confirmSlot(parts, holdId),
  releaseSlot: (holdId) => releaseSlot(parts, holdId),
  pickList: (nodeId, ordersMax) => pickList(parts, nodeId, ordersMax),
  takeGroup: (totes) => takeGroup(parts, totes),
  takeFeed: (nodeId, feed) => takeFeed(parts, nodeId, feed),
  resolveException: (id, ask) => resolveException(parts, id, ask),
});

import type { Static } from 'typebox';
import { instantText } from '@ordermesh/core/words';
import type { WorkOffer } from '@ordermesh/core/release';
import type { offerSchema } from '../schemas/node-work.ts';

/** An offer as the API writes it. */
export const offerView = (offer: WorkOffer): Static<typeof offerSchema> => ({
  offer_id: offer.offerId,
  order_id: offer.orderId,
  fulfilment_id: offer.fulfilmentId,
  epoch: offer.epoch,
  node: offer.nodeId,
  state: offer.state,
  lines: offer.lines.map(({ lineNo, itemId, quantityUnits }) => ({
    line_no: lineNo,
    item: itemId,
    quantity: quantityUnits,
  })),
  cost_minor: offer.costMinor,
  offered_at: instantText(offer.offeredAt),
  ends_at: instantText(offer.endsAt),
  lease_minutes: offer.leaseMinutes,
});

import type { Static } from 'typebox';
import { instantText } from '@ordermesh/core/words';
import type { NodePause, SlotHold, SlotView } from '@ordermesh/core/hub';
import type { PickGroup, WorkOffer } from '@ordermesh/core/release';
import type {
  offerSchema,
  pauseSchema,
  pickGroupSchema,
  slotHoldSchema,
  slotSchema,
} from '../schemas/node-work.ts';
import { fulfilmentView } from './plan.ts';

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

const instantOrNull = (at: number | undefined): string | null =>
  at === undefined ? null : instantText(at);

/** A slot as the API writes it. */
export const slotView = (slot: SlotView): Static<typeof slotSchema> => ({
  slot_at: instantText(slot.slotAt),
  orders_max: slot.ordersMax,
  orders_used: slot.ordersUsed,
  day_orders_max: slot.dayOrdersMax ?? null,
  day_orders_used: slot.dayOrdersUsed ?? null,
  carriers: slot.carriers.map(({ serviceId, parcelsMax, parcelsUsed }) => ({
    service_id: serviceId,
    parcels_max: parcelsMax,
    parcels_used: parcelsUsed,
  })),
});

/** Held places as the API writes them. */
export const slotHoldView = (hold: SlotHold): Static<typeof slotHoldSchema> => ({
  hold_id: hold.holdId,
  node: hold.nodeId,
  slot_at: instantText(hold.slotAt),
  orders: hold.orders,
  note: hold.note,
  state: hold.state,
  expires_at: instantOrNull(hold.expiresAt),
});

/** A switched-off time as the API writes it. */
export const pauseView = (pause: NodePause): Static<typeof pauseSchema> => ({
  node: pause.nodeId,
  state: pause.state,
  reason: pause.reason,
  by: pause.by,
  since: instantText(pause.sinceAt),
  until: instantOrNull(pause.untilAt),
});

/** A walk as the API writes it. */
export const pickGroupView = (group: PickGroup): Static<typeof pickGroupSchema> => ({
  node: group.nodeId,
  service: group.serviceId,
  slot_at: instantText(group.slotAt),
  hand_over_at: instantText(group.handOverAt),
  items: group.items.map(({ itemId, units, orders }) => ({ item: itemId, units, orders })),
  totes: group.totes.map(fulfilmentView),
});

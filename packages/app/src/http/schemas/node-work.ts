import Type from 'typebox';
import {
  count,
  idText,
  instant,
  minor,
  named,
  nullable,
  oneOf,
  positive,
  ref,
  strict,
} from './fields.ts';
import { fulfilmentSchema } from './plan.ts';

export const offerStates = ['open', 'claimed', 'lost', 'ended'] as const;

export const offerSchema = named(
  'Offer',
  strict(
    {
      offer_id: idText('off_…'),
      order_id: idText('ord_…'),
      fulfilment_id: idText('The work that holds the goods while nobody has claimed.'),
      epoch: Type.Integer({ description: 'Fencing number of that work.' }),
      node: idText('The node that sees this offer.'),
      state: oneOf(offerStates, {
        description:
          'open: anybody may claim. claimed: this node won. lost: another one did. ended: it ran out or was taken back.',
      }),
      lines: Type.Array(
        strict({
          line_no: positive('Order line.'),
          item: idText('Item.'),
          quantity: count('Units to send.'),
        }),
      ),
      cost_minor: minor('What the work would cost from this node.'),
      offered_at: instant('Since when.'),
      ends_at: instant('Until when it may be claimed.'),
      lease_minutes: positive('Whoever claims must begin within so many minutes.'),
    },
    { description: 'Work that is offered to several nodes at once; the first claim wins.' },
  ),
);

export const slotSchema = named(
  'Slot',
  strict(
    {
      slot_at: instant('Start of the slot.'),
      orders_max: count('Orders that it takes.'),
      orders_used: count('Places used by orders or held.'),
      day_orders_max: nullable(count('Limit of the day, where there is one.')),
      day_orders_used: nullable(count('Places of the day that are used or held.')),
      carriers: Type.Array(
        strict({
          service_id: idText('The carrier service.'),
          parcels_max: count('Parcels that it takes from the node on that day.'),
          parcels_used: count('Parcels that are booked.'),
        }),
        { description: 'Services with a daily limit.' },
      ),
    },
    { description: 'A capacity slot of a node and how full it is.' },
  ),
);

export const slotHoldSchema = named(
  'SlotHold',
  strict(
    {
      hold_id: idText('hold_…'),
      node: idText('Where.'),
      slot_at: instant('Start of the slot.'),
      orders: positive('Places.'),
      note: Type.String(),
      state: oneOf(['held', 'confirmed', 'released', 'expired']),
      expires_at: nullable(instant('When held places are free again.')),
    },
    { description: 'Places in a slot that are held before there is an order, or used.' },
  ),
);

export const pauseSchema = named(
  'NodePause',
  strict(
    {
      node: idText('Which node.'),
      state: oneOf(['draining', 'stricken']),
      reason: Type.String(),
      by: Type.String({ description: 'Who switched it off.' }),
      since: instant('Since when.'),
      until: nullable(instant('It opens again by itself then.')),
    },
    { description: 'A time in which a node is switched off.' },
  ),
);

export const pickGroupSchema = named(
  'PickGroup',
  strict(
    {
      node: idText('Where.'),
      service: idText('Carrier service.'),
      slot_at: instant('Capacity slot.'),
      hand_over_at: instant('When the carrier collects.'),
      items: Type.Array(
        strict({
          item: idText('Item.'),
          units: positive('Units over all orders.'),
          orders: positive('Orders that want it.'),
        }),
        { description: 'What to take from the shelves in one walk.' },
      ),
      totes: Type.Array(ref(fulfilmentSchema), { description: 'Who gets what, a tote each.' }),
    },
    { description: 'Orders of a node that are picked in one walk for the same collection.' },
  ),
);

export const coldAnswerSchema = named(
  'ColdAnswer',
  strict(
    {
      case_id: idText('cold_…'),
      state: oneOf(['answered', 'for_people', 'done'], {
        description:
          'answered: decided where the goods were. for_people: an exception is open too. done: a fact shows it carried out.',
      }),
      order_id: nullable(idText('ord_…')),
      node: nullable(idText('The node that sent the parcel.')),
      parcel: Type.String({ description: 'URI of the parcel.' }),
      action: oneOf(['goes-on', 'sent-again', 'for-people']),
      happened_at: instant('When it got too warm.'),
      done_at: nullable(instant('When the answer was carried out.')),
      report: Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            'What was measured, judged and chosen; costs in minor units, times in ms; others lost, each with its reason.',
        },
      ),
    },
    { description: 'Goods that got too warm on their way, with the answer.' },
  ),
);

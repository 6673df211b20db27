import Type from 'typebox';
import { count, idText, instant, minor, named, oneOf, positive, strict } from './fields.ts';

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

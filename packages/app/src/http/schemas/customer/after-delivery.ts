import Type from 'typebox';
import { claimKinds } from '@ordermesh/core/aftercare';
import {
  fieldsFrom,
  named,
  oneOf,
  personal,
  strict,
  whole,
  externalIdSchema,
  ref,
} from '../fields.ts';
import { parcelSeen } from './parcel.ts';
import { delay, label, moment, span, told } from './told.ts';

const refundWords = ['requested', 'approved', 'partly_issued', 'issued', 'denied'];
const lineFields = {
  line_no: Type.Integer(),
  item_id: Type.String(),
  name: Type.String(),
  units: Type.Integer(),
};
const lines = Type.Array(strict(lineFields), { description: 'Units of lines of the order.' });
const awaits = Type.Array(
  strict({
    from: oneOf(['customer', 'carrier', 'merchant']),
    step: oneOf([
      'hand_in',
      'transport',
      'inspection',
      'refund_decision',
      'refund_payment',
      'claim_decision',
      'replacement',
      'missing_goods',
    ]),
    label,
    until_at: moment('Until when it counts, or when it is expected.'),
  }),
  { description: 'What must happen before it goes on, and who has to do it.' },
);
const money = Type.Optional(
  strict(
    {
      currency: Type.String(),
      approved_minor: Type.Integer({ description: 'Decided and not paid yet.' }),
      issued_minor: Type.Integer({ description: 'Paid back.' }),
      credited_minor: Type.Integer({ description: 'Paid towards a replacement instead.' }),
      refunds: Type.Array(
        strict({
          state: oneOf(['approved', 'issued']),
          total_minor: Type.Integer(),
          credited_minor: Type.Integer(),
          approved_at: Type.Integer(),
          issued_at: moment('When it was paid.'),
        }),
      ),
    },
    { description: 'Minor units.' },
  ),
);
/** Goods of a return where they lie, and the money booked for it: numbers and codes only. */
const found = Type.Optional(Type.Array(whole(Type.Object({}))));
const count = Type.Optional(Type.Integer());
const text = Type.Optional(Type.String());

const returnSeen = strict(
  {
    ...fieldsFrom('basic', {
      return_id: Type.String(),
      status: told(
        ['awaited', 'on_the_way', 'received', 'settled', 'cancelled', 'expired'],
        'Where the goods are, by facts.',
      ),
      cause: oneOf(['customer', 'undeliverable', 'refused', 'unannounced']),
      method: oneOf(['bring', 'send']),
      counter: Type.Optional(Type.String({ description: 'Where to bring the goods.' })),
      hand_in_until_at: moment('Until when the goods must be handed in.'),
      lines: Type.Array(
        strict({ ...lineFields, ...fieldsFrom('advanced', { reason: text, condition: text }) }),
      ),
      awaits,
      refund: told(refundWords, 'How far the money is.'),
      exchange_id: text,
    }),
    ...fieldsFrom('advanced', {
      handed_in_units: count,
      received_units: count,
      inspected_units: count,
      money,
      refund_denied: text,
    }),
    ...fieldsFrom('high', {
      planned_node: text,
      back: found,
      route: Type.Optional(Type.Array(label)),
      refunds: found,
    }),
  },
  { description: 'A return.' },
);

const replacement = strict(
  {
    ...fieldsFrom('basic', {
      order_id: Type.String(),
      status: told(undefined, 'How far it is.'),
      external_ids: Type.Array(ref(externalIdSchema)),
      promised: span,
      delay: Type.Optional(delay),
      parcels: Type.Array(parcelSeen),
    }),
  },
  { description: 'The order that sends it, as the same tier follows it.' },
);

const exchangeSeen = strict(
  {
    ...fieldsFrom('basic', {
      exchange_id: Type.String(),
      return_id: Type.String(),
      status: told(
        ['waiting', 'due', 'sent', 'unreturned', 'expired'],
        'How far the replacement is.',
      ),
      wanted: Type.Array(strict({ name: Type.String(), units: Type.Integer() })),
      awaits,
      replacement: Type.Optional(replacement),
    }),
    ...fieldsFrom('advanced', {
      currency: text,
      replacement_minor: count,
      returned_minor: count,
      difference_minor: Type.Optional(Type.Integer({ description: 'What the customer owes.' })),
      held_until_at: Type.Optional(
        moment('Until when the goods are held; absent while others are looked for.'),
      ),
    }),
  },
  { description: 'An exchange.' },
);

const claimSeen = strict(
  {
    ...fieldsFrom('basic', {
      claim_id: Type.String(),
      claim: oneOf(claimKinds),
      claim_label: label,
      status: told(['open', 'reshipped', 'refunded', 'rejected'], 'What was decided.'),
      lines,
      awaits,
      refund: Type.Optional(told(refundWords, 'How far the money is.')),
    }),
    ...fieldsFrom('advanced', { because: text, money }),
    ...fieldsFrom('high', {
      suspected: Type.Optional(whole(Type.Unknown())),
      responsible: Type.Optional(whole(Type.Unknown())),
      evidence: personal(Type.Optional(Type.Array(whole(Type.Object({}))))),
    }),
  },
  { description: 'A claim.' },
);

/** Returns, exchanges and claims in a tracking. */
export const afterDeliverySchema = named(
  'AfterDelivery',
  strict(
    fieldsFrom('basic', {
      return_until_at: moment('Until when what was delivered may be sent back.'),
      returns: Type.Array(returnSeen),
      exchanges: Type.Array(exchangeSeen),
      claims: Type.Array(claimSeen),
    }),
    { description: 'Returns, exchanges and claims of the order.' },
  ),
);

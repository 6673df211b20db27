import Type from 'typebox';
import type { TSchema } from 'typebox';
import { claimKinds } from '@ordermesh/core/aftercare';
import { named, oneOf, ref } from '../fields.ts';

/** Readers of a higher tier find more members than are named here. */
const open = <P extends Type.TProperties>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: true, description });
const moment = (says: string): TSchema =>
  Type.Optional(Type.Integer({ description: `${says} Epoch ms UTC.` }));
const label = Type.Object({ en: Type.String(), zh: Type.String() });
const told = (words: readonly string[], says: string): TSchema =>
  Type.Object(
    {
      status: oneOf(words),
      label,
      basis: Type.Array(Type.String(), {
        description: 'Hashes of facts, or ids of what was decided.',
      }),
      as_of: Type.Integer({ description: 'When the last of them happened. Epoch ms UTC.' }),
      kind: oneOf(['fact', 'inferred', 'decision', 'prediction']),
    },
    { description: says },
  );

const refundWords = ['requested', 'approved', 'partly_issued', 'issued', 'denied'];
const lines = Type.Array(
  open(
    { line_no: Type.Integer(), name: Type.String(), units: Type.Integer() },
    'Units of a line of the order.',
  ),
);
const awaits = Type.Array(
  Type.Object(
    {
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
    },
    { description: 'What must happen before it goes on, and who has to do it.' },
  ),
);
const money = Type.Optional(
  open(
    {
      currency: Type.String(),
      approved_minor: Type.Integer({ description: 'Decided and not paid yet.' }),
      issued_minor: Type.Integer({ description: 'Paid back.' }),
      credited_minor: Type.Integer({ description: 'Paid towards a replacement instead.' }),
    },
    'From the advanced tier on. Minor units.',
  ),
);

const returnSeen = open(
  {
    return_id: Type.String(),
    status: told(
      ['awaited', 'on_the_way', 'received', 'settled', 'cancelled', 'expired'],
      'Where the goods are, by facts.',
    ),
    cause: oneOf(['customer', 'undeliverable', 'refused', 'unannounced']),
    method: oneOf(['bring', 'send']),
    counter: Type.Optional(Type.String({ description: 'Where to bring the goods.' })),
    hand_in_until_at: moment('Until when the goods must be handed in.'),
    lines,
    awaits,
    refund: told(refundWords, 'How far the money is.'),
    exchange_id: Type.Optional(Type.String()),
    money,
  },
  'A return.',
);

const exchangeSeen = open(
  {
    exchange_id: Type.String(),
    return_id: Type.String(),
    status: told(
      ['waiting', 'due', 'sent', 'unreturned', 'expired'],
      'How far the replacement is.',
    ),
    wanted: Type.Array(Type.Object({ name: Type.String(), units: Type.Integer() })),
    awaits,
    replacement: Type.Optional(
      open(
        { order_id: Type.String(), parcels: Type.Array(Type.Unknown()) },
        'The order that sends it, as the same tier follows it.',
      ),
    ),
    difference_minor: Type.Optional(
      Type.Integer({ description: 'What the customer owes; from the advanced tier on.' }),
    ),
  },
  'An exchange.',
);

const claimSeen = open(
  {
    claim_id: Type.String(),
    claim: oneOf(claimKinds),
    claim_label: label,
    status: told(['open', 'reshipped', 'refunded', 'rejected'], 'What was decided.'),
    lines,
    awaits,
    refund: Type.Optional(told(refundWords, 'How far the money is.')),
    because: Type.Optional(Type.String({ description: 'From the advanced tier on.' })),
    money,
  },
  'A claim.',
);

/** Returns, exchanges and claims in a tracking. */
export const afterDeliverySchema = named(
  'AfterDelivery',
  open(
    {
      return_until_at: moment('Until when what was delivered may be sent back.'),
      returns: Type.Array(returnSeen),
      exchanges: Type.Array(exchangeSeen),
      claims: Type.Array(claimSeen),
    },
    'Returns, exchanges and claims of the order.',
  ),
);

/** What a reader of a tier sees of an order. */
export const trackingSchema = named(
  'Tracking',
  Type.Object(
    {
      tier: oneOf(['basic', 'advanced', 'high']),
      order_id: Type.String(),
      after_delivery: Type.Optional(ref(afterDeliverySchema)),
    },
    {
      additionalProperties: true,
      description: 'What the tier may see: statuses with their basis, parcels, expected window.',
    },
  ),
);

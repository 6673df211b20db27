import Type from 'typebox';
import { backorderWishes, incoterms } from '@ordermesh/core/intake';
import { serviceLevels } from '@ordermesh/core/network';
import { holdReasons } from '@ordermesh/core/intake';
import { customerTiers } from '@ordermesh/core/parties';
import {
  externalIdSchema,
  idText,
  instant,
  named,
  oneOf,
  positive,
  ref,
  strict,
} from './fields.ts';

/** Money of a draft; its currency may be left out. */
export const draftMoney = strict({
  amount_minor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
});

const draftLine = strict({
  line_no: Type.Optional(positive('1 … 2,000; counted from 1 when absent.', 2_000)),
  item: idText('Code of the item (SKU).', 'OAT-1L'),
  quantity: positive('Eaches, or grams for weight goods.', 10_000_000),
  price: Type.Optional(draftMoney),
  tax: Type.Optional(draftMoney),
  substitutes: Type.Optional(
    Type.Boolean({
      description: 'Substitutes of the item may be sent when it is out; the price stays.',
    }),
  ),
  ship_with: Type.Optional(
    Type.String({
      maxLength: 32,
      pattern: '^\\S+$',
      description: 'Lines with the same word here travel in one parcel.',
    }),
  ),
  schedule: Type.Optional(
    Type.Array(
      strict({
        quantity: positive('Units of this part.', 10_000_000),
        not_before: Type.Optional(instant('Not delivered earlier.')),
        need_by: Type.Optional(instant('Needed at the latest.')),
      }),
      {
        minItems: 1,
        maxItems: 100,
        description:
          'Parts of the line on dates; they add up to its quantity and become lines of their own.',
      },
    ),
  ),
});

/** Where an order goes. */
export const draftShipTo = strict({
  country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' }),
  subdivision: Type.Optional(Type.String({ maxLength: 6, description: 'ISO 3166-2, e.g. CN-SH.' })),
  postcode: Type.Optional(Type.String({ maxLength: 16 })),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  recipient: Type.Optional(
    strict({
      name: Type.String({ minLength: 1, maxLength: 200 }),
      phone: Type.Optional(Type.String({ maxLength: 40 })),
      address_lines: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 10 }),
      ),
    }),
  ),
});

const orderExample = {
  external_ids: [{ system: 'shopify', id: '1001' }],
  channel: 'webshop',
  currency: 'CNY',
  ship_to: { country: 'CN', postcode: '200001', latitude: 31.2304, longitude: 121.4737 },
  lines: [{ item: 'OAT-1L', quantity: 2, price: { amount_minor: 2580 } }],
};

/** What intake reads; it judges the body itself and names every fault, this schema documents it. */
export const orderDraftSchema = named(
  'OrderDraft',
  strict(
    {
      external_ids: Type.Optional(Type.Array(ref(externalIdSchema), { maxItems: 10 })),
      channel: Type.String({
        maxLength: 64,
        pattern: '^[a-z0-9][a-z0-9_.-]*$',
        examples: ['webshop'],
      }),
      tier: Type.Optional(oneOf(customerTiers)),
      customer_id: Type.Optional(
        idText(
          'Who bought, under the shop’s own code; stock may be kept for a customer.',
          'c_1042',
        ),
      ),
      service_level: Type.Optional(oneOf(serviceLevels)),
      currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
      placed_at: Type.Optional(instant('When the customer bought; now when absent.')),
      ship_to: Type.Optional(draftShipTo),
      pickup_node: Type.Optional(idText('The store of a pick-up order.', 'st_003')),
      promised_window: Type.Optional(
        strict({ start: instant('First moment.'), end: instant('End.') }),
      ),
      cart_id: Type.Optional(idText('Cart whose held stock this order takes over.')),
      shipping_price: Type.Optional(draftMoney),
      holds: Type.Optional(
        Type.Array(
          strict({
            reason: oneOf(holdReasons),
            note: Type.Optional(Type.String({ maxLength: 500 })),
            until: Type.Optional(instant('Ends by itself then.')),
          }),
          { maxItems: 10, description: 'No node works on it before the last one has ended.' },
        ),
      ),
      remorse_minutes: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 10_080,
          description: 'Time for second thoughts: nobody begins before it is over.',
        }),
      ),
      backorder: Type.Optional(
        oneOf(backorderWishes, {
          description:
            'When goods lack: no = people decide; partial = what is there goes, the rest waits; complete = all of it waits.',
        }),
      ),
      lines: Type.Array(draftLine, { minItems: 1, maxItems: 2_000 }),
      ship_complete: Type.Optional(
        Type.Boolean({ description: 'Everything travels in one parcel, or not at all.' }),
      ),
      gift: Type.Optional(
        strict({
          message: Type.Optional(Type.String({ maxLength: 500 })),
          wrap: Type.Optional(Type.Boolean({ description: 'Only nodes that can wrap are asked.' })),
        }),
      ),
      incoterm: Type.Optional(
        oneOf(incoterms, {
          description:
            'Over a border: the seller (ddp) or the receiver (dap) pays duty and import tax.',
        }),
      ),
    },
    { description: 'An order as a shop sends it.', examples: [orderExample] },
  ),
);

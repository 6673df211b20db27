import Type from 'typebox';
import { incoterms } from '@ordermesh/core/intake';
import { serviceLevels } from '@ordermesh/core/network';
import { holdReasons } from '@ordermesh/core/intake';
import { customerTiers } from '@ordermesh/core/parties';
import {
  count,
  externalIdSchema,
  fieldsFrom,
  fromTier,
  idText,
  instant,
  minor,
  moneySchema,
  named,
  nullable,
  oneOf,
  personal,
  positive,
  ref,
  strict,
  windowSchema,
} from './fields.ts';
import { lifecycleSchema } from './customer/lifecycle.ts';
import { fulfilmentSchema, planSchema, promiseSchema, reservationSchema } from './plan.ts';

export const orderStates = ['open', 'unroutable', 'cancelled', 'completed'] as const;

const erasedSchema = strict(
  {
    en: Type.String(),
    zh: Type.String(),
    fields: Type.Array(Type.String(), { description: 'Fields that hold nothing because of it.' }),
  },
  { description: 'That what it said of people was erased, for people.' },
);

export const shipToSchema = fromTier(
  'basic',
  named(
    'ShipTo',
    strict({
      country: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
      subdivision: Type.String({ description: 'ISO 3166-2; empty when unknown.' }),
      postcode: Type.String(),
      latitude: personal(Type.Number({ description: 'WGS-84 degrees north.' })),
      longitude: personal(Type.Number({ description: 'WGS-84 degrees east.' })),
      recipient: personal(
        nullable(
          strict({
            name: Type.String(),
            phone: Type.String(),
            address_lines: Type.Array(Type.String()),
          }),
        ),
      ),
    }),
  ),
);

const remarkSchema = strict(
  {
    about: oneOf(['cancelled', 'rejected', 'moved', 'exception']),
    at: instant('When it was said.'),
    text: Type.String({ description: 'For people.' }),
  },
  { description: 'A reason that was given in words; the log has only that there was one.' },
);

export const orderHoldSchema = named(
  'OrderHold',
  strict(
    {
      hold_id: idText('Unique in its order.', 'hold_1'),
      reason: oneOf(holdReasons),
      note: Type.String({ description: 'For people.' }),
      by: Type.String({ description: 'Who placed it; order: it came with it.' }),
      since: instant('Since when.'),
      until: nullable(instant('Ends by itself then; null: when somebody ends it.')),
    },
    { description: 'Why an order waits.' },
  ),
);

export const waitSchema = fromTier(
  'basic',
  named(
    'LineWait',
    strict(
      {
        line_no: positive('Order line.'),
        item: idText('Item.'),
        units: positive('Units that wait.'),
        kind: oneOf(['backorder', 'preorder']),
        since: instant('When it began to wait.'),
        supply: nullable(
          strict(
            {
              node: fromTier('high', idText('Where the goods are announced.')),
              expected_at: instant('When they are expected there.'),
              window: ref(windowSchema),
            },
            {
              description:
                'Announced goods that are held for it; null = none, nothing is promised.',
            },
          ),
        ),
      },
      { description: 'Units of a line that wait for goods.' },
    ),
  ),
);

const orderFields = {
  ...fieldsFrom('basic', {
    order_id: idText('ord_…'),
    external_ids: Type.Array(ref(externalIdSchema)),
    channel: Type.String(),
    tier: oneOf(customerTiers),
    customer_id: nullable(idText('Who bought, under the shop’s own code.', 'c_1042')),
    service_level: oneOf(serviceLevels),
    state: oneOf(orderStates, {
      description:
        'open: work or waiting. unroutable: an exception is open. cancelled, completed: final.',
    }),
    version: Type.Integer({ description: 'Grows with every change; the ETag is "v<version>".' }),
    placed_at: instant('When the customer bought.'),
    accepted_at: instant('When the hub took it.'),
    ship_to: ref(shipToSchema),
    pickup_node: nullable(idText('The store chosen for pick-up.')),
    currency: Type.String({ description: 'ISO 4217.' }),
    promised_window: nullable(ref(windowSchema)),
    shipping_price: ref(moneySchema),
    amendments: count('How often it was changed since it was placed.'),
    erased_at: Type.Optional(
      instant('When name, address lines, phone and gift message were made unreadable for good.'),
    ),
    erased: Type.Optional(erasedSchema),
    waits: Type.Array(ref(waitSchema), { description: 'Units that wait for goods.' }),
    lines: Type.Array(
      strict({
        line_no: positive('1 … 2,000.'),
        item: idText('Item.'),
        quantity: positive('Eaches, or grams for weight goods.'),
        cancelled_quantity: count('Cancelled so far.'),
        price: ref(moneySchema),
        tax: ref(moneySchema),
        weighed_quantity: Type.Optional(
          count('Grams of a weight good as weighed, where that is not what was ordered.'),
        ),
        charged: Type.Optional(
          strict(
            { price: ref(moneySchema), tax: ref(moneySchema) },
            { description: 'By weight, never above what was agreed; present once it was weighed.' },
          ),
        ),
        substitutes: Type.Optional(Type.Boolean({ description: 'Substitutes may be sent.' })),
        ship_with: Type.Optional(
          Type.String({ description: 'Travels with lines of the same word.' }),
        ),
        parts: Type.Optional(
          Type.Array(
            strict({
              line_no: positive('Number under which plans and fulfilments name the part.'),
              item: idText('Item.'),
              units_per: positive('Units of it for one unit of the line.'),
              kind: oneOf(['kit', 'substitute']),
            }),
            { description: 'What may be picked for the line instead of the item itself.' },
          ),
        ),
      }),
    ),
    ship_complete: Type.Optional(Type.Boolean({ description: 'Everything in one parcel.' })),
    gift: personal(
      Type.Optional(strict({ message: nullable(Type.String()), wrap: Type.Boolean() })),
    ),
    incoterm: Type.Optional(oneOf(incoterms)),
  }),
  ...fieldsFrom('advanced', {
    status: Type.String({ description: 'How far it is, as facts prove it.' }),
    promise: nullable(ref(promiseSchema)),
  }),
  ...fieldsFrom('high', {
    epoch: Type.Integer({ description: 'Fencing number of the newest assignment.' }),
    cart_id: nullable(idText('The cart whose stock it took over.')),
    holds: Type.Array(ref(orderHoldSchema), { description: 'Why nobody works on it yet.' }),
    remarks: personal(Type.Optional(Type.Array(remarkSchema))),
  }),
};

export const orderSchema = named(
  'Order',
  strict(orderFields, { description: 'An order and what has been decided about it.' }),
);

export const unroutableSchema = named(
  'Unroutable',
  strict(
    {
      reason: Type.String(),
      short_lines: Type.Array(
        strict({
          line_no: positive('Order line.'),
          item: idText('Item.'),
          missing_units: positive('Missing.'),
        }),
      ),
      nearest: nullable(
        Type.Object(
          { change: Type.String() },
          { description: 'The smallest change that would make it possible.' },
        ),
      ),
    },
    { description: 'Why no node can do it.' },
  ),
);

const landedCostSchema = strict(
  {
    currency: Type.String({ description: 'The order’s, ISO 4217.' }),
    goods_minor: minor('Goods, as promised.'),
    shipping_minor: minor('Shipping, as promised.'),
    tax_minor: minor('Tax, as promised.'),
    duty_minor: minor('Duty at the border.'),
    import_tax_minor: minor('VAT or sales tax at import.'),
    paid_by: oneOf(['seller', 'receiver']),
    to_seller_minor: minor('What the customer pays to the seller.'),
    at_delivery_minor: minor('What the customer pays to customs (dap).'),
  },
  { description: 'Present where goods cross a border.' },
);

export const placedOrderSchema = named(
  'PlacedOrder',
  strict(
    {
      order: ref(orderSchema),
      plan: nullable(ref(planSchema)),
      fulfilments: Type.Array(ref(fulfilmentSchema)),
      unroutable: nullable(ref(unroutableSchema)),
      landed_cost: Type.Optional(landedCostSchema),
      decision_id: idText('dec_…'),
      waits_for_router: Type.Optional(
        Type.Literal(true, {
          description:
            'Accepted and not placed yet: a router will, and tell decision.routed; nothing is promised before. Absent = it was decided.',
        }),
      ),
    },
    { description: 'An accepted order, routed or waiting for people or a router.' },
  ),
);

export const orderViewSchema = named(
  'OrderView',
  strict({
    order: fromTier('basic', ref(orderSchema)),
    fulfilments: Type.Array(ref(fulfilmentSchema)),
    reservations: Type.Array(ref(reservationSchema)),
    lifecycle: fromTier('basic', ref(lifecycleSchema)),
    decision_ids: Type.Array(idText('dec_…'), { description: 'Oldest first.' }),
  }),
);

import Type from 'typebox';
import {
  count,
  fromTier,
  idText,
  instant,
  minor,
  named,
  nullable,
  oneOf,
  positive,
  ref,
  strict,
  windowSchema,
} from './fields.ts';

export const fulfilmentStates = [
  'scheduled',
  'offered',
  'accepted',
  'in_progress',
  'ready',
  'shipped',
  'delivered',
  'undelivered',
  'rejected',
  'expired',
  'cancelled',
] as const;

export const promiseSchema = fromTier(
  'advanced',
  named(
    'Promise',
    strict(
      {
        window: ref(windowSchema),
        first_window: Type.Optional(
          Type.Union([ref(windowSchema), Type.Null()], {
            description: 'What was promised first; null while it stands.',
          }),
        ),
        confidence_percent: Type.Integer({
          minimum: 1,
          maximum: 99,
          description:
            'The chance, by the model, that everything has arrived by the end of the window.',
        }),
        made_at: instant('When it was promised.'),
        legs: fromTier(
          'high',
          Type.Array(
            strict({
              node: idText('Who sends.'),
              service: idText('Carrier service.'),
              slot_at: instant('Capacity slot of the node.'),
              collected_at: instant('When the carrier collects.'),
              window: ref(windowSchema),
              confidence_percent: Type.Optional(
                Type.Integer({ description: 'How sure its end is, where cost chose the date.' }),
              ),
            }),
            { description: 'The parcels that make it, latest first.' },
          ),
        ),
      },
      { description: 'What the customer is told: when it arrives, and how sure that is.' },
    ),
  ),
);

const costItems = {
  freight_minor: minor('Freight.'),
  handling_minor: minor('Handling at the node.'),
  time_minor: minor('Time until it arrives.'),
  lateness_minor: minor('Lateness against the promise.'),
  split_minor: minor('Parcels beyond the first.'),
  duty_minor: minor('Duty.'),
  carbon_minor: minor('Carbon.'),
  capacity_minor: minor('Load of the slot.'),
  stock_balance_minor: minor('Scarcity of the stock taken.'),
  rules_minor: minor('Soft rules.'),
  opportunity_minor: minor('What the goods would save later where they lie; 0 without prices.'),
};

export const costItemsSchema = named(
  'CostItems',
  strict(costItems, {
    description:
      'What a plan costs, item by item, weighted, in minor units of the network’s currency.',
  }),
);

export const planSchema = named(
  'Plan',
  strict(
    {
      currency: Type.String({ description: 'ISO 4217, of all amounts of the plan.' }),
      total_minor: minor('Sum of all items.'),
      cost_items: ref(costItemsSchema),
      window: ref(windowSchema),
      confidence_percent: Type.Integer(),
      parcels: Type.Array(
        strict({
          node: idText('Who sends.'),
          service: idText('Carrier service.'),
          lines: Type.Array(
            strict({
              line_no: positive('Order line.'),
              item: idText('Item.'),
              quantity: positive('Units.'),
            }),
          ),
          weight_grams: count('Weight of the parcel.'),
          distance_km: Type.Number(),
          carbon_grams: count('Grams CO2e.'),
          starts_at: instant('When the node starts.'),
          collected_at: instant('When the carrier collects.'),
          window: ref(windowSchema),
          confidence_percent: Type.Optional(
            Type.Integer({ description: 'How sure its end is, where cost chose the date.' }),
          ),
          cost_items: ref(costItemsSchema),
          cost_minor: minor('Sum of its items.'),
          border: Type.Optional(
            strict(
              {
                duty_minor: minor('Duty.'),
                import_tax_minor: minor('VAT or sales tax at import; no cost of routing.'),
                paid_by: oneOf(['seller', 'receiver']),
              },
              { description: 'What customs take, where the parcel crosses a border.' },
            ),
          ),
          intercompany: Type.Optional(
            strict(
              { selling_entity: Type.String(), shipping_entity: Type.String() },
              { description: 'Present where another legal entity sends it than sold it.' },
            ),
          ),
        }),
      ),
    },
    { description: 'Who sends what, and what it costs.' },
  ),
);

export const fulfilmentSchema = named(
  'Fulfilment',
  strict(
    {
      fulfilment_id: idText('ful_…'),
      order_id: idText('ord_…'),
      node: idText('The working node.'),
      service: idText('Carrier service.'),
      decision_id: idText('The decision it comes from.'),
      epoch: Type.Integer({ description: 'Fencing number; every act of the node must carry it.' }),
      state: oneOf(fulfilmentStates),
      version: Type.Integer(),
      lines: Type.Array(
        strict({
          line_no: positive('Order line.'),
          item: idText('Item.'),
          quantity: count('Units to send.'),
        }),
      ),
      slot_at: instant('Capacity slot.'),
      release_at: instant('When work is offered.'),
      due_at: nullable(instant('When a timer looks at it again.')),
      promised_window: ref(windowSchema),
      pack_with: Type.Array(idText('ful_…'), {
        description: 'Work for other orders of the same customer that goes into the same parcel.',
      }),
      cost_minor: minor('Planned cost.'),
      carbon_grams: count('Grams CO2e.'),
    },
    { description: 'The work that one node has for one order.' },
  ),
);

export const reservationSchema = named(
  'Reservation',
  strict({
    reservation_id: idText('rsv_…'),
    kind: oneOf(['soft', 'hard']),
    line_no: positive('Line.'),
    node: idText('Where it is held.'),
    item: idText('Item.'),
    lot: Type.String(),
    units: count('Units still held.'),
    state: oneOf(['live', 'consumed', 'released']),
    expires_at: nullable(instant('When a soft one ends.')),
  }),
);

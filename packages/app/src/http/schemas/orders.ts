import Type from 'typebox';
import { serviceLevels } from '@ordermesh/core/network';
import { customerTiers } from '@ordermesh/core/parties';
import {
  count,
  externalIdSchema,
  idText,
  instant,
  minor,
  moneySchema,
  named,
  nullable,
  oneOf,
  positive,
  ref,
  strict,
  windowSchema,
} from './common.ts';

export const orderStates = ['open', 'unroutable', 'cancelled', 'completed'] as const;

export const fulfilmentStates = [
  'scheduled',
  'offered',
  'accepted',
  'in_progress',
  'ready',
  'shipped',
  'delivered',
  'rejected',
  'expired',
  'cancelled',
] as const;

export const shipToSchema = named(
  'ShipTo',
  strict({
    country: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
    subdivision: Type.String({ description: 'ISO 3166-2; empty when unknown.' }),
    postcode: Type.String(),
    latitude: Type.Number({ description: 'WGS-84 degrees north.' }),
    longitude: Type.Number({ description: 'WGS-84 degrees east.' }),
    recipient: nullable(
      strict({
        name: Type.String(),
        phone: Type.String(),
        address_lines: Type.Array(Type.String()),
      }),
    ),
  }),
);

export const promiseSchema = named(
  'Promise',
  strict(
    {
      window: ref(windowSchema),
      confidence_percent: Type.Integer({
        minimum: 1,
        maximum: 99,
        description:
          'The chance, by the model, that everything has arrived by the end of the window.',
      }),
      made_at: instant('When it was promised.'),
      legs: Type.Array(
        strict({
          node: idText('Who sends.'),
          service: idText('Carrier service.'),
          slot_at: instant('Capacity slot of the node.'),
          collected_at: instant('When the carrier collects.'),
          window: ref(windowSchema),
        }),
        { description: 'The parcels that make it, latest first.' },
      ),
    },
    { description: 'What the customer is told: when it arrives, and how sure that is.' },
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
          cost_items: ref(costItemsSchema),
          cost_minor: minor('Sum of its items.'),
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
      cost_minor: minor('Planned cost.'),
      carbon_grams: count('Grams CO2e.'),
    },
    { description: 'The work that one node has for one order.' },
  ),
);

const orderFields = {
  order_id: idText('ord_…'),
  external_ids: Type.Array(ref(externalIdSchema)),
  channel: Type.String(),
  tier: oneOf(customerTiers),
  service_level: oneOf(serviceLevels),
  state: oneOf(orderStates, {
    description:
      'open: work or waiting. unroutable: an exception is open. cancelled, completed: final.',
  }),
  status: Type.String({ description: 'How far it is, as facts prove it.' }),
  version: Type.Integer({ description: 'Grows with every change; the ETag is "v<version>".' }),
  epoch: Type.Integer({ description: 'Fencing number of the newest assignment.' }),
  placed_at: instant('When the customer bought.'),
  accepted_at: instant('When the hub took it.'),
  ship_to: ref(shipToSchema),
  pickup_node: nullable(idText('The store chosen for pick-up.')),
  cart_id: nullable(idText('The cart whose stock it took over.')),
  currency: Type.String({ description: 'ISO 4217.' }),
  promised_window: nullable(ref(windowSchema)),
  shipping_price: ref(moneySchema),
  promise: nullable(ref(promiseSchema)),
  lines: Type.Array(
    strict({
      line_no: positive('1 … 2,000.'),
      item: idText('Item.'),
      quantity: positive('Eaches, or grams for weight goods.'),
      cancelled_quantity: count('Cancelled so far.'),
      price: ref(moneySchema),
      tax: ref(moneySchema),
    }),
  ),
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

export const placedOrderSchema = named(
  'PlacedOrder',
  strict(
    {
      order: ref(orderSchema),
      plan: nullable(ref(planSchema)),
      fulfilments: Type.Array(ref(fulfilmentSchema)),
      unroutable: nullable(ref(unroutableSchema)),
      decision_id: idText('dec_…'),
    },
    { description: 'An accepted order, routed or waiting for people.' },
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

const stageQuantity = strict({
  stage: Type.String(),
  units: positive('Units at this stage.'),
  as_of: instant('When the last fact happened.'),
  kind: oneOf(['fact', 'inferred', 'decision']),
  basis: Type.Array(Type.String(), { description: 'Hashes of facts, or ids of decisions.' }),
});

export const lifecycleSchema = named(
  'Lifecycle',
  strict(
    {
      basic: Type.String(),
      advanced: Type.String(),
      as_of: instant('When the last fact happened.'),
      kind: oneOf(['fact', 'inferred', 'decision']),
      basis: Type.Array(Type.String()),
      corrected: Type.Boolean({ description: 'A correction withdrew a fact.' }),
      parcel_uris: Type.Array(Type.String()),
      lines: Type.Array(
        strict({
          line_no: positive('Line.'),
          unit: oneOf(['each', 'gram']),
          ordered_units: positive('Ordered.'),
          quantities: Type.Array(stageQuantity),
        }),
      ),
      exceptions: Type.Array(
        strict({
          kind: Type.String(),
          subject_uri: Type.String(),
          basis: Type.String(),
          as_of: instant('When it opened.'),
        }),
      ),
    },
    { description: 'How far the order is, as facts prove it.' },
  ),
);

export const orderViewSchema = named(
  'OrderView',
  strict({
    order: ref(orderSchema),
    fulfilments: Type.Array(ref(fulfilmentSchema)),
    reservations: Type.Array(ref(reservationSchema)),
    lifecycle: ref(lifecycleSchema),
    decision_ids: Type.Array(idText('dec_…'), { description: 'Oldest first.' }),
  }),
);

import type { Static } from 'typebox';
import type { Lifecycle } from '@ordermesh/core/facts';
import type { LineWait, OrderRecord, OrderView, PlacedOrder } from '@ordermesh/core/hub';
import { chargeFor, orderDocument } from '@ordermesh/core/intake';
import { landedCost } from '@ordermesh/core/route';
import { erasedLabel } from '@ordermesh/core/track';
import { instantText } from '@ordermesh/core/words';
import { unroutableView } from '../wire/refusal.ts';
import type {
  orderSchema,
  orderViewSchema,
  placedOrderSchema,
  waitSchema,
} from '../schemas/orders.ts';
import type { lifecycleSchema } from '../schemas/customer/lifecycle.ts';
import { holdView } from './holds.ts';
import { fulfilmentView, planView, promiseView, reservationView, windowView } from './plan.ts';

type OrderJson = Static<typeof orderSchema>;

/** An order as the API writes it: what the shop sent, and what has been decided about it. */
export function orderView(record: OrderRecord): OrderJson {
  const { order } = record;
  const sent = orderDocument(order);
  return {
    order_id: sent.order_id,
    external_ids: [...sent.external_ids],
    channel: sent.channel,
    tier: order.tier,
    customer_id: order.customerId ?? null,
    service_level: order.serviceLevel,
    state: record.state,
    status: record.status,
    version: record.version,
    epoch: record.epoch,
    placed_at: sent.placed_at,
    accepted_at: instantText(record.acceptedAt),
    ship_to: {
      ...sent.ship_to,
      recipient: sent.ship_to.recipient && {
        ...sent.ship_to.recipient,
        address_lines: [...sent.ship_to.recipient.address_lines],
      },
    },
    pickup_node: sent.pickup_node,
    cart_id: sent.cart_id,
    currency: sent.currency,
    promised_window: sent.promised_window,
    shipping_price: sent.shipping_price,
    promise: record.promise === undefined ? null : promiseView(record.promise),
    holds: record.holds.map(holdView),
    amendments: record.amendments,
    ...(record.erasedAt !== undefined && {
      erased_at: instantText(record.erasedAt),
      erased: { ...erasedLabel, fields: erasedFields(record) },
    }),
    waits: record.waits.map(waitView),
    lines: sent.lines.map((line, i) => ({
      ...line,
      cancelled_quantity: record.cancelledUnits[line.line_no] ?? 0,
      ...partsView(order.lines[i]?.forms),
      ...weighedView(record, order.lines[i]),
    })),
    ...(sent.ship_complete === true && { ship_complete: true }),
    ...(sent.gift && { gift: giftView(sent.gift, record.erasedAt) }),
    ...(order.incoterm && { incoterm: order.incoterm }),
    ...(record.remarks && { remarks: record.remarks.map(remarkView) }),
  };
}

const remarkView = ({
  about,
  at,
  text,
}: NonNullable<OrderRecord['remarks']>[number]): NonNullable<OrderJson['remarks']>[number] => ({
  about,
  at: instantText(at),
  text,
});

/** What is empty in the answer because it was erased. */
const erasedFields = ({ order }: OrderRecord): string[] => [
  'ship_to.recipient',
  ...(order.gift ? ['gift.message'] : []),
];

/** An erased message is not the same as a present without one. */
const giftView = (
  { message, wrap }: { readonly message: string; readonly wrap: boolean },
  erasedAt: number | undefined,
): NonNullable<OrderJson['gift']> => ({ message: erasedAt === undefined ? message : null, wrap });

function weighedView(
  { weighedUnits, cancelledUnits, order: { currency } }: OrderRecord,
  line: OrderRecord['order']['lines'][number] | undefined,
): Pick<OrderJson['lines'][number], 'weighed_quantity' | 'charged'> {
  const weighed = line && weighedUnits?.[line.lineNo];
  if (line === undefined || weighed === undefined) return {};
  const { priceMinor, taxMinor } = chargeFor(line, weighed, cancelledUnits[line.lineNo] ?? 0);
  return {
    weighed_quantity: weighed,
    charged: {
      price: { amount_minor: priceMinor, currency },
      tax: { amount_minor: taxMinor, currency },
    },
  };
}

const partsView = (
  forms: OrderRecord['order']['lines'][number]['forms'],
): Pick<OrderJson['lines'][number], 'parts'> =>
  forms === undefined
    ? {}
    : {
        parts: forms.flatMap(({ kind, parts }) =>
          parts.map(({ partNo, itemId, unitsPer }) => ({
            line_no: partNo,
            item: itemId,
            units_per: unitsPer,
            kind,
          })),
        ),
      };

/** Units that wait for goods. */
export const waitView = (wait: LineWait): Static<typeof waitSchema> => ({
  line_no: wait.lineNo,
  item: wait.itemId,
  units: wait.units,
  kind: wait.kind,
  since: instantText(wait.sinceAt),
  supply: wait.supply
    ? {
        node: wait.supply.nodeId,
        expected_at: instantText(wait.supply.expectedAt),
        window: windowView(wait.supply.window),
      }
    : null,
});

/** The answer to a placed order. */
export const placedOrderView = (
  placed: PlacedOrder,
  currency: string,
): Static<typeof placedOrderSchema> => ({
  order: orderView(placed.record),
  plan: placed.plan === undefined ? null : planView(placed.plan, currency),
  fulfilments: placed.fulfilments.map(fulfilmentView),
  unroutable: placed.unroutable === undefined ? null : unroutableView(placed.unroutable),
  ...landedView(placed),
  decision_id: placed.decisionId,
  ...(placed.waitsForRouter && { waits_for_router: true as const }),
});

function landedView({
  record: { order },
  plan,
}: PlacedOrder): Pick<Static<typeof placedOrderSchema>, 'landed_cost'> {
  const landed = plan && landedCost(order, plan);
  if (!landed) return {};
  return {
    landed_cost: {
      currency: order.currency,
      goods_minor: landed.goodsMinor,
      shipping_minor: landed.shippingMinor,
      tax_minor: landed.taxMinor,
      duty_minor: landed.dutyMinor,
      import_tax_minor: landed.importTaxMinor,
      paid_by: landed.paidBy,
      to_seller_minor: landed.toSellerMinor,
      at_delivery_minor: landed.atDeliveryMinor,
    },
  };
}

/** How far an order is, with the proof. */
export const lifecycleView = (life: Lifecycle): Static<typeof lifecycleSchema> => ({
  basic: life.basic,
  advanced: life.advanced,
  as_of: instantText(life.asOf),
  kind: life.kind,
  basis: [...life.basis],
  corrected: life.isCorrected,
  parcel_uris: [...life.parcelUris],
  lines: life.lines.map(({ lineNo, unit, orderedUnits, quantities }) => ({
    line_no: lineNo,
    unit,
    ordered_units: orderedUnits,
    quantities: quantities.map(({ stage, units, basis, asOf, kind }) => ({
      stage,
      units,
      as_of: instantText(asOf),
      kind,
      basis: [...basis],
    })),
  })),
  exceptions: life.exceptions.map(({ kind, subjectUri, basis, asOf }) => ({
    kind,
    subject_uri: subjectUri,
    basis,
    as_of: instantText(asOf),
  })),
});

/** An order with all that belongs to it. */
export const wholeOrderView = (view: OrderView): Static<typeof orderViewSchema> => ({
  order: orderView(view.record),
  fulfilments: view.fulfilments.map(fulfilmentView),
  reservations: view.reservations.map(reservationView),
  lifecycle: lifecycleView(view.lifecycle),
  decision_ids: view.decisions.map(({ decisionId }) => decisionId),
});

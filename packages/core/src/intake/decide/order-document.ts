import { instantText } from '../../words/index.ts';
import type { Money } from '../../words/index.ts';
import type { CustomerOrder } from './order.ts';

/** An amount on the wire. */
export interface MoneyDocument {
  readonly amount_minor: number;
  readonly currency: string;
}

/** One line on the wire. */
export interface OrderLineDocument {
  readonly line_no: number;
  readonly item: string;
  readonly quantity: Units;
  readonly price: MoneyDocument;
  readonly tax: MoneyDocument;
  /** Lines with the same word travel in one parcel. */
  readonly ship_with?: string;
  /** Substitutes may be sent when it is out. */
  readonly substitutes?: boolean;
}

/** Eaches, or grams of a weight good; integer. */
type Units = number;

/** An order as every surface shows it: the fields that a shop sends, with the house's id. */
export interface OrderDocument {
  readonly order_id: string;
  readonly external_ids: readonly { readonly system: string; readonly id: string }[];
  readonly channel: string;
  readonly tier: string;
  readonly customer_id: string | null;
  readonly service_level: string;
  readonly currency: string;
  /** RFC 3339, UTC; as all instants here. */
  readonly placed_at: string;
  readonly ship_to: {
    readonly latitude: number;
    readonly longitude: number;
    readonly country: string;
    readonly subdivision: string;
    readonly postcode: string;
    readonly recipient: {
      readonly name: string;
      readonly phone: string;
      readonly address_lines: readonly string[];
    } | null;
  };
  readonly pickup_node: string | null;
  readonly promised_window: { readonly start: string; readonly end: string } | null;
  readonly cart_id: string | null;
  readonly shipping_price: MoneyDocument;
  readonly backorder: string;
  /** Holds that it came with. */
  readonly holds: readonly {
    readonly reason: string;
    readonly note: string;
    readonly until: string | null;
  }[];
  readonly lines: readonly OrderLineDocument[];
  readonly ship_complete?: boolean;
  readonly gift?: { readonly message: string; readonly wrap: boolean };
  readonly incoterm?: string;
}

/**
 * Writes an order for the API. What it writes, without `order_id`, is taken back by `acceptOrder` as the same
 * order. It names the recipient: readers of a lower tier get a projection of it, never this.
 */
export function orderDocument(order: CustomerOrder): OrderDocument {
  const { recipient, promisedWindow: promised, shipTo, currency } = order;
  const { latitude, longitude, country, subdivision, postcode } = shipTo;
  return {
    order_id: order.orderId,
    external_ids: order.externalIds.map(({ system, id }) => ({ system, id })),
    channel: order.channel,
    tier: order.tier,
    customer_id: order.customerId ?? null,
    service_level: order.serviceLevel,
    currency,
    placed_at: instantText(order.placedAt),
    ship_to: {
      latitude,
      longitude,
      country,
      subdivision,
      postcode,
      recipient: recipient
        ? { name: recipient.name, phone: recipient.phone, address_lines: recipient.addressLines }
        : null,
    },
    pickup_node: order.pickupNodeId ?? null,
    promised_window: promised
      ? { start: instantText(promised.startAt), end: instantText(promised.endAt) }
      : null,
    cart_id: order.cartId ?? null,
    shipping_price: moneyDocument({ amountMinor: order.shippingPriceMinor, currency }),
    backorder: order.backorder,
    holds: order.holds.map(({ reason, note, untilAt }) => ({
      reason,
      note,
      until: untilAt === undefined ? null : instantText(untilAt),
    })),
    lines: order.lines.map((line) => ({
      line_no: line.lineNo,
      item: line.itemId,
      quantity: line.quantityUnits,
      price: moneyDocument({ amountMinor: line.priceMinor, currency }),
      tax: moneyDocument({ amountMinor: line.taxMinor, currency }),
      ...(line.shipWith !== undefined && { ship_with: line.shipWith }),
      ...(line.forms?.some(({ kind }) => kind === 'substitute') && { substitutes: true }),
    })),
    ...(order.shipComplete === true && { ship_complete: true }),
    ...(order.gift && { gift: { message: order.gift.message, wrap: order.gift.wrap } }),
    ...(order.incoterm && { incoterm: order.incoterm }),
  };
}

const moneyDocument = ({ amountMinor, currency }: Money): MoneyDocument => ({
  amount_minor: amountMinor,
  currency,
});

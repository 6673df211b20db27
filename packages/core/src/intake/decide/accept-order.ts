import { accept, ensure, minuteMs, readDocument, refuse } from '../../words/index.ts';
import type { Outcome, Place, Reader } from '../../words/index.ts';
import { checkDraft } from './check-draft.ts';
import { orderDraft } from './draft.ts';
import type { IntakeContext, InvalidOrder } from './context.ts';
import { formsOf } from './forms.ts';
import type { DraftLine, DraftMoney, OrderDraft } from './draft.ts';
import { scheduled } from './schedule.ts';
import type { CustomerOrder, OrderLine } from './order.ts';

/**
 * Takes an order in: checks what a shop sent and writes it in the house's own words. Absent fields get their
 * usual value (tier and service level `standard`, line numbers 1, 2, 3 …, prices 0); unknown fields, texts for
 * numbers and fractions of units are refused, each with pointer, reason and remedy.
 *
 * Cost: some microseconds for a usual order, about 1 µs per line.
 */
export function acceptOrder(
  draft: unknown,
  context: IntakeContext,
): Outcome<CustomerOrder, InvalidOrder> {
  let shipTo: Place | undefined;
  const sound: Reader<OrderDraft> = {
    blank: orderDraft.blank,
    read: (value, on) => {
      const read = orderDraft.read(value, on);
      if (on.faults.length === 0) shipTo = checkDraft(read, on, context);
      return read;
    },
  };
  const read = readDocument(sound, draft);
  if (!read.ok) return refuse({ reason: 'invalid-order', faults: read.refusal });
  ensure(shipTo !== undefined, 'an order without faults has a place');
  return accept(orderOf(read.value, shipTo, context));
}

function orderOf(draft: OrderDraft, shipTo: Place, context: IntakeContext): CustomerOrder {
  const { promised_window: promised } = draft;
  const recipient = draft.ship_to?.recipient;
  return {
    orderId: context.orderId,
    externalIds: draft.external_ids,
    channel: draft.channel,
    tier: draft.tier,
    ...(draft.customer_id !== undefined && { customerId: draft.customer_id }),
    serviceLevel: draft.service_level,
    currency: draft.currency,
    placedAt: draft.placed_at ?? context.at,
    shipTo,
    recipient: recipient && {
      name: recipient.name,
      phone: recipient.phone,
      addressLines: recipient.address_lines,
    },
    pickupNodeId: draft.pickup_node,
    promisedWindow: promised && { startAt: promised.start, endAt: promised.end },
    cartId: draft.cart_id,
    shippingPriceMinor: amountOf(draft.shipping_price),
    backorder: draft.backorder,
    holds: holdsOf(draft, context),
    lines: scheduled(
      draft.lines,
      draft.lines.map((line, i) => lineOf(line, i, context)),
    ),
    ...wishesOf(draft),
  };
}

function holdsOf(
  draft: OrderDraft,
  { at, remorseMinutes = 0 }: IntakeContext,
): CustomerOrder['holds'] {
  const usual = draft.service_level === 'within_hour' ? 0 : remorseMinutes;
  const minutes = draft.remorse_minutes ?? usual;
  const sent = draft.holds.map(({ reason, note, until }) => ({ reason, note, untilAt: until }));
  if (minutes === 0) return sent;
  return [...sent, { reason: 'remorse', note: '', untilAt: at + minutes * minuteMs }];
}

/** Wishes that few orders have are written only where they are. */
function wishesOf(draft: OrderDraft): Pick<CustomerOrder, 'shipComplete' | 'gift' | 'incoterm'> {
  const { ship_complete: complete, gift, incoterm } = draft;
  if (complete !== true && gift === undefined && incoterm === undefined) return none;
  return {
    ...(complete === true && { shipComplete: true }),
    ...(gift && { gift }),
    ...(incoterm && { incoterm }),
  };
}

const none = {};

function lineOf(line: DraftLine, i: number, context: IntakeContext): OrderLine {
  const lineNo = line.line_no ?? i + 1;
  const plain = {
    lineNo,
    itemId: line.item,
    quantityUnits: line.quantity,
    priceMinor: amountOf(line.price),
    taxMinor: amountOf(line.tax),
  };
  const item = context.item(line.item);
  const forms =
    item && formsOf(item, lineNo, { ...context, mayReplace: line.substitutes === true });
  if (!forms && line.ship_with === undefined) return plain;
  const shipWith = line.ship_with;
  return { ...plain, ...(forms && { forms }), ...(shipWith !== undefined && { shipWith }) };
}

const amountOf = (sent: DraftMoney | undefined): number => sent?.amount_minor ?? 0;

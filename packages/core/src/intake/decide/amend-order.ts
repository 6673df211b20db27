import {
  accept,
  faultAt,
  idText,
  instant,
  integer,
  itemId,
  list,
  nodeId,
  oneOf,
  optional,
  readDocument,
  refuse,
  shape,
} from '../../words/index.ts';
import type { InputFault, Outcome, Place, ReadBy, Reader, Reading } from '../../words/index.ts';
import { serviceLevels } from '../../network/decide/index.ts';
import type { IntakeContext } from './context.ts';
import { formsOf } from './forms.ts';
import { linesMax, money, shipTo, unitsMax } from './draft.ts';
import type { CustomerOrder, OrderLine } from './order.ts';

const lineChange = shape({
  line_no: optional(integer({ min: 1, max: linesMax })),
  item: optional(idText(itemId)),
  quantity: integer({ min: 0, max: unitsMax }),
  price: optional(money),
  tax: optional(money),
});

/** What shall be different, as JSON; what is absent stays. */
const amendment = shape({
  ship_to: optional(shipTo),
  service_level: optional(oneOf(serviceLevels)),
  pickup_node: optional(idText(nodeId)),
  promised_window: optional(shape({ start: instant, end: instant })),
  shipping_price: optional(money),
  lines: optional(list(lineChange, { min: 1, max: linesMax })),
});
type Amendment = ReadBy<typeof amendment>;
type LineChange = ReadBy<typeof lineChange>;

/** What an amendment is read against. */
export interface AmendContext extends Pick<IntakeContext, 'item' | 'placeOf'> {
  readonly order: CustomerOrder;
  /** Units cancelled so far per line number. */
  readonly cancelledUnits: Readonly<Record<number, number>>;
}

/** An order with a change, and what follows from it. */
export interface AmendedOrder {
  readonly order: CustomerOrder;
  /** Where, how or when it goes is different: work that has not left must be looked at again. */
  readonly goesElsewhere: boolean;
  /** Units to cancel, by line. */
  readonly fewer: readonly { readonly lineNo: number; readonly units: number }[];
  /** Units that must find a node, by line. */
  readonly more: readonly { readonly lineNo: number; readonly units: number }[];
  /** The fields that differ, for the log: names as on the wire. */
  readonly fields: readonly string[];
}

/**
 * Changes an order as its customer asks. Prices and taxes of what was bought never change by it: added units cost the
 * line's price per unit unless the change names what they cost together (`price`, `tax`); taken ones are cancelled at
 * their share. A line without `line_no` is new and names its `item`; `quantity` is what the customer wants in the end.
 *
 * @returns every fault with pointer, reason and remedy; nothing changed is a fault too
 */
export function amendOrder(
  sent: unknown,
  context: AmendContext,
): Outcome<AmendedOrder, readonly InputFault[]> {
  let destination: Place | undefined;
  const sound: Reader<Amendment> = {
    blank: amendment.blank,
    read: (value, on) => {
      const read = amendment.read(value, on);
      if (on.faults.length > 0) return read;
      destination = placeOf(read, on, context);
      checkPickup(read, on, context);
      checkCurrencies(read, on, context);
      for (const [ix, line] of (read.lines ?? []).entries()) checkLine(line, ix, { on, context });
      return read;
    },
  };
  const read = readDocument(sound, sent);
  if (!read.ok) return refuse(read.refusal);
  const amended = apply(read.value, destination, context);
  if (amended.fields.length === 0) return refuse([nothingChanges]);
  return accept(amended);
}

const nothingChanges: InputFault = {
  field: '',
  reason: 'nothing-changes',
  remedy: 'Send at least one field that differs from the order as it is.',
};

function placeOf(
  { ship_to: sent }: Amendment,
  on: Reading,
  { placeOf: find }: AmendContext,
): Place | undefined {
  if (!sent) return undefined;
  const { country, subdivision, postcode, latitude, longitude } = sent;
  if (latitude !== undefined && longitude !== undefined)
    return { latitude, longitude, country, subdivision, postcode };
  const found = find?.(country, postcode);
  if (found) return { ...found, country, subdivision, postcode };
  faultAt(on, ['ship_to', 'latitude'], {
    reason: 'missing',
    remedy: 'Send latitude and longitude of the new address.',
  });
  return undefined;
}

function checkPickup(sent: Amendment, on: Reading, { order }: AmendContext): void {
  const level = sent.service_level ?? order.serviceLevel;
  const node = sent.pickup_node ?? order.pickupNodeId;
  if (level === 'pickup' && node === undefined)
    faultAt(on, ['pickup_node'], {
      reason: 'missing',
      remedy: 'Send the node where the customer picks up.',
    });
  if (level !== 'pickup' && sent.pickup_node !== undefined)
    faultAt(on, ['pickup_node'], {
      reason: 'not-a-pickup-order',
      remedy: 'Leave it out, or send service_level "pickup" too.',
    });
  if (sent.promised_window && sent.promised_window.end <= sent.promised_window.start)
    faultAt(on, ['promised_window', 'end'], {
      reason: 'ends-before-it-starts',
      remedy: 'Send an end after the start.',
    });
}

/** Amounts are in the order's currency. */
function checkCurrencies(sent: Amendment, on: Reading, { order }: AmendContext): void {
  const amounts: [ReadBy<typeof money> | undefined, readonly (string | number)[]][] = [
    [sent.shipping_price, ['shipping_price']],
    ...(sent.lines ?? []).flatMap((line, ix): typeof amounts => [
      [line.price, ['lines', ix, 'price']],
      [line.tax, ['lines', ix, 'tax']],
    ]),
  ];
  for (const [amount, path] of amounts)
    if (amount?.currency !== undefined && amount.currency !== order.currency)
      faultAt(on, [...path, 'currency'], {
        reason: 'other-currency',
        remedy: `Send ${order.currency}, the currency of the order, or leave it out.`,
      });
}

function checkLine(
  line: LineChange,
  ix: number,
  { on, context }: { readonly on: Reading; readonly context: AmendContext },
): void {
  const { order } = context;
  if (line.line_no === undefined) {
    if (line.item === undefined || !context.item(line.item))
      faultAt(on, ['lines', ix, 'item'], {
        reason: 'unknown-item',
        remedy: 'A new line names the code of a published item.',
      });
    if (line.quantity === 0)
      faultAt(on, ['lines', ix, 'quantity'], {
        reason: 'too-small',
        remedy: 'A new line has at least one unit.',
      });
    return;
  }
  const known = order.lines.find(({ lineNo }) => lineNo === line.line_no);
  if (!known)
    faultAt(on, ['lines', ix, 'line_no'], {
      reason: 'unknown-line',
      remedy: `The order has the lines ${order.lines.map(({ lineNo }) => String(lineNo)).join(', ')}; leave line_no out for a new one.`,
    });
  else if (line.item !== undefined && line.item !== known.itemId)
    faultAt(on, ['lines', ix, 'item'], {
      reason: 'other-item',
      remedy: `Line ${String(known.lineNo)} is ${known.itemId}: set its quantity to 0 and add a new line.`,
    });
}

function apply(
  sent: Amendment,
  destination: Place | undefined,
  context: AmendContext,
): AmendedOrder {
  const { order } = context;
  const lines = linesAfter(sent.lines ?? [], context);
  const next: CustomerOrder = {
    ...order,
    ...wayOf(sent, order),
    shipTo: destination ?? order.shipTo,
    shippingPriceMinor: sent.shipping_price?.amount_minor ?? order.shippingPriceMinor,
    lines: lines.all,
  };
  const route = ['serviceLevel', 'pickupNodeId', 'shipTo', 'promisedWindow'] as const;
  const different = route.filter((field) => !same(order[field], next[field]));
  const isOtherRecipient = !same(order.recipient, next.recipient);
  return {
    order: next,
    goesElsewhere: different.length > 0,
    fewer: lines.fewer,
    more: lines.more,
    fields: [
      ...different.map((field) => wireNames[field]),
      ...(isOtherRecipient ? ['recipient'] : []),
      ...(next.shippingPriceMinor !== order.shippingPriceMinor ? ['shipping_price'] : []),
      ...(lines.fewer.length + lines.more.length > 0 ? ['lines'] : []),
    ],
  };
}

type Way = Pick<CustomerOrder, 'serviceLevel' | 'pickupNodeId' | 'recipient' | 'promisedWindow'>;

/** How, to whom and when it goes. */
function wayOf(sent: Amendment, order: CustomerOrder): Way {
  const serviceLevel = sent.service_level ?? order.serviceLevel;
  const pickupNodeId =
    serviceLevel === 'pickup' ? (sent.pickup_node ?? order.pickupNodeId) : undefined;
  const recipient = sent.ship_to?.recipient;
  const window = sent.promised_window;
  return {
    serviceLevel,
    pickupNodeId,
    recipient: recipient
      ? { name: recipient.name, phone: recipient.phone, addressLines: recipient.address_lines }
      : order.recipient,
    promisedWindow: window ? { startAt: window.start, endAt: window.end } : order.promisedWindow,
  };
}

const wireNames = {
  serviceLevel: 'service_level',
  pickupNodeId: 'pickup_node',
  shipTo: 'ship_to',
  promisedWindow: 'promised_window',
} as const;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface LinesAfter {
  readonly all: readonly OrderLine[];
  readonly fewer: AmendedOrder['fewer'];
  readonly more: AmendedOrder['more'];
}

function linesAfter(changes: readonly LineChange[], context: AmendContext): LinesAfter {
  const all = [...context.order.lines];
  const fewer: { lineNo: number; units: number }[] = [];
  const more: { lineNo: number; units: number }[] = [];
  for (const change of changes) {
    const ix = all.findIndex(({ lineNo }) => lineNo === change.line_no);
    const line = all[ix];
    if (!line) {
      const added = newLine(change, Math.max(0, ...all.map(({ lineNo }) => lineNo)) + 1, context);
      all.push(added);
      more.push({ lineNo: added.lineNo, units: added.quantityUnits });
      continue;
    }
    const { lineNo } = line;
    const wanted = line.quantityUnits - (context.cancelledUnits[lineNo] ?? 0);
    const units = change.quantity - wanted;
    if (units < 0) fewer.push({ lineNo, units: -units });
    if (units <= 0) continue;
    all[ix] = grown(line, change, units);
    more.push({ lineNo, units });
  }
  return { all, fewer, more };
}

function newLine(change: LineChange, lineNo: number, { item: itemOf }: AmendContext): OrderLine {
  const item = change.item === undefined ? undefined : itemOf(change.item);
  const forms = item && formsOf(item, lineNo, { item: itemOf, mayReplace: false });
  return {
    lineNo,
    itemId: change.item ?? itemId(''),
    quantityUnits: change.quantity,
    priceMinor: change.price?.amount_minor ?? 0,
    taxMinor: change.tax?.amount_minor ?? 0,
    ...(forms && { forms }),
  };
}

/** More of the same: at the same price per unit, unless the change says what the added units cost. */
function grown(line: OrderLine, change: LineChange, units: number): OrderLine {
  const share = (amountMinor: number): number =>
    Math.round((amountMinor * units) / line.quantityUnits);
  return {
    ...line,
    quantityUnits: line.quantityUnits + units,
    priceMinor: line.priceMinor + (change.price?.amount_minor ?? share(line.priceMinor)),
    taxMinor: line.taxMinor + (change.tax?.amount_minor ?? share(line.taxMinor)),
  };
}

import {
  countryCode,
  currencyCode,
  decimal,
  idText,
  instant,
  integer,
  itemId,
  list,
  nodeId,
  oneOf,
  optional,
  otherwise,
  shape,
  subdivisionCode,
  text,
  yesNo,
} from '../../words/index.ts';
import type { ReadBy } from '../../words/index.ts';
import { holdReasons } from './holds.ts';
import { backorderWishes } from './order.ts';
import { customerTiers } from '../../parties/decide/index.ts';
import { serviceLevels } from '../../network/decide/index.ts';
import { incoterms } from './order.ts';

/** Most lines of one order. */
export const linesMax = 2000;
/** Most units of one line: ten million pieces, or ten tonnes of a weight good. */
export const unitsMax = 10_000_000;
/** Most minor units of one amount. */
const amountMax = 1_000_000_000_000;

/** An amount; its currency may be left out. */
export const money = shape({
  amount_minor: integer({ min: 0, max: amountMax }),
  currency: optional(currencyCode),
});

const externalId = shape({ system: text({ max: 64 }), id: text({ max: 200 }) });

const recipient = shape({
  name: text({ max: 200 }),
  phone: otherwise(text({ min: 0, max: 40 }), ''),
  address_lines: otherwise(list(text({ max: 200 }), { max: 10 }), []),
});

/** Where an order goes, and who receives it. */
export const shipTo = shape({
  latitude: optional(decimal({ min: -90, max: 90 })),
  longitude: optional(decimal({ min: -180, max: 180 })),
  country: countryCode,
  subdivision: otherwise(subdivisionCode, ''),
  postcode: otherwise(text({ min: 0, max: 16 }), ''),
  recipient: optional(recipient),
});

const scheduleLine = shape({
  quantity: integer({ min: 1, max: unitsMax }),
  not_before: optional(instant),
  need_by: optional(instant),
});

const line = shape({
  line_no: optional(integer({ min: 1, max: linesMax })),
  item: idText(itemId),
  quantity: integer({ min: 1, max: unitsMax }),
  price: optional(money),
  tax: optional(money),
  substitutes: optional(yesNo),
  schedule: optional(list(scheduleLine, { min: 1, max: 100 })),
  ship_with: optional(text({ max: 32, pattern: /^\S+$/, like: 'a word' })),
});

const gift = shape({
  message: otherwise(text({ min: 0, max: 500 }), ''),
  wrap: otherwise(yesNo, false),
});

const hold = shape({
  reason: oneOf(holdReasons),
  note: otherwise(text({ min: 0, max: 500 }), ''),
  until: optional(instant),
});

/** An order as a shop sends it: JSON, snake_case; the fields of the API, nothing else. */
export const orderDraft = shape({
  external_ids: otherwise(list(externalId, { max: 10 }), []),
  channel: text({
    max: 64,
    pattern: /^[a-z0-9][a-z0-9_.-]*$/,
    like: 'lower-case letters, digits, dot, dash and underscore, e.g. webshop',
  }),
  tier: otherwise(oneOf(customerTiers), 'standard'),
  service_level: otherwise(oneOf(serviceLevels), 'standard'),
  customer_id: optional(
    text({ max: 128, pattern: /^[^\s\p{Cc}]+$/u, like: 'the code of a customer without blanks' }),
  ),
  currency: currencyCode,
  placed_at: optional(instant),
  ship_to: optional(shipTo),
  pickup_node: optional(idText(nodeId)),
  promised_window: optional(shape({ start: instant, end: instant })),
  cart_id: optional(text({ max: 64, pattern: /^\S+$/, like: 'the id of a cart' })),
  shipping_price: optional(money),
  backorder: otherwise(oneOf(backorderWishes), 'no'),
  remorse_minutes: optional(integer({ min: 0, max: 7 * 1440 })),
  holds: otherwise(list(hold, { max: 10 }), []),
  lines: list(line, { min: 1, max: linesMax }),
  ship_complete: optional(yesNo),
  gift: optional(gift),
  incoterm: optional(oneOf(incoterms)),
});

/** What `orderDraft` reads. */
export type OrderDraft = ReadBy<typeof orderDraft>;
export type DraftLine = OrderDraft['lines'][number];
export type DraftMoney = ReadBy<typeof money>;

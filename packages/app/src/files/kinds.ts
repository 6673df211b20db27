/** What a file may be of. */
export const fileKinds = [
  'nodes',
  'items',
  'stock',
  'inbound',
  'orders',
  'promotions',
  'holidays',
  'weather',
] as const;
/** @see fileKinds */
export type FileKind = (typeof fileKinds)[number];

/** How a cell is read and written. An empty cell is an absent field; of an `empty_text` it is the empty text. */
export type FieldType =
  'text' | 'empty_text' | 'integer' | 'decimal' | 'minor' | 'date' | 'instant' | 'list' | 'json';

/** What a kind of file consists of. */
export interface KindSpec {
  /** Dot paths of its documents in the API's spelling, in the order of columns, with their types. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The fields that name a row: the same key means the same thing. */
  readonly key: readonly string[];
  /** Written by exports for people, passed over by imports. */
  readonly readOnly: readonly string[];
  /** Rows of one order become one document: these fields belong to its lines. */
  readonly linesAt?: string;
}

const nodes: KindSpec = {
  key: ['node_id'],
  readOnly: [],
  fields: {
    node_id: 'text',
    kind: 'text',
    name: 'text',
    gln: 'text',
    'place.latitude': 'decimal',
    'place.longitude': 'decimal',
    'place.country': 'text',
    'place.subdivision': 'empty_text',
    'place.postcode': 'empty_text',
    time_zone: 'text',
    tags: 'list',
    abilities: 'list',
    temperature_classes: 'list',
    calendar: 'json',
    cut_off_minute: 'integer',
    'slots.length_minutes': 'integer',
    'slots.orders_max': 'integer',
    handling_minutes: 'json',
    handling_cost_per_order_minor: 'minor',
    handling_cost_per_line_minor: 'minor',
    handling_cost_per_unit_micros: 'integer',
    carrier_services: 'list',
    accept_minutes_max: 'integer',
    terms: 'json',
  },
};

const items: KindSpec = {
  key: ['item_id'],
  readOnly: [],
  fields: {
    item_id: 'text',
    name: 'text',
    gtin: 'text',
    unit: 'text',
    weight_grams: 'integer',
    temperature_class: 'text',
    hs_code: 'text',
    origin_country: 'text',
  },
};

const stock: KindSpec = {
  key: ['node', 'item', 'lot'],
  readOnly: ['reserved_units', 'available_units'],
  fields: {
    node: 'text',
    item: 'text',
    lot: 'text',
    on_hand_units: 'integer',
    safety_units: 'integer',
    reserved_units: 'integer',
    available_units: 'integer',
  },
};

const inbound: KindSpec = {
  key: ['node', 'item', 'expected_at'],
  readOnly: [],
  fields: { node: 'text', item: 'text', expected_at: 'instant', units: 'integer' },
};

const orders: KindSpec = {
  key: ['external_system', 'external_id'],
  readOnly: ['order_id', 'state', 'status'],
  linesAt: 'lines',
  fields: {
    order_id: 'text',
    state: 'text',
    status: 'text',
    external_system: 'text',
    external_id: 'text',
    channel: 'text',
    tier: 'text',
    customer_id: 'text',
    service_level: 'text',
    currency: 'text',
    placed_at: 'instant',
    'ship_to.country': 'text',
    'ship_to.subdivision': 'text',
    'ship_to.postcode': 'text',
    'ship_to.latitude': 'decimal',
    'ship_to.longitude': 'decimal',
    'ship_to.recipient.name': 'text',
    'ship_to.recipient.phone': 'text',
    'ship_to.recipient.address_lines': 'list',
    pickup_node: 'text',
    'promised_window.start': 'instant',
    'promised_window.end': 'instant',
    cart_id: 'text',
    holds: 'json',
    'shipping_price.amount_minor': 'minor',
    'lines.line_no': 'integer',
    'lines.item': 'text',
    'lines.quantity': 'integer',
    'lines.price.amount_minor': 'minor',
    'lines.tax.amount_minor': 'minor',
  },
};

const promotions: KindSpec = {
  key: ['promotion_id'],
  readOnly: [],
  fields: {
    promotion_id: 'text',
    name: 'text',
    items: 'list',
    zones: 'list',
    first_day: 'date',
    last_day: 'date',
    discount_percent: 'decimal',
    kind: 'text',
    cancelled: 'json',
  },
};

const holidays: KindSpec = {
  key: ['zone', 'day'],
  readOnly: [],
  fields: { zone: 'text', day: 'date', name: 'text', kind: 'text', cancelled: 'json' },
};

const weather: KindSpec = {
  key: ['zone', 'day', 'issued_at'],
  readOnly: [],
  fields: {
    zone: 'text',
    day: 'date',
    temperature_c: 'decimal',
    precipitation_mm: 'decimal',
    issued_at: 'instant',
  },
};

/** What each kind of file consists of. */
export const kindSpecs: Readonly<Record<FileKind, KindSpec>> = {
  nodes,
  items,
  stock,
  inbound,
  orders,
  promotions,
  holidays,
  weather,
};

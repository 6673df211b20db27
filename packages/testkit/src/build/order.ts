import type { CustomerOrder, OrderLine } from '@ordermesh/core/intake';
import type { ItemProfile } from '@ordermesh/core/parties';
import { itemId, orderId } from '@ordermesh/core/words';

/** A parcel-sized ambient item; give it another id and what the test is about. */
export const anItem = (id = 'tea', parts: Partial<ItemProfile> = {}): ItemProfile => ({
  itemId: itemId(id),
  name: `Item ${id}`,
  unit: 'each',
  weightGrams: 400,
  temperatureClass: 'ambient',
  ...parts,
});

/** One line: `units` pieces of the item, 10.00 each in a currency with two digits, tax included at 13 %. */
export const aLine = (item: string, units = 1, lineNo = 1): OrderLine => ({
  lineNo,
  itemId: itemId(item),
  quantityUnits: units,
  priceMinor: units * 1000,
  taxMinor: units * 130,
});

/** A web order of a standard customer in Shanghai for one piece of `tea`. */
export const anOrder = (id = 'ord_1', parts: Partial<CustomerOrder> = {}): CustomerOrder => ({
  orderId: orderId(id),
  externalIds: [],
  channel: 'webshop',
  tier: 'standard',
  serviceLevel: 'standard',
  currency: 'CNY',
  placedAt: Date.UTC(2026, 0, 5, 8),
  shipTo: {
    latitude: 31.23,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
  },
  recipient: undefined,
  pickupNodeId: undefined,
  promisedWindow: undefined,
  cartId: undefined,
  shippingPriceMinor: 0,
  backorder: 'no',
  holds: [],
  lines: [aLine('tea')],
  ...parts,
});

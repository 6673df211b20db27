import type { IngestedOrder, OrderRecord } from '@ordermesh/core/hub';

type Order = OrderRecord['order'];

/** What an order says of people: who receives it, and what is written on the present. */
interface Personal {
  readonly recipient?: NonNullable<Order['recipient']>;
  readonly message?: string;
}

/** What a record says of people: the order as it counts, and as it was placed once it was amended. */
export interface PersonalOfRecord {
  readonly order: Personal;
  readonly ordered?: Personal;
}

/** @returns undefined when it says nothing of people */
export function personalOf({ order, ordered }: OrderRecord): PersonalOfRecord | undefined {
  const all = { order: said(order), ...(ordered && { ordered: said(ordered) }) };
  const says = ({ recipient, message }: Personal): boolean =>
    recipient !== undefined || message !== undefined;
  return says(all.order) || (all.ordered && says(all.ordered)) === true ? all : undefined;
}

const said = ({ recipient, gift }: Order): Personal => ({
  ...(recipient && { recipient }),
  ...(gift && gift.message !== '' && { message: gift.message }),
});

/** The record without what it says of people; what routing needs (country, postal area, coordinates) stays. */
export const withoutPersonal = (record: OrderRecord): OrderRecord => ({
  ...record,
  order: bare(record.order),
  ...(record.ordered && { ordered: bare(record.ordered) }),
});

const bare = (order: Order): Order => ({
  ...order,
  recipient: undefined,
  ...(order.gift && { gift: { ...order.gift, message: '' } }),
});

/** The record with what it says of people. */
export const withPersonal = (record: OrderRecord, personal: PersonalOfRecord): OrderRecord => ({
  ...record,
  order: filled(record.order, personal.order),
  ...(record.ordered && { ordered: filled(record.ordered, personal.ordered ?? {}) }),
});

const filled = (order: Order, { recipient, message }: Personal): Order => ({
  ...order,
  recipient,
  ...(order.gift && { gift: { ...order.gift, message: message ?? '' } }),
});

/** The shop's code of the customer in a draft that nobody has read yet. */
export function customerOfDraft(row: IngestedOrder['row']): string | undefined {
  const { draft } = row ?? {};
  if (typeof draft !== 'object' || draft === null) return undefined;
  const { customer_id: customer } = draft as { readonly customer_id?: unknown };
  return typeof customer === 'string' ? customer : undefined;
}

import type { IngestedOrder, OrderRecord } from '@ordermesh/core/hub';

type Order = OrderRecord['order'];

/** What an order says of people: who receives it, what is written on the present, and notes of holds it came with. */
interface Personal {
  readonly recipient?: NonNullable<Order['recipient']>;
  readonly message?: string;
  readonly holdNotes?: Texts;
}

/** Texts by what tells them apart. */
type Texts = Readonly<Record<string, string>>;

/** What a record says of people: the order as it counts, and as it was placed once it was amended; words of staff. */
export interface PersonalOfRecord {
  readonly order: Personal;
  readonly ordered?: Personal;
  readonly holdNotes?: Texts;
  readonly remarks?: Texts;
  /** Reasons of refunds, by refund. */
  readonly refunds?: Texts;
}

/** Stands in the store where a text is that may name people, and for good once it was erased. */
export const erasedText = 'erased · 已删除';

/** @returns undefined when it says nothing of people */
export function personalOf(record: OrderRecord): PersonalOfRecord | undefined {
  const { order, ordered, holds, remarks = [], aftercare } = record;
  const all: PersonalOfRecord = {
    order: said(order),
    ...(ordered && { ordered: said(ordered) }),
    ...texts(
      'holdNotes',
      holds.map(({ holdId, note }) => [holdId, note]),
    ),
    ...texts(
      'remarks',
      remarks.map(({ text }, ix) => [String(ix), text]),
    ),
    ...texts(
      'refunds',
      (aftercare?.refunds ?? []).map(({ refundId, because }) => [refundId, because]),
    ),
  };
  const { order: now, ordered: before, ...more } = all;
  const says = [now, before ?? {}, more].some((part) => Object.keys(part).length > 0);
  return says ? all : undefined;
}

const said = ({ recipient, gift, holds }: Order): Personal => ({
  ...(recipient && { recipient }),
  ...(gift && gift.message !== '' && { message: gift.message }),
  ...texts(
    'holdNotes',
    holds.map(({ note }, ix) => [String(ix), note]),
  ),
});

/** Those of the texts that say something; nothing when none does. */
function texts<Name extends string>(
  name: Name,
  all: readonly (readonly [string, string])[],
): { readonly [K in Name]?: Texts } {
  const told = all.filter(([, text]) => text !== '' && text !== erasedText);
  return told.length > 0 ? ({ [name]: Object.fromEntries(told) } as { [K in Name]: Texts }) : {};
}

const blank = (text: string): string => (text === '' ? '' : erasedText);

/** The record without what it says of people; what routing needs (country, postal area, coordinates) stays. */
export const withoutPersonal = (record: OrderRecord): OrderRecord => ({
  ...record,
  order: bare(record.order),
  ...(record.ordered && { ordered: bare(record.ordered) }),
  holds: record.holds.map((hold) => ({ ...hold, note: blank(hold.note) })),
  ...(record.remarks && {
    remarks: record.remarks.map((one) => ({ ...one, text: blank(one.text) })),
  }),
  ...(record.aftercare && {
    aftercare: {
      ...record.aftercare,
      refunds: record.aftercare.refunds.map((one) => ({ ...one, because: blank(one.because) })),
    },
  }),
});

const bare = (order: Order): Order => ({
  ...order,
  recipient: undefined,
  holds: order.holds.map((hold) => ({ ...hold, note: blank(hold.note) })),
  ...(order.gift && { gift: { ...order.gift, message: '' } }),
});

/** The record with what it says of people. */
export const withPersonal = (record: OrderRecord, personal: PersonalOfRecord): OrderRecord => ({
  ...record,
  order: filled(record.order, personal.order),
  ...(record.ordered && { ordered: filled(record.ordered, personal.ordered ?? {}) }),
  holds: record.holds.map((hold) => ({
    ...hold,
    note: personal.holdNotes?.[hold.holdId] ?? hold.note,
  })),
  ...(record.remarks && {
    remarks: record.remarks.map((one, ix) => ({
      ...one,
      text: personal.remarks?.[ix] ?? one.text,
    })),
  }),
  ...(record.aftercare && {
    aftercare: {
      ...record.aftercare,
      refunds: record.aftercare.refunds.map((one) => ({
        ...one,
        because: personal.refunds?.[one.refundId] ?? one.because,
      })),
    },
  }),
});

const filled = (order: Order, { recipient, message, holdNotes }: Personal): Order => ({
  ...order,
  recipient,
  holds: order.holds.map((hold, ix) => ({ ...hold, note: holdNotes?.[ix] ?? hold.note })),
  ...(order.gift && { gift: { ...order.gift, message: message ?? '' } }),
});

/** The shop's code of the customer in a draft that nobody has read yet. */
export function customerOfDraft(row: IngestedOrder['row']): string | undefined {
  const { draft } = row ?? {};
  if (typeof draft !== 'object' || draft === null) return undefined;
  const { customer_id: customer } = draft as { readonly customer_id?: unknown };
  return typeof customer === 'string' ? customer : undefined;
}

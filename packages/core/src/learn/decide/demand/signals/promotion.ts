import {
  checked,
  decimal,
  faultAt,
  idText,
  itemId,
  list,
  localDate,
  epochDayOf,
  optional,
  readDocument,
  shape,
  text,
  yesNo,
} from '../../../../words/index.ts';
import type { InputFault, ItemId, Outcome, Reader, Reading } from '../../../../words/index.ts';

/** A promotion as planners tell it: which goods, where, on which days, and how strong. */
export interface Promotion {
  /** Its name in the planners' own system; a later row with the same one replaces it. */
  readonly promotionId: string;
  /** For people. */
  readonly name?: string;
  /** Absent = all items. */
  readonly items?: readonly ItemId[];
  /** Subdivisions (`CN-SH`) or whole countries (`CN`); absent = everywhere. */
  readonly zones?: readonly string[];
  /** First and last day of it (UTC), `YYYY-MM-DD`; the last one counts. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** What is off the price, percent; absent = it is not about the price, or not known. */
  readonly discountPercent?: number;
  /** What promotions that work alike have in common, e.g. `leaflet`; absent = only the discount tells them apart. */
  readonly kind?: string;
  /** True: it was called off and counts on no day. */
  readonly cancelled?: boolean;
}

/** Longer ones are price changes: they belong to the level. */
const daysMax = 366;

/** A zone of demand: a subdivision, or a country. */
export const zoneCode: Reader<string> = text({
  max: 40,
  pattern: /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/,
  like: 'an ISO 3166-2 code such as CN-SH, or a country such as CN',
});

const promotion: Reader<Promotion> = checked(
  shape({
    promotionId: text({ max: 100 }),
    name: optional(text({ max: 200 })),
    items: optional(list(idText(itemId), { min: 1, max: 5_000 })),
    zones: optional(list(zoneCode, { min: 1, max: 1_000 })),
    firstDay: localDate,
    lastDay: localDate,
    discountPercent: optional(decimal({ min: 0, max: 100 })),
    kind: optional(text({ max: 60 })),
    cancelled: optional(yesNo),
  }),
  (read, on) => {
    checkDays(read, on);
  },
);

/**
 * Reads a promotion as it is sent, in the house's spelling. Unknown fields are refused.
 *
 * @returns the promotion, or every fault with pointer, reason and remedy
 */
export const readPromotion = (source: unknown): Outcome<Promotion, readonly InputFault[]> =>
  readDocument(promotion, source);

function checkDays({ firstDay, lastDay }: Promotion, on: Reading): void {
  const days = (epochDayOf(lastDay) ?? 0) - (epochDayOf(firstDay) ?? 0) + 1;
  if (days < 1)
    faultAt(on, ['lastDay'], {
      reason: 'before-first-day',
      remedy: `Send the first day (${firstDay}) or a later one.`,
    });
  if (days > daysMax)
    faultAt(on, ['lastDay'], {
      reason: 'too-long',
      remedy: `Send at most ${String(daysMax)} days: what holds longer is the usual price.`,
    });
}

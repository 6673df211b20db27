import {
  localDate,
  optional,
  readDocument,
  shape,
  text,
  yesNo,
} from '../../../../../words/index.ts';
import type { InputFault, Outcome, Reader } from '../../../../../words/index.ts';
import { zoneCode } from '../promotion.ts';

/** A day on which customers ask for more or less than on others: a public holiday, a payday, a day of shopping. */
export interface Holiday {
  /** A subdivision (`DE-BY`); a country (`DE`) counts for its subdivisions, unless one says otherwise of the same day. */
  readonly zone: string;
  /** `YYYY-MM-DD`; counted as a UTC day, as demand is. One that lasts has a row for each of its days. */
  readonly day: string;
  /** The same every year: what it does is learned by name. */
  readonly name: string;
  /** What days that work alike have in common, e.g. `public`; new ones lean to it. Absent = those without one. */
  readonly kind?: string;
  /** True: it is a day as others, in this zone. */
  readonly cancelled?: boolean;
}

const holiday: Reader<Holiday> = shape({
  zone: zoneCode,
  day: localDate,
  name: text({ max: 200 }),
  kind: optional(text({ max: 60 })),
  cancelled: optional(yesNo),
});

/**
 * Reads a holiday as it is sent, in the house's spelling. Unknown fields are refused.
 *
 * @returns the holiday, or every fault with pointer, reason and remedy
 */
export const readHoliday = (source: unknown): Outcome<Holiday, readonly InputFault[]> =>
  readDocument(holiday, source);

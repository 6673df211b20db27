import {
  checked,
  countryCode,
  faultAt,
  gtin14,
  idText,
  integer,
  itemId,
  oneOf,
  optional,
  readDocument,
  shape,
  text,
} from '../../words/index.ts';
import type { InputFault, Outcome, Reader } from '../../words/index.ts';
import type { ItemProfile } from './item.ts';
import { temperatureClasses } from './item.ts';

/**
 * Reads an item as it is stored and sent (JSON, the fields of `ItemProfile`). Unknown fields are refused; a
 * GTIN must have 14 digits and its check digit; weight goods (`gram`) weigh one gram per unit.
 *
 * @returns the item, or every fault with pointer, reason and remedy
 * @see GS1 General Specifications §3.3, GTIN; WCO Harmonized System (6 digits, national codes up to 12)
 */
export const readItemProfile = (source: unknown): Outcome<ItemProfile, readonly InputFault[]> =>
  readDocument(itemProfile, source);

const itemProfile: Reader<ItemProfile> = checked(
  shape({
    itemId: idText(itemId),
    name: text({ max: 200 }),
    gtin: optional(text({ max: 14, pattern: /^\d{14}$/, like: 'a GTIN with 14 digits' })),
    unit: oneOf(['each', 'gram']),
    weightGrams: integer({ min: 0, max: 10_000_000 }),
    temperatureClass: oneOf(temperatureClasses),
    hsCode: optional(text({ max: 12, pattern: /^\d{2,12}$/, like: '2 to 12 digits' })),
    originCountry: optional(countryCode),
  }),
  (item, on) => {
    if (item.unit === 'gram' && item.weightGrams !== 1)
      faultAt(on, ['weightGrams'], {
        reason: 'gram-weighs-one-gram',
        remedy: 'Send 1: one unit of a weight good is one gram.',
      });
    const gtin = item.gtin === undefined ? undefined : gtin14(item.gtin);
    if (gtin && !gtin.ok)
      faultAt(on, ['gtin'], { reason: gtin.refusal.reason, remedy: gtin.refusal.remedy });
  },
);

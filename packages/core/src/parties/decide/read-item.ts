import {
  checked,
  countryCode,
  faultAt,
  gtin14,
  idText,
  integer,
  itemId,
  list,
  oneOf,
  optional,
  readDocument,
  shape,
  text,
  yesNo,
} from '../../words/index.ts';
import type { InputFault, Outcome, Reader, Reading } from '../../words/index.ts';
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

const perUnit = integer({ min: 1, max: 100_000 });
const components = shape({ itemId: idText(itemId), unitsPerKit: perUnit });
const substitutes = shape({ itemId: idText(itemId), unitsPerUnit: perUnit });

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
    components: optional(list(components, { min: 1, max: 50 })),
    shipTogether: optional(yesNo),
    substitutes: optional(list(substitutes, { min: 1, max: 5 })),
    weightTolerancePercent: optional(integer({ min: 0, max: 50 })),
    refusedCountries: optional(list(countryCode, { max: 249 })),
    availableFromAt: optional(integer({ min: 0, max: 8_640_000_000_000_000 })),
  }),
  (item, on) => {
    checkWeight(item, on);
    const gtin = item.gtin === undefined ? undefined : gtin14(item.gtin);
    if (gtin && !gtin.ok)
      faultAt(on, ['gtin'], { reason: gtin.refusal.reason, remedy: gtin.refusal.remedy });
    checkKit(item, on);
    checkOthers(item, on, 'components');
    checkOthers(item, on, 'substitutes');
  },
);

function checkWeight(item: ItemProfile, on: Reading): void {
  if (item.unit === 'gram' && item.weightGrams !== 1)
    faultAt(on, ['weightGrams'], {
      reason: 'gram-weighs-one-gram',
      remedy: 'Send 1: one unit of a weight good is one gram.',
    });
  if (item.unit === 'each' && item.weightTolerancePercent !== undefined)
    faultAt(on, ['weightTolerancePercent'], {
      reason: 'no-weight-good',
      remedy: 'Leave it out, or sell the item by the gram (unit "gram").',
    });
}

function checkKit(item: ItemProfile, on: Reading): void {
  if (item.components && item.unit === 'gram')
    faultAt(on, ['unit'], {
      reason: 'kit-by-the-gram',
      remedy: 'Sell a kit by the piece (unit "each").',
    });
  if (item.shipTogether !== undefined && !item.components)
    faultAt(on, ['shipTogether'], {
      reason: 'no-kit',
      remedy: 'Leave it out, or send the components of the kit.',
    });
}

/** Neither a part nor a substitute is the item itself, and each is named once. */
function checkOthers(item: ItemProfile, on: Reading, field: 'components' | 'substitutes'): void {
  const seen = new Set<string>([item.itemId]);
  (item[field] ?? []).forEach((other, i) => {
    if (seen.has(other.itemId))
      faultAt(on, [field, i, 'itemId'], {
        reason: other.itemId === item.itemId ? 'item-itself' : 'duplicate',
        remedy: 'Name another item, and each one once.',
      });
    seen.add(other.itemId);
  });
}

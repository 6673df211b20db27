import type { ItemId } from '../../words/index.ts';

/** What must not be broken between shelf and door. */
export type TemperatureClass = 'ambient' | 'chilled' | 'frozen';

/** All temperature classes, least demanding first. */
export const temperatureClasses = ['ambient', 'chilled', 'frozen'] as const;

/**
 * A sellable item. Its *units* are what `…Units` fields count everywhere: eaches, or grams for weight
 * goods; always integers.
 */
export interface ItemProfile {
  readonly itemId: ItemId;
  readonly name: string;
  /** GS1 GTIN, 14 digits, when the user has one. */
  readonly gtin?: string;
  /** `each`: one unit is one piece. `gram`: one unit is one gram (weight goods). */
  readonly unit: 'each' | 'gram';
  /** Shipping weight of one unit, integer grams ≥ 0 (1 for weight goods). */
  readonly weightGrams: number;
  readonly temperatureClass: TemperatureClass;
  /** Harmonized System code, digits only, for duty. */
  readonly hsCode?: string;
  /** ISO 3166-1 alpha-2 country of origin, for duty. */
  readonly originCountry?: string;
}

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
  /** Sold before, sent from then on (street date), epoch ms UTC; absent = at once. Sold against supplies that are announced. */
  readonly availableFromAt?: number;
  /** Harmonized System code, digits only, for duty. */
  readonly hsCode?: string;
  /** ISO 3166-1 alpha-2 country of origin, for duty. */
  readonly originCountry?: string;
  /**
   * What one kit (bundle) is put together from. The customer buys the kit; its parts are reserved and picked, unless
   * the kit lies on the shelf put together already.
   */
  readonly components?: readonly KitComponent[];
  /** The parts of a kit travel in one parcel; else they may come apart. */
  readonly shipTogether?: boolean;
  /** What may be sent instead when this one is out, best first; only for lines that allow it. */
  readonly substitutes?: readonly Substitute[];
  /** Weight goods: how far the weighed amount may be off what was ordered, percent of it, 0 … 50. */
  readonly weightTolerancePercent?: number;
  /** ISO 3166-1 alpha-2 codes of countries that the item must not be sent to from abroad. */
  readonly refusedCountries?: readonly string[];
}

/** A part of a kit. */
export interface KitComponent {
  readonly itemId: ItemId;
  readonly unitsPerKit: number;
}

/** What may be sent instead of one unit. */
export interface Substitute {
  readonly itemId: ItemId;
  readonly unitsPerUnit: number;
}

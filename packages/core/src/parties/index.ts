/**
 * Who and what an order speaks of: customers by tier, readers by transparency, items with their units.
 *
 * @packageDocumentation
 */
export {
  catalogueFaults,
  customerTiers,
  kitParts,
  readItemProfile,
  temperatureClasses,
  transparencyTiers,
} from './decide/index.ts';
export type {
  CustomerTier,
  ItemProfile,
  KitComponent,
  Substitute,
  TemperatureClass,
  TransparencyTier,
} from './decide/index.ts';

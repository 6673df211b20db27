export { temperatureClasses } from './item.ts';
export type { ItemProfile, KitComponent, Substitute, TemperatureClass } from './item.ts';
export { customerTiers, transparencyTiers } from './customer.ts';
export type { CustomerTier, TransparencyTier } from './customer.ts';
export { readItemProfile } from './read-item.ts';
export { catalogueFaults, kitParts } from './kits.ts';

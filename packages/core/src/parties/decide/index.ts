export { temperatureClasses } from './item.ts';
export type { ItemProfile, TemperatureClass } from './item.ts';
export { customerTiers, transparencyTiers } from './customer.ts';
export type { CustomerTier, TransparencyTier } from './customer.ts';
export { readItemProfile } from './read-item.ts';

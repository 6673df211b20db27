export type { ItemProfile, TemperatureClass } from './item.ts';
export type { CustomerTier, TransparencyTier } from './customer.ts';

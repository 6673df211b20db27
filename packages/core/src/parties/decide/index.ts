export { temperatureClasses } from './item.ts';
export type { ItemProfile, KitComponent, Substitute, TemperatureClass } from './item.ts';
export { customerTiers, transparencyTiers } from './customer.ts';
export type { CustomerTier, TransparencyTier } from './customer.ts';
export { readItemProfile } from './read-item.ts';
export { catalogueFaults, kitParts } from './kits.ts';
export {
  decideAccess,
  grantOf,
  noTies,
  principalKinds,
  reachesTier,
  tieOf,
} from './access/index.ts';
export type {
  AccessAction,
  AccessRefusal,
  AccessResource,
  Grant,
  Principal,
  PrincipalKind,
  Sight,
  Tie,
  Ties,
} from './access/index.ts';

/**
 * Who and what an order speaks of: customers by tier, readers by transparency, items with their units; and who may ask
 * what of the hub.
 *
 * @packageDocumentation
 */
export {
  catalogueFaults,
  customerTiers,
  decideAccess,
  grantOf,
  kitParts,
  noTies,
  principalKinds,
  reachesTier,
  readItemProfile,
  temperatureClasses,
  tieOf,
  transparencyTiers,
} from './decide/index.ts';
export type {
  AccessAction,
  AccessRefusal,
  AccessResource,
  CustomerTier,
  Grant,
  ItemProfile,
  KitComponent,
  Principal,
  PrincipalKind,
  Sight,
  Substitute,
  TemperatureClass,
  Tie,
  Ties,
  TransparencyTier,
} from './decide/index.ts';

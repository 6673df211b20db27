export { readEpcis } from './epcis/read.ts';
export type { EpcisReading } from './epcis/read.ts';
export type { EpcisFault, EpcisFaultReason } from './epcis/fault.ts';
export { eventHash, hashText } from './epcis/event-hash.ts';
export { sha256Hex } from './epcis/sha256.ts';
export { epcisContext, profileNamespace } from './epcis/context.ts';
export { instantOf, instantText } from './epcis/instant.ts';
export { factKindOf } from './kind.ts';
export {
  canonicalJson,
  captureFacts,
  documentsOf,
  factKey,
  recalledFact,
  standingFacts,
  storedFact,
  traceKeysOf,
} from './stored.ts';
export type { Capture } from './stored.ts';
export type {
  BizTransaction,
  Decimal,
  EpcisEvent,
  ErrorDeclaration,
  EventAction,
  EventType,
  FactKind,
  Json,
  JsonObject,
  QuantityElement,
  SensorElement,
  SensorReport,
  StoredFact,
} from './event.ts';
export { foldLifecycle } from './lifecycle/fold.ts';
export type { Lifecycle, LineLifecycle } from './lifecycle/fold.ts';
export type { LifecycleLine, LifecycleOrder } from './lifecycle/order.ts';
export type { LifecycleException } from './lifecycle/exceptions.ts';
export type { StageQuantity, StatusKind } from './lifecycle/lots.ts';
export { basicStatusOf, stageRank, stages } from './lifecycle/stage.ts';
export type { AdvancedStatus, BasicStatus, Stage } from './lifecycle/stage.ts';
export { looseItems, packedItems } from './items.ts';
export type { ItemUnits } from './items.ts';
export {
  countedFact,
  damagedFact,
  kittedFact,
  mispickSeenFact,
  packedFact,
  pickedFact,
  pickStartedFact,
  readyForPickupFact,
  stagedFact,
  unpackedFact,
  unpickedFact,
  arrivedFact,
  attemptFailedFact,
  custodyChangedFact,
  deliveredFact,
  departedFact,
  judgedFact,
  loadedFact,
  outForDeliveryFact,
  returnedFact,
  shippingVoidedFact,
  soldFact,
  temperatureFact,
  transportedFact,
  unloadedFact,
  epcisDocument,
  errorDeclaredFact,
} from './build/index.ts';
export type { HandOver, WithParcels, Goods, Happening } from './build/index.ts';
export { stockEffectOf } from './stock-effect.ts';
export type { StockEffect } from './stock-effect.ts';
export { classifyForeignStatus } from './foreign-status.ts';
export type { ForeignNature, ForeignStatus, ForeignSystem } from './foreign-status.ts';
export { followGoods } from './lifecycle/goods.ts';
export type { Parcel } from './lifecycle/goods.ts';
export { itemKeys } from './lifecycle/order.ts';

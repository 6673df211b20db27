export {
  countedFact,
  damagedFact,
  kittedFact,
  mispickSeenFact,
  packedFact,
  pickedFact,
  pickStartedFact,
  readyForPickupFact,
  soldFact,
  stagedFact,
  unpackedFact,
  unpickedFact,
} from './in-node.ts';
export {
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
  temperatureFact,
  transportedFact,
  unloadedFact,
} from './on-the-road.ts';
export type { HandOver, WithParcels } from './on-the-road.ts';
export { epcisDocument, errorDeclaredFact } from './correction.ts';
export type { Goods, Happening } from './event.ts';

/**
 * What tests, scenarios and the simulation need instead of the outside world: the ports in memory, a seeded
 * random stream, a clock that obeys, builders of valid documents, and the contract suites that every adapter runs.
 *
 * @packageDocumentation
 */
export { memoryBroker } from './memory/bus.ts';
export type { MemoryBroker } from './memory/bus.ts';
export { memoryDatabase } from './memory/database.ts';
export type { MemoryDatabase } from './memory/database.ts';
export { memoryStore } from './memory/store.ts';
export type { MemoryStoreOptions } from './memory/store.ts';
export { seededRandom } from './seeded-random.ts';
export type { SeededRandom } from './seeded-random.ts';
export { fakeClock } from './fake-clock.ts';
export type { FakeClock } from './fake-clock.ts';
export { aLine, anItem, anOrder } from './build/order.ts';
export { aCarrierService, aDc, aNetwork, aNode, aStore, aStrategy } from './build/network.ts';
export {
  aDecision,
  aFact,
  aFulfilment,
  aMove,
  aReservation,
  aUnit,
  anEvent,
  anException,
  anOrderRecord,
  monday,
} from './build/unit.ts';
export { aDraft, aDraftLine, smallWorld } from './small-world.ts';
export type { SmallWorld, SmallWorldMaking } from './small-world.ts';
export {
  busContract,
  differentialReplay,
  plain,
  randomUnit,
  storeContract,
  tamperedTrail,
  wordOf,
} from './contract/index.ts';
export type {
  BusEnds,
  ContractCase,
  PastTheStore,
  ReplayMaking,
  Same,
  UnitSource,
} from './contract/index.ts';
export { plainPrediction } from './plain-prediction.ts';
export { held, pass, placed } from './small-world-steps.ts';
export {
  aParcel,
  arrived,
  backFact,
  goodsOf,
  handOver,
  leftFact,
  nodeUriOf,
  orderUriOf,
  packedAt,
  parcelBackFact,
  scan,
  sent,
} from './after-delivery.ts';
export type { SentOrder } from './after-delivery.ts';

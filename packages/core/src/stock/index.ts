/**
 * What can be sold from where: positions per node, item and lot, goods on their way in, and the one definition
 * of available-to-promise for router, API, screens and twin.
 *
 * @packageDocumentation
 */
export {
  availableToPromise,
  availableToPromiseAt,
  claimAt,
  compileAllocation,
  isQuota,
  movedCounts,
  openAllocation,
  quotasOf,
  readAllocation,
} from './decide/index.ts';
export type {
  AllocationDocument,
  CompiledAllocation,
  InboundSupply,
  InsufficientStock,
  LotTraits,
  PlaceClaim,
  Quota,
  StockAsker,
  StockClaim,
  StockCounts,
  StockMove,
  StockPosition,
} from './decide/index.ts';
export { StockBoard } from './views.ts';

/**
 * What can be sold from where: positions per node, item and lot, goods on their way in, and the one definition
 * of available-to-promise for router, API, screens and twin.
 *
 * @packageDocumentation
 */
export {
  approveTransfer,
  availableToPromise,
  availableToPromiseAt,
  cancelTransfer,
  claimAt,
  compileAllocation,
  demandQuantile,
  isQuota,
  isSellable,
  movedCounts,
  openAllocation,
  quotasOf,
  readAllocation,
  receiveTransfer,
  reconcile,
  shipTransfer,
  stillComing,
} from './decide/index.ts';
export type {
  AllocationDocument,
  CompiledAllocation,
  DemandForecast,
  DemandShift,
  DemandZone,
  Difference,
  DifferenceCause,
  ForecastPublished,
  InboundSupply,
  InsufficientStock,
  LotTraits,
  OpenWork,
  PlaceClaim,
  Proposal,
  Quota,
  ReceivedUnits,
  ReconcileQuestion,
  Reconciliation,
  SensedDemand,
  SnapshotRow,
  StockAsker,
  StockClaim,
  StockCounts,
  StockMove,
  StockPosition,
  Transfer,
  TransferRefusal,
  TransferState,
  TransferUnits,
} from './decide/index.ts';
export { StockBoard } from './views.ts';

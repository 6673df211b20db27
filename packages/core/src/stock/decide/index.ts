export { availableToPromise, availableToPromiseAt } from './available-to-promise.ts';
export type { StockClaim } from './available-to-promise.ts';
export type { InboundSupply, StockMove, StockPosition } from './position.ts';
export { movedCounts } from './move.ts';
export type { InsufficientStock, StockCounts } from './move.ts';
export { inFefoOrder, isSellable } from './lot.ts';
export type { LotTraits } from './lot.ts';
export { openAllocation } from './allocation/document.ts';
export type { AllocationDocument } from './allocation/document.ts';
export { readAllocation } from './allocation/read-allocation.ts';
export { isOwed, netMove, nodeOfOwed, owedPlace, placeKey } from './owed.ts';
export { isQuota, quotasOf } from './allocation/quota.ts';
export type { Quota, StockAsker } from './allocation/quota.ts';
export { claimAt, compileAllocation } from './allocation/compile.ts';
export type { CompiledAllocation, PlaceClaim } from './allocation/compile.ts';
export {
  approveTransfer,
  cancelTransfer,
  receiveTransfer,
  shipTransfer,
  stillComing,
} from './transfer.ts';
export type {
  ReceivedUnits,
  Transfer,
  TransferAct,
  TransferLine,
  TransferRefusal,
  TransferState,
  TransferUnits,
} from './transfer.ts';
export { reconcile } from './reconcile/reconcile.ts';
export type {
  Difference,
  DifferenceCause,
  OpenWork,
  Proposal,
  ReconcileQuestion,
  Reconciliation,
  SnapshotRow,
} from './reconcile/question.ts';
export { demandQuantile, shareOfSpan } from './forecast.ts';
export type {
  DemandForecast,
  DemandMover,
  DemandShift,
  DemandZone,
  ForecastPublished,
  LearnedEffect,
  SensedDemand,
} from './forecast.ts';

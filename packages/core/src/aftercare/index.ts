/**
 * After delivery: return, exchange and claim as three different things. Where goods go back to and why; custody,
 * inspection and refund as separate machines that facts drive, never each other's paperwork.
 *
 * @packageDocumentation
 */
export {
  conditions,
  exchangeTriggers,
  grades,
  policyDifference,
  readPolicy,
  refundTriggers,
  standardPolicy,
} from './decide/index.ts';
export type {
  AftercarePolicy,
  Condition,
  ExchangeTrigger,
  Grade,
  PolicyChange,
  RefundTrigger,
} from './decide/index.ts';
export { foldCustody, nothingBack, restockedBy, restockMoves } from './decide/index.ts';
export type { Custody, FactGoods, GoodsBack, Restocked, ReturnFact } from './decide/index.ts';
export {
  isWhollyRefunded,
  paidTotal,
  refundedTotal,
  refundLeft,
  refundLines,
  refundTotal,
  shippingLeft,
} from './decide/index.ts';
export type {
  AbovePaid,
  PaidOrder,
  Refund,
  RefundLeft,
  RefundLine,
  RefundWish,
} from './decide/index.ts';
export { chooseReturnNode } from './decide/index.ts';
export type {
  EliminatedPlace,
  NoReturnNode,
  ReturnCandidate,
  ReturnElimination,
  ReturningGoods,
  ReturnNodeQuestion,
  ReturnPlace,
  ReturnRoute,
} from './decide/index.ts';
export { explainReturnRoute, returnEliminationLabel } from './decide/index.ts';
export type { ReturnWords } from './decide/index.ts';
export {
  authoriseLines,
  custodyStage,
  dueWishes,
  inspectionStage,
  refundStage,
} from './decide/index.ts';
export type {
  AskedLine,
  CustodyStage,
  InspectionStage,
  RefundStage,
  ReturnableLine,
  ReturnCause,
  ReturnFile,
  ReturnLine,
} from './decide/index.ts';
export { noAftercare } from './decide/index.ts';
export type { OrderAftercare } from './decide/index.ts';
export { claimKinds, claimOutcomes, suspect } from './decide/index.ts';
export type {
  ClaimedWork,
  ClaimFile,
  ClaimKind,
  ClaimLine,
  ClaimOutcome,
  Evidence,
  Responsible,
} from './decide/index.ts';
export { creditOf, exchangeCart, exchangeOfCart } from './decide/index.ts';
export type { ExchangeFile, ExchangeState } from './decide/index.ts';

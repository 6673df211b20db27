export {
  conditions,
  exchangeTriggers,
  grades,
  readPolicy,
  refundTriggers,
  standardPolicy,
} from './policy.ts';
export type {
  AftercarePolicy,
  Condition,
  ExchangeTrigger,
  Grade,
  RefundTrigger,
} from './policy.ts';
export { policyDifference } from './policy-difference.ts';
export type { PolicyChange } from './policy-difference.ts';
export { foldCustody, nothingBack, restockedBy, restockMoves } from './custody.ts';
export type { Custody, FactGoods, GoodsBack, Restocked, ReturnFact } from './custody.ts';
export {
  isWhollyRefunded,
  paidTotal,
  refundedTotal,
  refundLeft,
  refundLines,
  refundTotal,
  shippingLeft,
} from './refund.ts';
export type { AbovePaid, PaidOrder, Refund, RefundLeft, RefundLine, RefundWish } from './refund.ts';
export { chooseReturnNode } from './return-node.ts';
export type {
  EliminatedPlace,
  NoReturnNode,
  ReturnCandidate,
  ReturnElimination,
  ReturningGoods,
  ReturnNodeQuestion,
  ReturnPlace,
  ReturnRoute,
} from './return-node.ts';
export { explainReturnRoute, returnEliminationLabel } from './explain-return.ts';
export type { ReturnWords } from './explain-return.ts';
export { dueWishes } from './due.ts';
export {
  authoriseLines,
  custodyStage,
  inspectionStage,
  refundStage,
  unitsOfReturn,
} from './return.ts';
export type {
  AskedLine,
  CustodyStage,
  InspectionStage,
  RefundStage,
  ReturnableLine,
  ReturnCause,
  ReturnFile,
  ReturnLine,
} from './return.ts';
export { noAftercare } from './order-aftercare.ts';
export type { OrderAftercare } from './order-aftercare.ts';
export { claimKinds, claimOutcomes, suspect } from './claim.ts';
export type {
  ClaimedWork,
  ClaimFile,
  ClaimKind,
  ClaimLine,
  ClaimOutcome,
  Evidence,
  Responsible,
} from './claim.ts';
export { creditOf, exchangeCart, exchangeOfCart } from './exchange.ts';
export type { ExchangeFile, ExchangeState } from './exchange.ts';

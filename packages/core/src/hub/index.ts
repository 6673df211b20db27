/**
 * The hub itself: the board that decisions look at, the batch runner that walks orders along the path and commits
 * them, and the ports it needs (store, environment).
 *
 * @packageDocumentation
 */
export type {
  AuditFilter,
  CommitRefusal,
  CommitResult,
  CommitUnit,
  BoardStart,
  CaseFilter,
  FulfilmentFilter,
  IdempotencyClaim,
  OrderFilter,
  Page,
  PageAsk,
  Store,
} from './ports/store.ts';
export { StoreFailure } from './ports/store.ts';
export type { HostDesk, KeysNoted, NotedKey } from './audit/desk.ts';
export type { TrailProgress, TrailStore } from './ports/trail.ts';
export { trailSealer } from './audit/seal-trail.ts';
export type { SealHow } from './audit/seal-trail.ts';
export { trailReading } from './audit/read-trail.ts';
export type { TrailLine, TrailRead, TrailReading } from './audit/read-trail.ts';
export { TrailBroken } from './audit/sign-seals.ts';
export type { SealingKey } from './audit/sign-seals.ts';
export { verifyTrail } from './audit/verify-trail.ts';
export type { TrailAsk, TrailCheck } from './audit/verify-trail.ts';
export { BusFailure } from './ports/bus.ts';
export type {
  Bus,
  BusEnding,
  BusTrouble,
  FedEvent,
  FeedEnd,
  HandedWork,
  LogFeed,
  WorkLane,
  WorkQueue,
} from './ports/bus.ts';
export type { DeadLetter, RoutingDesk, RoutingTry } from './routing/desk.ts';
export { runRouter } from './routing/run-router.ts';
export type { Router, RouterParts } from './routing/run-router.ts';
export type {
  Actor,
  CaseKind,
  CaseRecord,
  ChangedField,
  ChangedFields,
  DecisionRecord,
  DocumentRecord,
  EventDraft,
  ExceptionRecord,
  FactRecord,
  LineWait,
  LoggedEvent,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
  SealedText,
} from './ports/records.ts';
export type { PublishedPolicy } from './aftercare/policies/desk.ts';
export type { AftercareDesk, ClaimView, ExchangeView, ReturnView } from './aftercare/desk.ts';
export type {
  ClaimAsk,
  ClaimDecision,
  ExchangeAsk,
  RefundAsk,
  ReturnAsk,
} from './aftercare/asks.ts';
export { flipsFrom } from './explain/flips.ts';
export type { FlipsAsk } from './explain/flips.ts';
export { uuidV7 } from './ports/env.ts';
export type { Env } from './ports/env.ts';
export type { Hub } from './hub.ts';
export type {
  CaptureResult,
  HubFigures,
  HubOutcome,
  HubRefusal,
  NodeAct,
  OrderView,
  PlacedOrder,
  RequestMeta,
} from './outcome.ts';
export type { JudgedModel, ModelDesk, ModelUse, PublishedModel, TrainAsk } from './models/desk.ts';
export type {
  NodeDesk,
  NodePause,
  NodeSwitch,
  SlotHold,
  SlotHoldAsk,
  SlotView,
} from './nodes/desk.ts';
export type { Amendment, ChangeDesk, HeldOrder, PickupChoice } from './changes/index.ts';
export type {
  CaseDesk,
  IngestAnswer,
  IngestBatch,
  IngestDesk,
  IngestResult,
  KeptCases,
  Reconciled,
  WireDesk,
} from './wires/desk.ts';
export type { IngestedOrder, IngestSource } from './wires/ingest-case.ts';
export {
  answerKey,
  arbitrate,
  documentKey,
  externalKey,
  factKey,
  inboundKey,
  headText,
  positionKey,
  readHead,
  slotKey,
} from './decide/index.ts';
export type {
  Arbitration,
  CurrentState,
  KeptAnswer,
  LogStamp,
  PositionWrite,
  RecordWrite,
  SlotWrite,
  SealSignature,
  SealedEntry,
  SignatureRule,
  StoredEntry,
  TrailHash,
  TrailHead,
  TrailHow,
  TrailMisfit,
  TrailSeal,
  Writes,
} from './decide/index.ts';
export { nextCase } from './run/next-case.ts';
export { emptyUnit } from './run/unit-draft.ts';
export { usualRules } from './run/rules.ts';
export type {
  PlanSummary,
  ReplayDesk,
  Replayed,
  ReplayedToday,
  ReplaySpan,
} from './review/replays.ts';
export type { LabelAsk, ReviewDesk, ReviewFilter, ReviewRow } from './review/review-desk.ts';
export { reviewReasons } from './review/review.ts';
export type { Review, ReviewDocument, ReviewLabel, ReviewReason } from './review/review.ts';
export type { HandMove, HandMoved } from './review/move-by-hand.ts';
export type { Hindsight } from './review/hindsight.ts';
export type {
  ApprovalDesk,
  ApprovalState,
  ApprovalVerdict,
  StandingApproval,
} from './approvals/desk.ts';
export type { Approval, ApprovalAsk } from './decide/approval.ts';
export type { OrderRules } from './run/rules.ts';
export type { ExplainedDecision, Reassigned, WeighedPlan } from './reassign/explain-move.ts';
export type { PriceDesk, PriceRefresh, PriceRefreshed, PriceStanding } from './pricing/desk.ts';
export type {
  DemandDesk,
  ForecastRefresh,
  ForecastRefreshed,
  ForecastStanding,
  StockSuggestions,
  SuggestionAsk,
} from './demand/desk.ts';
export type { SignalAsk, SignalDesk } from './demand/signals/desk.ts';
export type { PriceRow, PriceRowsAsk } from './pricing/price-rows.ts';
export type { PriceLooking } from './pricing/price-ask.ts';
export type { ShareChooser } from './pricing/share-job.ts';
export { isOnTheRoad } from './board/supply-book.ts';
export { adjustmentReasons } from './stock/desk.ts';
export type {
  Adjusted,
  AdjustmentReason,
  LotBlocked,
  MovedAway,
  StockDesk,
  AppliedProposals,
  StoredReconciliation,
} from './stock/desk.ts';
export type { ColdAction, ColdFile } from './capture/cold/cold-chain.ts';
export { feedLog } from './feed/feed-log.ts';
export type { Feeding } from './feed/feed-log.ts';
export { createHub } from './create-hub.ts';
export type { HubMaking } from './create-hub.ts';

/**
 * The client library: typed calls over fetch, without dependencies. It runs wherever fetch does.
 *
 * @packageDocumentation
 */
export { ordermesh } from './client.ts';
export type { Ordermesh } from './client.ts';
export { OrdermeshError } from './problem.ts';
export type { FieldError } from './problem.ts';
export type { ClientOptions } from './transport.ts';
export type { EventsAsk } from './event-stream.ts';
export type { ListQuery } from './paging.ts';
export type {
  AmendedFigures,
  Amendment,
  AmendmentAsk,
  ChangeCalls,
  HeldOrder,
  MoneyShare,
  OrderMoney,
  PickupChoice,
} from './change-calls.ts';
export type {
  BatchResult,
  CancelAsk,
  DecisionsQuery,
  FulfilmentCalls,
  OrderCalls,
  PromiseCalls,
  WriteOptions,
} from './order-calls.ts';
export type { ColdAnswer, ColdAnswerCalls } from './nodes/cold-calls.ts';
export type {
  CapacityCalls,
  FloorCalls,
  NodePause,
  Offer,
  OfferCalls,
  PickGroup,
  Slot,
  SlotHold,
  StockFeed,
} from './nodes/node-calls.ts';
export type {
  IngestAnswer,
  IngestCalls,
  IngestedOrder,
  IngestResult,
  IngestRow,
  Reconciled,
} from './wires/ingest-calls.ts';
export type {
  NewTrackingLink,
  TrackingLink,
  TrackingLinkCalls,
  TransparencyTier,
} from './wires/link-calls.ts';
export type { DeadLetter, DeadLetterCalls } from './wires/dead-letter-calls.ts';
export type { ApprovalCalls } from './wires/approval-calls.ts';
export type { Approval } from './wires/approval-types.ts';
export type {
  AuditCalls,
  AuditEntry,
  AuditQuery,
  SignedBy,
  TrailCheck,
  TrailHead,
  TrailMisfit,
} from './wires/audit-calls.ts';
export type { Erasure, PrivacyCalls } from './wires/privacy-calls.ts';
export { WebhookError, verifyWebhook } from './wires/webhook-verify.ts';
export type {
  VerifiedWebhook,
  VerifyOptions,
  WebhookEvent,
  WebhookFault,
  WebhookRequest,
} from './wires/webhook-verify.ts';
export type {
  ReplayFrom,
  Webhook,
  WebhookAttempt,
  WebhookCalls,
  WebhookDelivery,
  WebhookWish,
  WebhookWithKey,
} from './wires/webhook-calls.ts';
export type {
  DemandForecast,
  ForecastCalls,
  ForecastStanding,
  Holiday,
  LearnedEffect,
  Promotion,
  WeatherDay,
  SensedDemand,
  StockSuggestions,
} from './demand/calls.ts';
export type { PriceCalls, PriceShare, PriceStanding, StockPrice } from './demand/price-calls.ts';
export type {
  AllocationCalls,
  CorrectionCalls,
  ReconciliationCalls,
  TransferCalls,
} from './stock/calls.ts';
export type {
  Adjusted,
  Adjustment,
  Allocation,
  LotBlocked,
  Quota,
  Reconciliation,
  Snapshot,
  Transfer,
  TransferAsk,
  TransferReceipt,
} from './stock/types.ts';
export type {
  ExceptionCalls,
  FactCalls,
  NodeCalls,
  NodeMoved,
  NodePut,
  StockCalls,
  StrategyCalls,
  SwitchHow,
} from './world-calls.ts';
export type { DraftMoney, OrderDraft } from './draft-types.ts';
export type {
  DeliveryPromise,
  LineWait,
  ExternalId,
  Fulfilment,
  HoldAsk,
  Instant,
  Money,
  Order,
  OrderHold,
  OrderView,
  PlacedOrder,
  Plan,
  Units,
  Unroutable,
  Window,
} from './order-types.ts';
export type {
  CaptureResult,
  CheckedStrategy,
  Decision,
  ExceptionView,
  HubEvent,
  Node,
  StockCount,
  OwedStock,
  StockPosition,
  StrategyChange,
  StrategyVersion,
} from './world-types.ts';
export type {
  FileCalls,
  FileKind,
  Imported,
  NetworkCalls,
  NetworkPublished,
} from './files/file-calls.ts';
export type { AftercareCalls, AftercarePolicyCalls, TrackingCalls } from './aftercare/calls.ts';
export { isAftercareEvent } from './aftercare/events.ts';
export type {
  AftercareEvent,
  AftercareEventBodies,
  AftercareEventName,
} from './aftercare/events.ts';
export type {
  AfterDelivery,
  AfterLine,
  AftercarePolicy,
  AftercarePolicyChange,
  AftercarePolicyVersion,
  Awaited,
  ClaimAsk,
  Matter,
  MatterQuery,
  MoneyBack,
  Refund,
  RefundAsk,
  ReturnAsk,
  ReturnMatter,
  Sentence,
  Told,
  TrackedParcel,
  Tracking,
} from './aftercare/types.ts';
export type { DecisionCalls, Force, PlanSummary, Replay, ReplayToday } from './decisions/calls.ts';
export type { Model, ModelCalls, ModelCard, ModelUse, ModelVerdict } from './models/calls.ts';
export type { HandMoved, Review, ReviewCalls, ReviewRow } from './decisions/reviews.ts';

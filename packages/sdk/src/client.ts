import { aftercareCalls, trackingCalls } from './aftercare/calls.ts';
import type { AftercareCalls, TrackingCalls } from './aftercare/calls.ts';
import { decisionCalls } from './decisions/calls.ts';
import type { DecisionCalls } from './decisions/calls.ts';
import { reviewCalls } from './decisions/reviews.ts';
import type { ReviewCalls } from './decisions/reviews.ts';
import { eventsOf } from './event-stream.ts';
import type { EventsAsk } from './event-stream.ts';
import { coldAnswerCalls } from './nodes/cold-calls.ts';
import type { ColdAnswerCalls } from './nodes/cold-calls.ts';
import { capacityCalls, floorCalls, offerCalls } from './nodes/node-calls.ts';
import type { CapacityCalls, FloorCalls, OfferCalls } from './nodes/node-calls.ts';
import { changeCalls } from './change-calls.ts';
import type { ChangeCalls } from './change-calls.ts';
import { fileCalls, networkCalls } from './files/file-calls.ts';
import type { FileCalls, NetworkCalls } from './files/file-calls.ts';
import { fulfilmentCalls, orderCalls, promiseCalls } from './order-calls.ts';
import type { FulfilmentCalls, OrderCalls, PromiseCalls } from './order-calls.ts';
import {
  allocationCalls,
  correctionCalls,
  reconciliationCalls,
  transferCalls,
} from './stock/calls.ts';
import type {
  AllocationCalls,
  CorrectionCalls,
  ReconciliationCalls,
  TransferCalls,
} from './stock/calls.ts';
import { forecastCalls } from './demand/calls.ts';
import type { ForecastCalls } from './demand/calls.ts';
import { priceCalls } from './demand/price-calls.ts';
import type { PriceCalls } from './demand/price-calls.ts';
import { modelCalls } from './models/calls.ts';
import type { ModelCalls } from './models/calls.ts';
import { approvalCalls } from './wires/approval-calls.ts';
import type { ApprovalCalls } from './wires/approval-calls.ts';
import { auditCalls } from './wires/audit-calls.ts';
import type { AuditCalls } from './wires/audit-calls.ts';
import { deadLetterCalls } from './wires/dead-letter-calls.ts';
import type { DeadLetterCalls } from './wires/dead-letter-calls.ts';
import { privacyCalls } from './wires/privacy-calls.ts';
import type { PrivacyCalls } from './wires/privacy-calls.ts';
import { createTransport } from './transport.ts';
import type { ClientOptions } from './transport.ts';
import type { HubEvent } from './world-types.ts';
import { ingestCalls } from './wires/ingest-calls.ts';
import type { IngestCalls } from './wires/ingest-calls.ts';
import { trackingLinkCalls } from './wires/link-calls.ts';
import type { TrackingLinkCalls } from './wires/link-calls.ts';
import { webhookCalls } from './wires/webhook-calls.ts';
import type { WebhookCalls } from './wires/webhook-calls.ts';
import { exceptionCalls, factCalls, nodeCalls, stockCalls, strategyCalls } from './world-calls.ts';
import type {
  ExceptionCalls,
  FactCalls,
  NodeCalls,
  StockCalls,
  StrategyCalls,
} from './world-calls.ts';

/** A client of one hub. */
export interface Ordermesh {
  readonly orders: OrderCalls & ChangeCalls & TrackingCalls;
  /** Returns, exchanges, claims. */
  readonly aftercare: AftercareCalls;
  readonly promises: PromiseCalls;
  readonly fulfilments: FulfilmentCalls;
  readonly offers: OfferCalls;
  readonly capacity: CapacityCalls;
  readonly floor: FloorCalls;
  readonly facts: FactCalls;
  readonly decisions: DecisionCalls;
  /** Decisions that people look at. */
  readonly reviews: ReviewCalls;
  /** Trained models, and which of them serve. */
  readonly models: ModelCalls;
  /** What customers are expected to ask for, and what nodes should have because of it. */
  readonly forecasts: ForecastCalls;
  /** What a unit would save later where it lies. */
  readonly prices: PriceCalls;
  readonly nodes: NodeCalls;
  readonly stock: StockCalls & CorrectionCalls;
  readonly allocation: AllocationCalls;
  readonly transfers: TransferCalls;
  readonly reconciliations: ReconciliationCalls;
  readonly strategies: StrategyCalls;
  readonly exceptions: ExceptionCalls;
  /** Goods that got too warm on their way. */
  readonly coldAnswers: ColdAnswerCalls;
  readonly webhooks: WebhookCalls;
  readonly files: FileCalls;
  readonly network: NetworkCalls;
  readonly ingest: IngestCalls;
  readonly trackingLinks: TrackingLinkCalls;
  /** What people may ask about their data. */
  readonly privacy: PrivacyCalls;
  /** Who changed what. */
  readonly audit: AuditCalls;
  /** Changes that need a second pair of eyes. */
  readonly approvals: ApprovalCalls;
  /** Accepted orders that routers could not place. */
  readonly deadLetters: DeadLetterCalls;
  /** The event log as it grows; reconnects without gap. */
  readonly events: (ask?: EventsAsk) => AsyncGenerator<HubEvent, void, undefined>;
}

/**
 * Makes a client. Writes get an Idempotency-Key where the hub honours one, so that a retry never places an order
 * twice; lists are async iterators; refusals are thrown as `OrdermeshError`.
 */
export function ordermesh(options: ClientOptions): Ordermesh {
  const transport = createTransport(options);
  return {
    orders: { ...orderCalls(transport), ...changeCalls(transport), ...trackingCalls(transport) },
    aftercare: aftercareCalls(transport),
    promises: promiseCalls(transport),
    fulfilments: fulfilmentCalls(transport),
    offers: offerCalls(transport),
    capacity: capacityCalls(transport),
    floor: floorCalls(transport),
    facts: factCalls(transport),
    decisions: decisionCalls(transport),
    reviews: reviewCalls(transport),
    models: modelCalls(transport),
    forecasts: forecastCalls(transport),
    prices: priceCalls(transport),
    nodes: nodeCalls(transport),
    stock: { ...stockCalls(transport), ...correctionCalls(transport) },
    allocation: allocationCalls(transport),
    transfers: transferCalls(transport),
    reconciliations: reconciliationCalls(transport),
    strategies: strategyCalls(transport),
    exceptions: exceptionCalls(transport),
    coldAnswers: coldAnswerCalls(transport),
    webhooks: webhookCalls(transport),
    files: fileCalls(transport),
    network: networkCalls(transport),
    ingest: ingestCalls(transport),
    trackingLinks: trackingLinkCalls(transport),
    privacy: privacyCalls(transport),
    audit: auditCalls(transport),
    approvals: approvalCalls(transport),
    deadLetters: deadLetterCalls(transport),
    events: (ask) => eventsOf(transport, ask),
  };
}

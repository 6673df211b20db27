import type { OrderId } from '../../words/index.ts';
import type {
  ClaimFile,
  CustodyStage,
  ExchangeFile,
  InspectionStage,
  Refund,
  RefundStage,
  ReturnFile,
} from '../../aftercare/index.ts';
import type { Sentence } from '../../route/index.ts';
import type { HubOutcome, RequestMeta } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { CaseFilter, Page, PageAsk } from '../ports/store.ts';
import type { PolicyDesk } from './policies/desk.ts';
import type { ClaimAsk, ClaimDecision, ExchangeAsk, RefundAsk, ReturnAsk } from './asks.ts';

/** A return with its three machines, and why it goes where it goes. */
export interface ReturnView {
  readonly record: CaseRecord;
  readonly file: ReturnFile;
  readonly currency: string;
  /** The document that scans of its goods must name (`rma`); printed on the label. */
  readonly returnUri: string;
  readonly custody: CustodyStage;
  readonly inspection: InspectionStage;
  readonly refund: RefundStage;
  readonly refunds: readonly Refund[];
  /** The choice of the node in sentences. */
  readonly explanation: readonly Sentence[];
}

/** An exchange, with what the customer owes or gets back. */
export interface ExchangeView {
  readonly record: CaseRecord;
  readonly file: ExchangeFile;
  readonly currency: string;
}

/** A claim, with the money that went back for it. */
export interface ClaimView {
  readonly record: CaseRecord;
  readonly file: ClaimFile;
  readonly refunds: readonly Refund[];
  readonly currency: string;
}

/** The desk for everything after delivery. */
export interface AftercareDesk extends PolicyDesk {
  /** Authorises a return of delivered units and chooses where they go. */
  requestReturn(
    orderId: OrderId,
    ask: ReturnAsk,
    meta: RequestMeta,
  ): Promise<HubOutcome<ReturnView>>;
  /** Same checks and same choice, nothing written. */
  tryReturn(orderId: OrderId, ask: ReturnAsk): Promise<HubOutcome<ReturnView>>;
  return(caseId: string): Promise<HubOutcome<ReturnView>>;
  /** By id ascending. */
  returns(filter: CaseFilter, ask: PageAsk): Promise<Page<ReturnView>>;
  /** The customer keeps the goods. */
  cancelReturn(caseId: string, because: string): Promise<HubOutcome<ReturnView>>;
  /** People approve money for a return, never above what was paid. */
  approveRefund(caseId: string, ask: RefundAsk): Promise<HubOutcome<ReturnView>>;
  /** People decide that no (more) money goes back. */
  denyRefund(caseId: string, because: string): Promise<HubOutcome<ReturnView>>;
  /** The payment system reports that the money went back. */
  issueRefund(orderId: OrderId, refundId: string, reference: string): Promise<HubOutcome<Refund>>;
  /** Authorises a return and holds the stock of what is wanted instead, as one matter. */
  requestExchange(
    orderId: OrderId,
    ask: ExchangeAsk,
    meta: RequestMeta,
  ): Promise<HubOutcome<ExchangeView>>;
  exchange(caseId: string): Promise<HubOutcome<ExchangeView>>;
  /** By id ascending. */
  exchanges(filter: CaseFilter, ask: PageAsk): Promise<Page<ExchangeView>>;
  /** Opens a claim about lost, broken, wrong or missing goods. */
  openClaim(orderId: OrderId, ask: ClaimAsk, meta: RequestMeta): Promise<HubOutcome<ClaimView>>;
  claim(caseId: string): Promise<HubOutcome<ClaimView>>;
  /** By id ascending. */
  claims(filter: CaseFilter, ask: PageAsk): Promise<Page<ClaimView>>;
  /** Sends the goods again without payment, gives the money back, or rejects the claim. */
  decideClaim(caseId: string, decision: ClaimDecision): Promise<HubOutcome<ClaimView>>;
}

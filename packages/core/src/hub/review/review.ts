import type { NodeId, OrderId } from '../../words/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { Hindsight } from './hindsight.ts';

/** Why people look at a decision: it was nearly a draw, somebody moved the work by hand, or it turned out badly. */
export const reviewReasons = ['low-confidence', 'overridden', 'regretted'] as const;
/** @see reviewReasons */
export type ReviewReason = (typeof reviewReasons)[number];

/** What a person thinks of a decision. */
export interface ReviewLabel {
  /** `agree`: it was right as things stood when it was made. */
  readonly verdict: 'agree' | 'disagree';
  readonly note: string;
  readonly by: string;
  readonly at: number;
}

/** What is kept with a review. */
export interface ReviewDocument {
  readonly decisionId: string;
  /** What happened: `late`, `short-pick`, `offer-expired` …, or the reason that was given by hand. */
  readonly because: string;
  /** How sure the choice was, percent; absent where it was not told apart by cost. */
  readonly stillBestPercent?: number;
  /** Where goods came late. */
  readonly hindsight?: Hindsight;
  /** Where it was moved by hand: who did it, where to, and what that costs more, minor units of the network's currency. */
  readonly moved?: { readonly by: string; readonly nodeId: NodeId; readonly extraMinor: number };
  readonly label?: ReviewLabel;
}

/** A decision that people look at. */
export interface Review extends ReviewDocument {
  readonly reviewId: string;
  readonly reason: ReviewReason;
  readonly state: 'open' | 'agreed' | 'disagreed';
  readonly orderId: OrderId;
  /** The first node that was chosen; undefined where none was. */
  readonly nodeId: NodeId | undefined;
  readonly openedAt: number;
  readonly version: number;
}

/** The case of a review; a decision has one for each reason. */
export const reviewCase = (
  found: { readonly reason: ReviewReason; readonly orderId: OrderId; readonly openedAt: number },
  nodeId: NodeId | undefined,
  document: ReviewDocument,
): CaseRecord => ({
  caseId: `rvw_${document.decisionId.slice(4)}.${found.reason}`,
  kind: 'review',
  state: 'open',
  orderId: found.orderId,
  nodeId,
  key: found.reason,
  dueAt: undefined,
  openedAt: found.openedAt,
  version: 1,
  document,
});

/** Reads a review from its case. */
export const reviewOf = (record: CaseRecord): Review => ({
  ...(record.document as ReviewDocument),
  reviewId: record.caseId,
  reason: record.key as ReviewReason,
  state: record.state as Review['state'],
  orderId: record.orderId as OrderId,
  nodeId: record.nodeId,
  openedAt: record.openedAt,
  version: record.version,
});

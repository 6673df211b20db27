import type { NodeId, OrderId } from '../../words/index.ts';
import { decodeAnswer } from '../../route/index.ts';
import type { CostItems } from '../../route/index.ts';
import { isInWords, loggedReason, wordsFor } from '../orders/said.ts';
import type { HubOutcome } from '../outcome.ts';
import type { CaseFilter, Page, PageAsk } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import { moveByHand } from './move-by-hand.ts';
import type { HandMove, HandMoved } from './move-by-hand.ts';
import { reviewOf } from './review.ts';
import type { Review, ReviewLabel, ReviewReason } from './review.ts';
import { sweepReviews } from './sweep.ts';

/** Which reviews are listed; all given ones hold. */
export interface ReviewFilter {
  readonly state?: Review['state'];
  readonly reason?: ReviewReason;
  readonly orderId?: OrderId;
  readonly nodeId?: NodeId;
}

/** What a person says about a decision. */
export interface LabelAsk extends Pick<ReviewLabel, 'verdict' | 'note' | 'by'> {
  /** The version that the person saw; refused as stale when it is another one. */
  readonly expectedVersion?: number;
}

/** A labelled decision as a row to learn from; amounts in minor units of the network's currency. */
export interface ReviewRow {
  readonly reviewId: string;
  readonly decisionId: string;
  readonly reason: ReviewReason;
  readonly agreed: boolean;
  readonly stillBestPercent: number | undefined;
  readonly marginMinor: number;
  readonly spreadMinor: number | undefined;
  readonly candidates: number;
  readonly parcels: number;
  readonly fallbackStep: number;
  readonly totalMinor: number;
  readonly costItems: CostItems;
  readonly regretMinor: number | undefined;
}

/** Decisions that people look at. */
export interface ReviewDesk {
  /** By id ascending, which is by age of the order. */
  reviews(filter: ReviewFilter, ask: PageAsk): Promise<Page<Review>>;
  review(reviewId: string): Promise<HubOutcome<Review>>;
  /** Agree or disagree; a later label replaces the one before. */
  labelReview(reviewId: string, ask: LabelAsk): Promise<HubOutcome<Review>>;
  /** Labelled reviews as rows to learn from. */
  reviewRows(ask: PageAsk): Promise<Page<ReviewRow>>;
  /** Looks through the log at once instead of at the next look. @returns how many reviews were queued */
  queueReviews(): Promise<number>;
  /** Moves work that nobody has begun to a node, against the strategy. */
  moveByHand(orderId: OrderId, ask: HandMove): Promise<HubOutcome<HandMoved>>;
}

/** @see ReviewDesk */
export const reviewDesk = (parts: HubParts): ReviewDesk => ({
  reviews: async ({ reason, ...filter }, ask) => {
    const wanted: CaseFilter = {
      kind: 'review',
      ...filter,
      ...(reason !== undefined && { key: reason }),
    };
    const page = await parts.store.caseList(wanted, ask);
    return { rows: await withWords(parts, page.rows.map(reviewOf)), next: page.next };
  },
  review: async (reviewId) => {
    const record = await find(parts, reviewId);
    return record ? { ok: true, value: await inFull(parts, reviewOf(record)) } : missing(reviewId);
  },
  labelReview: (reviewId, ask) => label(parts, reviewId, ask),
  reviewRows: async (ask) => {
    const page = await parts.store.caseList({ kind: 'review' }, ask);
    const rows: ReviewRow[] = [];
    for (const record of page.rows)
      if (record.state !== 'open') rows.push(...(await rowOf(parts, reviewOf(record))));
    return { rows, next: page.next };
  },
  queueReviews: () => sweepReviews(parts),
  moveByHand: (orderId, ask) => moveByHand(parts, orderId, ask),
});

/** Reasons that were given in words stand on their order, where they are sealed and erased with it. */
async function withWords(
  { store }: HubParts,
  reviews: readonly Review[],
): Promise<readonly Review[]> {
  const ids = reviews.flatMap(({ because, orderId }) => (isInWords(because) ? [orderId] : []));
  if (ids.length === 0) return reviews;
  const orders = new Map(
    (await store.orders([...new Set(ids)])).map((record) => [record.order.orderId, record]),
  );
  return reviews.map((review) => {
    const { because, openedAt: at } = review;
    return { ...review, because: wordsFor(orders.get(review.orderId), { because, at }) };
  });
}

const inFull = async (parts: HubParts, review: Review): Promise<Review> => {
  const [full = review] = await withWords(parts, [review]);
  return full;
};

const missing = (id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'review', id },
});

async function find({ store }: HubParts, reviewId: string) {
  const [record] = await store.cases([reviewId]);
  return record?.kind === 'review' ? record : undefined;
}

async function label(
  parts: HubParts,
  reviewId: string,
  { expectedVersion, ...said }: LabelAsk,
): Promise<HubOutcome<Review>> {
  const before = await find(parts, reviewId);
  if (!before) return missing(reviewId);
  const stale: HubOutcome<never> = {
    ok: false,
    refusal: { reason: 'stale', what: 'review', id: reviewId, version: before.version },
  };
  if (expectedVersion !== undefined && expectedVersion !== before.version) return stale;
  const at = parts.env.now();
  const review = reviewOf(before);
  const after = {
    ...before,
    state: said.verdict === 'agree' ? 'agreed' : 'disagreed',
    version: before.version + 1,
    document: { ...(before.document as object), label: { ...said, at } },
  };
  const done = await parts.commit(() => {
    const unit = emptyUnit(at);
    unit.casesChanged.push(after);
    tell(unit, {
      type: 'decision.reviewed',
      id: `${reviewId}.${String(after.version)}`,
      orderId: review.orderId,
      subject: `order/${review.orderId}`,
      causationId: review.decisionId,
      body: {
        ...{ reviewId, decisionId: review.decisionId, reason: review.reason },
        ...{ verdict: said.verdict, by: said.by },
        note: said.note === '' ? '' : loggedReason(said.note),
      },
    });
    return unit;
  });
  return done?.ok === true ? { ok: true, value: await inFull(parts, reviewOf(after)) } : stale;
}

async function rowOf({ store }: HubParts, review: Review): Promise<readonly ReviewRow[]> {
  const record = await store.decision(review.decisionId);
  const answer = record && decodeAnswer(record.answer);
  if (answer?.ok !== true || !review.label) return [];
  const { plan, trace } = answer.value;
  return [
    {
      reviewId: review.reviewId,
      decisionId: review.decisionId,
      reason: review.reason,
      agreed: review.label.verdict === 'agree',
      stillBestPercent: trace.stillBestPercent,
      marginMinor: trace.marginMinor,
      spreadMinor: trace.spreadMinor,
      candidates: trace.candidateCount,
      parcels: plan.parcels.length,
      fallbackStep: trace.fallbackStep,
      totalMinor: plan.totalMinor,
      costItems: plan.costItems,
      regretMinor: review.hindsight?.regretMinor,
    },
  ];
}

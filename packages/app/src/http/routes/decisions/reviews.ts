import Type from 'typebox';
import type { Static } from 'typebox';
import { reviewReasons } from '@ordermesh/core/hub';
import type { Review, ReviewRow } from '@ordermesh/core/hub';
import { instantText, nodeId } from '@ordermesh/core/words';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import {
  handMovedSchema,
  handMoveSchema,
  labelAskSchema,
  reviewRowSchema,
  reviewSchema,
  reviewStates,
} from '../../schemas/reviews.ts';
import { costItemsView } from '../../views/plan.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { etagOf, expectedVersion } from '../../wire/precondition.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

const params = strict({ review_id: idText('rvw_…') });

const listReviews = route({
  method: 'GET',
  path: '/v1/reviews',
  operationId: 'listReviews',
  tag: 'decisions',
  summary: 'Decisions that people look at: nearly a draw, moved by hand, or turned out badly',
  scope: 'orders:read',
  access: { action: 'review.read' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(reviewStates)),
    reason: Type.Optional(oneOf(reviewReasons)),
    order: Type.Optional(idText('ord_…')),
    node: Type.Optional(idText('The first node that was chosen.')),
  }),
  responses: { 200: { says: 'A page of reviews.', schema: listOf(ref(reviewSchema)) } },
  errors: ['cursor-invalid', 'not-found'],
  handle: async ({ query, ...backend }) => {
    const { state, reason, order, node } = query;
    const of = order === undefined ? undefined : await findOrder(backend, order);
    const page = await backend.hub.reviews(
      {
        ...(state !== undefined && { state }),
        ...(reason !== undefined && { reason }),
        ...(of && { orderId: of.record.order.orderId }),
        ...(node !== undefined && { nodeId: nodeId(node) }),
      },
      { limit: query.limit ?? limitUsual, after: positionOf('reviews', query.cursor) },
    );
    return { status: 200, body: listAnswer('reviews', page, reviewView) };
  },
});

const getReview = route({
  method: 'GET',
  path: '/v1/reviews/:review_id',
  operationId: 'getReview',
  tag: 'decisions',
  summary: 'One review',
  scope: 'orders:read',
  access: { action: 'review.read' },
  params,
  responses: { 200: { says: 'The review.', schema: ref(reviewSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => {
    const review = valueOf(await hub.review(path.review_id));
    return { status: 200, body: reviewView(review), headers: { etag: etagOf(review.version) } };
  },
});

const labelReview = route({
  method: 'POST',
  path: '/v1/reviews/:review_id/label',
  operationId: 'labelReview',
  tag: 'decisions',
  summary: 'Agree or disagree with a decision; a later label replaces the one before',
  scope: 'orders:write',
  access: { action: 'review.label' },
  params,
  body: labelAskSchema,
  responses: { 200: { says: 'The review with its label.', schema: ref(reviewSchema) } },
  errors: ['not-found', 'precondition-failed', 'version-conflict', 'body-invalid', 'store-busy'],
  handle: async ({ hub, params: path, body, meta, request }) => {
    const version = expectedVersion(request);
    const outcome = await hub.labelReview(path.review_id, {
      verdict: body.verdict,
      note: body.note ?? '',
      by: meta.principal,
      ...(version !== undefined && { expectedVersion: version }),
    });
    const review = valueOf(outcome, version !== undefined);
    return { status: 200, body: reviewView(review), headers: { etag: etagOf(review.version) } };
  },
});

const trainingRows = route({
  method: 'GET',
  path: '/v1/review-rows',
  operationId: 'listReviewRows',
  tag: 'decisions',
  summary: 'Labelled decisions as rows to learn from',
  scope: 'orders:read',
  access: { action: 'review.read' },
  query: strict(pageQuery),
  responses: {
    200: {
      says: 'A page of rows; it may be empty before the last.',
      schema: listOf(ref(reviewRowSchema)),
    },
  },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const page = await hub.reviewRows({
      limit: query.limit ?? limitUsual,
      after: positionOf('review-rows', query.cursor),
    });
    return { status: 200, body: listAnswer('review-rows', page, rowView) };
  },
});

const moveByHand = route({
  method: 'POST',
  path: '/v1/orders/:order_id/move',
  operationId: 'moveOrderByHand',
  tag: 'orders',
  summary: 'Move the work that nobody has begun to a node, against the strategy',
  description:
    'Decided and stored like any other assignment, with the node forced; refused when the node cannot do it. What it ' +
    'replaces is queued for review, with who, why and what it costs more.',
  scope: 'orders:write',
  access: { action: 'order.change' },
  params: orderParams,
  body: handMoveSchema,
  responses: { 200: { says: 'Where the work is now.', schema: ref(handMovedSchema) } },
  errors: ['not-found', 'wrong-state', 'unroutable', 'body-invalid', 'contended', 'store-busy'],
  handle: async ({ params: path, body, meta, ...backend }) => {
    const { record } = await findOrder(backend, path.order_id);
    const outcome = await backend.hub.moveByHand(record.order.orderId, {
      nodeId: nodeId(body.node),
      reason: body.reason,
      by: meta.principal,
    });
    const moved = valueOf(outcome);
    return {
      status: 200,
      body: {
        order_id: moved.orderId,
        node: moved.nodeId,
        decision_id: moved.decisionId,
        extra_minor: moved.extraMinor,
      },
    };
  },
});

const reviewView = (review: Review): Static<typeof reviewSchema> => ({
  review_id: review.reviewId,
  decision_id: review.decisionId,
  order_id: review.orderId,
  node: review.nodeId ?? null,
  reason: review.reason,
  because: review.because,
  state: review.state,
  opened_at: instantText(review.openedAt),
  still_best_percent: review.stillBestPercent ?? null,
  hindsight: review.hindsight
    ? {
        late_hours: review.hindsight.lateHours,
        realised_minor: review.hindsight.realisedMinor,
        regret_minor: review.hindsight.regretMinor ?? null,
      }
    : null,
  moved: review.moved
    ? { by: review.moved.by, node: review.moved.nodeId, extra_minor: review.moved.extraMinor }
    : null,
  label: review.label
    ? {
        verdict: review.label.verdict,
        note: review.label.note,
        by: review.label.by,
        at: instantText(review.label.at),
      }
    : null,
  version: review.version,
});

const rowView = (row: ReviewRow): Static<typeof reviewRowSchema> => ({
  review_id: row.reviewId,
  decision_id: row.decisionId,
  reason: row.reason,
  agreed: row.agreed,
  still_best_percent: row.stillBestPercent ?? null,
  margin_minor: row.marginMinor,
  spread_minor: row.spreadMinor ?? null,
  candidates: row.candidates,
  parcels: row.parcels,
  fallback_step: row.fallbackStep,
  total_minor: row.totalMinor,
  cost_items: costItemsView(row.costItems),
  regret_minor: row.regretMinor ?? null,
});

/** The queue of decisions that people look at, and moves by hand. */
export const reviewRoutes: readonly RouteDefinition[] = [
  listReviews,
  getReview,
  labelReview,
  trainingRows,
  moveByHand,
];

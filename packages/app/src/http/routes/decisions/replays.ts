import Type from 'typebox';
import type { Static } from 'typebox';
import type { Replayed, ReplayedToday } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import { instant, limitUsual, listOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { replaySchema, replayTodaySchema } from '../../schemas/log.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { decisionParams } from './explain.ts';

const replay = route({
  method: 'POST',
  path: '/v1/decisions/:decision_id/replay',
  operationId: 'replayDecision',
  tag: 'decisions',
  summary: 'Ask the stored question again and compare the answers',
  scope: 'orders:read',
  access: { action: 'decision.replay' },
  params: decisionParams,
  responses: { 200: { says: 'The same, or what differs.', schema: ref(replaySchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params }) => ({
    status: 200,
    body: replayView(valueOf(await hub.replay(params.decision_id))),
  }),
});

const replayToday = route({
  method: 'POST',
  path: '/v1/decisions/:decision_id/replay-today',
  operationId: 'replayDecisionToday',
  tag: 'decisions',
  summary: 'Ask about the same lines on today’s board: what would be chosen now, and what changed',
  scope: 'orders:read',
  access: { action: 'decision.replay' },
  params: decisionParams,
  responses: { 200: { says: 'Then and now.', schema: ref(replayTodaySchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params }) => ({
    status: 200,
    body: todayView(valueOf(await hub.replayToday(params.decision_id))),
  }),
});

const replays = route({
  method: 'GET',
  path: '/v1/replays',
  operationId: 'listReplays',
  tag: 'decisions',
  summary: 'Ask every stored decision of a span again, newest orders first',
  description:
    'Computed while you read; a page holds the decisions of as many orders as limit says. Nothing is written.',
  scope: 'orders:read',
  access: { action: 'decision.read' },
  query: strict({
    ...pageQuery,
    'accepted_at[gte]': Type.Optional(instant('Orders accepted at or after.')),
    'accepted_at[lt]': Type.Optional(instant('Orders accepted before.')),
  }),
  responses: { 200: { says: 'A page of replays.', schema: listOf(ref(replaySchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const [from, until] = [query['accepted_at[gte]'], query['accepted_at[lt]']];
    const page = await hub.replays({
      ...(from !== undefined && { fromAt: Date.parse(from) }),
      ...(until !== undefined && { untilAt: Date.parse(until) }),
      limit: query.limit ?? limitUsual,
      after: positionOf('replays', query.cursor),
    });
    return { status: 200, body: listAnswer('replays', page, replayView) };
  },
});

const replayView = (replayed: Replayed): Static<typeof replaySchema> => ({
  decision_id: replayed.decisionId,
  order_id: replayed.orderId,
  kind: replayed.kind,
  at: instantText(replayed.at),
  same: replayed.same,
  differences: [...replayed.differences],
});

const todayView = (today: ReplayedToday): Static<typeof replayTodaySchema> => ({
  decision_id: today.decisionId,
  same: today.same,
  before: summaryView(today.before),
  now: summaryView(today.now),
  inputs: today.inputs.map((one) => ({ ...one })),
});

const summaryView = (plan: ReplayedToday['now']): Static<typeof replayTodaySchema>['now'] =>
  plan === undefined
    ? null
    : {
        sent_by: plan.sentBy.map(({ nodeId, serviceId }) => ({
          node_id: nodeId,
          service_id: serviceId,
        })),
        total_minor: plan.totalMinor,
      };

/** Stored decisions asked again, alone or by the thousand. */
export const replayRoutes: readonly RouteDefinition[] = [replay, replayToday, replays];

import Type from 'typebox';
import { nodeId } from '@ordermesh/core/words';
import { AppFailure } from '../../errors/index.ts';
import { snakeKeys } from '../../json/index.ts';
import { idText, listOf, ref, strict } from '../schemas/fields.ts';
import { decisionSchema, explanationSchema, replaySchema } from '../schemas/log.ts';
import { decisionView } from '../views/log.ts';
import { listAnswer } from '../wire/cursor.ts';
import { valueOf } from '../wire/refusal.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';
import { findOrder } from '../find-order.ts';
import { orderParams } from './orders.ts';

const params = strict({ decision_id: idText('dec_…') });

const ofOrder = route({
  method: 'GET',
  path: '/v1/orders/:order_id/decisions',
  operationId: 'listOrderDecisions',
  tag: 'decisions',
  summary: 'Decisions about an order, oldest first',
  scope: 'orders:read',
  params: orderParams,
  query: strict({
    explain: Type.Optional(Type.Boolean({ description: 'true: add the explanation of each.' })),
    vs: Type.Optional(idText('Add the comparison with this node.', 'st_003')),
  }),
  responses: { 200: { says: 'Its decisions.', schema: listOf(ref(decisionSchema)) } },
  errors: ['not-found'],
  handle: async ({ params: path, query, ...backend }) => {
    const { decisions } = await findOrder(backend, path.order_id);
    const rows = await Promise.all(
      decisions.map(async (record) => ({
        ...decisionView(record),
        ...(query.explain === true && {
          explanation: snakeKeys(valueOf(await backend.hub.explain(record.decisionId))),
        }),
        ...(query.vs !== undefined && {
          versus: snakeKeys(
            valueOf(await backend.hub.explainVersus(record.decisionId, [nodeId(query.vs)])),
          ),
        }),
      })),
    );
    return { status: 200, body: listAnswer('decisions', { rows, next: undefined }, (row) => row) };
  },
});

const getDecision = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id',
  operationId: 'getDecision',
  tag: 'decisions',
  summary: 'One decision: versions, order, time',
  scope: 'orders:read',
  params,
  responses: { 200: { says: 'The decision.', schema: ref(decisionSchema) } },
  errors: ['not-found'],
  handle: async ({ store, params: path }) => {
    const record = await store.decision(path.decision_id);
    if (record === undefined)
      throw new AppFailure('not-found', { why: `There is no decision "${path.decision_id}".` });
    return { status: 200, body: decisionView(record) };
  },
});

const explain = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id/explain',
  operationId: 'explainDecision',
  tag: 'decisions',
  summary: 'Why it was decided so',
  scope: 'orders:read',
  params,
  responses: {
    200: {
      says: 'Candidates, eliminations, costs, runner-up, words.',
      schema: ref(explanationSchema),
    },
  },
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: snakeKeys(valueOf(await hub.explain(path.decision_id))),
  }),
});

const versus = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id/versus/:node',
  operationId: 'compareDecision',
  tag: 'decisions',
  summary: 'Why not this node: the difference, item by item',
  scope: 'orders:read',
  params: strict({
    decision_id: idText('dec_…'),
    node: idText('The other node; several joined by commas.'),
  }),
  responses: {
    200: { says: 'The comparison on the facts of that moment.', schema: ref(explanationSchema) },
  },
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: snakeKeys(
      valueOf(await hub.explainVersus(path.decision_id, path.node.split(',').map(nodeId))),
    ),
  }),
});

const replay = route({
  method: 'POST',
  path: '/v1/decisions/:decision_id/replay',
  operationId: 'replayDecision',
  tag: 'decisions',
  summary: 'Ask the stored question again and compare the answers',
  scope: 'orders:read',
  params,
  responses: { 200: { says: 'The same, or what differs.', schema: ref(replaySchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: valueOf(await hub.replay(path.decision_id)),
  }),
});

/** Why it was decided so. */
export const decisionRoutes: readonly RouteDefinition[] = [
  ofOrder,
  getDecision,
  explain,
  versus,
  replay,
];

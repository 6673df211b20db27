import Type from 'typebox';
import type { Static } from 'typebox';
import type { Forced } from '@ordermesh/core/route';
import { itemId, nodeId, serviceId } from '@ordermesh/core/words';
import { AppFailure } from '../../../errors/index.ts';
import type { Backend } from '../../../backend.ts';
import { snakeKeys } from '../../../json/index.ts';
import { idText, instant, listOf, ref, strict } from '../../schemas/fields.ts';
import { decisionSchema, explanationSchema } from '../../schemas/log.ts';
import { decisionView } from '../../views/log.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

/** Path parameter of one decision. */
export const decisionParams = strict({ decision_id: idText('dec_…') });

const ofOrder = route({
  method: 'GET',
  path: '/v1/orders/:order_id/decisions',
  operationId: 'listOrderDecisions',
  tag: 'decisions',
  summary: 'Decisions about an order, oldest first',
  scope: 'orders:read',
  access: { action: 'decision.read' },
  params: orderParams,
  query: strict({
    explain: Type.Optional(Type.Boolean({ description: 'true: add the explanation of each.' })),
    counterfactuals: Type.Optional(
      Type.Boolean({ description: 'true: add what would have flipped each; takes a moment.' }),
    ),
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
        ...(query.counterfactuals === true && {
          counterfactuals: await flipsOf(backend, record.decisionId),
        }),
        ...(query.vs !== undefined && {
          versus: snakeKeys(
            valueOf(
              await backend.hub.explainVersus(record.decisionId, { nodeIds: [nodeId(query.vs)] }),
            ),
          ),
        }),
      })),
    );
    return { status: 200, body: listAnswer('decisions', { rows, next: undefined }, (row) => row) };
  },
});

/** What would have flipped a decision; none for one that found no plan. */
async function flipsOf({ hub }: Pick<Backend, 'hub'>, decisionId: string): Promise<unknown> {
  const found = await hub.counterfactuals(decisionId);
  return !found.ok && found.refusal.reason === 'wrong-state' ? [] : snakeKeys(valueOf(found));
}

const getDecision = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id',
  operationId: 'getDecision',
  tag: 'decisions',
  summary: 'One decision: versions, order, time',
  scope: 'orders:read',
  access: { action: 'decision.read' },
  params: decisionParams,
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
  access: { action: 'decision.read' },
  params: decisionParams,
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
  access: { action: 'decision.read' },
  params: strict({
    decision_id: idText('dec_…'),
    node: idText('The other node; several joined by commas.'),
  }),
  responses: {
    200: { says: 'The comparison on the facts of that moment.', schema: ref(explanationSchema) },
  },
  errors: ['not-found', 'wrong-state'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: snakeKeys(
      valueOf(
        await hub.explainVersus(path.decision_id, { nodeIds: path.node.split(',').map(nodeId) }),
      ),
    ),
  }),
});

const forceQuery = strict({
  node: Type.Optional(idText('Only these nodes, joined by commas.', 'st_003')),
  service: Type.Optional(idText('Only these carrier services, joined by commas.', 'parcel')),
  arrive_by: Type.Optional(instant('Every parcel has arrived by then.')),
  parcels_max: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 16, description: 'At most so many parcels.' }),
  ),
  items_from: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern:
        '^[^\\u0000-\\u0020\\u007f,@]+@[^\\u0000-\\u0020\\u007f,@]+(,[^\\u0000-\\u0020\\u007f,@]+@[^\\u0000-\\u0020\\u007f,@]+)*$',
      description: 'A division of the order: these items from these nodes.',
      examples: ['OAT@st_003,TEA@dc_w'],
    }),
  ),
});

const versusForced = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id/versus',
  operationId: 'compareForcedDecision',
  tag: 'decisions',
  summary:
    'Why not otherwise: other nodes, services, an earlier day, fewer parcels, another division',
  description:
    'All forces that are given hold together. The stored question is asked again under them; nothing is added to what ' +
    'it knew. Give at least one.',
  scope: 'orders:read',
  access: { action: 'decision.read' },
  params: decisionParams,
  query: forceQuery,
  responses: {
    200: { says: 'The comparison on the facts of that moment.', schema: ref(explanationSchema) },
  },
  errors: ['not-found', 'wrong-state', 'request-invalid'],
  handle: async ({ hub, params: path, query }) => {
    const forced = forcedOf(query);
    if (Object.keys(forced).length === 0)
      throw new AppFailure('request-invalid', {
        why: 'Nothing is forced: give node, service, arrive_by, parcels_max or items_from.',
      });
    return {
      status: 200,
      body: snakeKeys(valueOf(await hub.explainVersus(path.decision_id, forced))),
    };
  },
});

function forcedOf(query: Static<typeof forceQuery>): Forced {
  const { node, service, arrive_by: arriveBy, parcels_max: parcelsMax, items_from: from } = query;
  return {
    ...(node !== undefined && { nodeIds: node.split(',').map(nodeId) }),
    ...(service !== undefined && { serviceIds: service.split(',').map(serviceId) }),
    ...(arriveBy !== undefined && { arriveByAt: Date.parse(arriveBy) }),
    ...(parcelsMax !== undefined && { parcelsMax }),
    ...(from !== undefined && {
      itemsFrom: from.split(',').map((pair) => {
        const [item = '', at = ''] = pair.split('@');
        return { itemId: itemId(item), nodeId: nodeId(at) };
      }),
    }),
  };
}

const flips = route({
  method: 'GET',
  path: '/v1/decisions/:decision_id/counterfactuals',
  operationId: 'listCounterfactuals',
  tag: 'decisions',
  summary: 'What would have had to be different for another choice',
  description:
    'The smallest change of freight, stock, load, weight, distance, value and duty that flips the choice, each found by ' +
    'deciding again; or how far it was turned without a flip.',
  scope: 'orders:read',
  access: { action: 'decision.read' },
  params: decisionParams,
  responses: {
    200: {
      says: 'One entry for each thing that can be turned.',
      schema: strict({ counterfactuals: Type.Array(ref(explanationSchema)) }),
    },
  },
  errors: ['not-found', 'wrong-state'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: { counterfactuals: snakeKeys(valueOf(await hub.counterfactuals(path.decision_id))) },
  }),
});

/** Why it was decided so. */
export const decisionRoutes: readonly RouteDefinition[] = [
  ofOrder,
  getDecision,
  explain,
  versus,
  versusForced,
  flips,
];

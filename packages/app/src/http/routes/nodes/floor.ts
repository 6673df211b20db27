import Type from 'typebox';
import { fulfilmentId, nodeId } from '@ordermesh/core/words';
import { idText, nullable, positive, ref, strict } from '../../schemas/fields.ts';
import { pauseSchema, pickGroupSchema } from '../../schemas/node-work.ts';
import { pauseView, pickGroupView } from '../../views/node-work.ts';
import { nodeTies, ownedNode, ownersOfWork } from '../../access/owners.ts';
import { findNode } from '../../find-node.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const node = strict({ node: idText('Code of the node.', 'st_003') });
/** Orders that one walk carries when the caller does not say. */
const ordersUsual = 20;

const pickList = route({
  method: 'GET',
  path: '/v1/nodes/:node/pick-groups',
  operationId: 'listPickGroups',
  tag: 'fulfilments',
  summary: 'What a node may pick now, as walks',
  description:
    'Released work that nobody has begun, grouped by slot, carrier service and collection, the next collection first; items are summed over the orders of a walk.',
  scope: 'orders:read',
  access: {
    action: 'work.list',
    of: ownedNode,
  },
  params: node,
  query: strict({
    orders_max: Type.Optional(positive('Orders that one walk carries; 20 when absent.', 500)),
  }),
  responses: {
    200: { says: 'The walks.', schema: strict({ groups: Type.Array(ref(pickGroupSchema)) }) },
  },
  errors: ['not-found'],
  handle: async ({ hub, params, query }) => {
    const groups = await hub.pickList(nodeId(params.node), query.orders_max ?? ordersUsual);
    // A node that left the network may still have work to finish.
    if (groups.length === 0) findNode({ hub }, params.node);
    return { status: 200, body: { groups: groups.map(pickGroupView) } };
  },
});

const takeGroup = route({
  method: 'POST',
  path: '/v1/nodes/:node/pick-groups/take',
  operationId: 'takePickGroup',
  tag: 'fulfilments',
  summary: 'The node takes several works in one go',
  description:
    'Each is judged alone: one that was given to another node meanwhile does not stop the walk.',
  scope: 'orders:write',
  access: {
    action: 'work.act',
    of: async ({ params: { node }, body, ...backend }) => {
      const ids = body.totes.map((tote) => tote.fulfilment_id);
      const works = await ownersOfWork(backend, ids);
      return typeof works === 'string' ? works : [nodeTies(node), ...works];
    },
  },
  params: node,
  body: strict({
    totes: Type.Array(
      strict({
        fulfilment_id: idText('ful_…'),
        epoch: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
      }),
      { minItems: 1, maxItems: 500 },
    ),
  }),
  responses: {
    200: {
      says: 'One result per work, in the order sent.',
      schema: strict({
        results: Type.Array(
          strict({
            fulfilment_id: idText('ful_…'),
            taken: Type.Boolean(),
            reason: nullable(Type.String({ description: 'Why it was not taken, e.g. fenced.' })),
          }),
        ),
      }),
    },
  },
  errors: ['store-busy'],
  handle: async ({ hub, body }) => {
    const outcomes = await hub.takeGroup(
      body.totes.map((tote) => ({
        fulfilmentId: fulfilmentId(tote.fulfilment_id),
        epoch: tote.epoch,
      })),
    );
    const results = outcomes.map((outcome, ix) => ({
      fulfilment_id: body.totes[ix]?.fulfilment_id ?? '',
      taken: outcome.ok,
      reason: outcome.ok ? null : outcome.refusal.reason,
    }));
    return { status: 200, body: { results } };
  },
});

const listPauses = route({
  method: 'GET',
  path: '/v1/nodes/:node/pauses',
  operationId: 'listPauses',
  tag: 'network',
  summary: 'The times in which a node is switched off now',
  scope: 'nodes:read',
  access: {
    action: 'node.read',
    of: ownedNode,
  },
  params: node,
  responses: {
    200: {
      says: 'Usually none or one.',
      schema: strict({ pauses: Type.Array(ref(pauseSchema)) }),
    },
  },
  errors: ['not-found'],
  handle: async ({ hub, params }) => {
    const pauses = await hub.pauses(nodeId(params.node));
    if (pauses.length === 0) findNode({ hub }, params.node);
    return { status: 200, body: { pauses: pauses.map(pauseView) } };
  },
});

/** What people at a node look at. */
export const floorRoutes: readonly RouteDefinition[] = [pickList, takeGroup, listPauses];

import Type from 'typebox';
import { fulfilmentId, nodeId, orderId } from '@ordermesh/core/words';
import type { NodeAct } from '@ordermesh/core/hub';
import { idText, limitUsual, listOf, pageQuery, positive, ref, strict } from '../schemas/fields.ts';
import { AppFailure } from '../../errors/index.ts';
import { fulfilmentSchema, fulfilmentStates } from '../schemas/plan.ts';
import { fulfilmentView } from '../views/plan.ts';
import { listAnswer, positionOf } from '../wire/cursor.ts';
import { valueOf } from '../wire/refusal.ts';
import { nodeWithin } from '../access/gate.ts';
import { listedNode, ownersOfWork } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

type State = (typeof fulfilmentStates)[number];

const listFulfilments = route({
  method: 'GET',
  path: '/v1/fulfilments',
  operationId: 'listFulfilments',
  tag: 'fulfilments',
  summary: 'The work of a node, or of an order',
  scope: 'orders:read',
  access: {
    action: 'work.list',
    of: listedNode,
  },
  query: strict({
    ...pageQuery,
    node: Type.Optional(idText('Only of this node.')),
    order_id: Type.Optional(idText('Only of this order.')),
    state: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `One or several of ${fulfilmentStates.join(', ')}; joined by commas.`,
      }),
    ),
  }),
  responses: { 200: { says: 'A page of work.', schema: listOf(ref(fulfilmentSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query, permit }) => {
    const node = nodeWithin(query.node, permit);
    const filter = {
      ...(node !== undefined && { nodeId: nodeId(node) }),
      ...(query.order_id !== undefined && { orderId: orderId(query.order_id) }),
      ...(query.state !== undefined && { states: statesOf(query.state) }),
    };
    const after = positionOf('fulfilments', query.cursor);
    const page = await store.fulfilmentList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('fulfilments', page, fulfilmentView) };
  },
});

function statesOf(list: string): readonly State[] {
  return list.split(',').map((text) => {
    const state = fulfilmentStates.find((known) => known === text);
    if (state !== undefined) return state;
    throw new AppFailure('request-invalid', {
      errors: [
        {
          pointer: 'state',
          code: 'not-one-of',
          why: `"${text}" is no state. Known: ${fulfilmentStates.join(', ')}.`,
        },
      ],
    });
  });
}

const params = strict({ fulfilment_id: idText('ful_…') });
const epoch = Type.Integer({
  minimum: 0,
  maximum: 2_147_483_647,
  description: 'The epoch the work was offered with.',
});

/** An act of the node; all differ only in their body. */
const act = <Body extends Type.TObject>(definition: {
  readonly verb: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: Body;
  readonly actOf: (body: Type.Static<Body>) => NodeAct;
}): RouteDefinition =>
  route({
    method: 'POST',
    path: `/v1/fulfilments/:fulfilment_id/${definition.verb}`,
    operationId: definition.operationId,
    tag: 'fulfilments',
    summary: definition.summary,
    description: `${definition.summary}. An act with an old epoch changes nothing and answers OM3007.`,
    scope: 'orders:write',
    access: {
      action: 'work.act',
      of: ({ params: path, ...backend }) => ownersOfWork(backend, [path.fulfilment_id]),
    },
    params,
    body: definition.body,
    responses: { 200: { says: 'The work after it.', schema: ref(fulfilmentSchema) } },
    errors: ['not-found', 'fenced', 'wrong-state', 'store-busy'],
    handle: async ({ hub, params: path, body }) => {
      const { epoch: carried } = body as { readonly epoch: number };
      const work = await hub.nodeAct(
        fulfilmentId(path.fulfilment_id),
        carried,
        definition.actOf(body),
      );
      return { status: 200, body: fulfilmentView(valueOf(work)) };
    },
  });

const acceptWork = act({
  verb: 'accept',
  operationId: 'acceptFulfilment',
  summary: 'The node takes the work',
  body: strict({ epoch }),
  actOf: () => ({ act: 'accept' }),
});

const rejectWork = act({
  verb: 'reject',
  operationId: 'rejectFulfilment',
  summary: 'The node cannot do it, or not all of it; the rest looks for another node',
  body: strict({
    epoch,
    reason: Type.String({ minLength: 1, maxLength: 200, examples: ['too busy'] }),
    lines: Type.Optional(
      Type.Array(strict({ line_no: positive('Line.', 2_000), units: positive('Units.') }), {
        minItems: 1,
        maxItems: 2_000,
      }),
    ),
  }),
  actOf: ({ reason, lines }) => ({
    act: 'reject',
    reason,
    ...(lines && { lines: lines.map((line) => ({ lineNo: line.line_no, units: line.units })) }),
  }),
});

const shortWork = act({
  verb: 'short',
  operationId: 'reportShortPick',
  summary: 'The node found fewer than asked; the missing units look for another node',
  body: strict({
    epoch,
    lines: Type.Array(
      strict({
        line_no: positive('Line.', 2_000),
        missing_units: positive('Not found.'),
      }),
      { minItems: 1, maxItems: 2_000 },
    ),
  }),
  actOf: ({ lines }) => ({
    act: 'short',
    lines: lines.map((line) => ({
      lineNo: line.line_no,
      missingUnits: line.missing_units,
    })),
  }),
});

/** What nodes see and answer. */
export const fulfilmentRoutes: readonly RouteDefinition[] = [
  listFulfilments,
  acceptWork,
  rejectWork,
  shortWork,
];

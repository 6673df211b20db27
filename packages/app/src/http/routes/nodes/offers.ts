import Type from 'typebox';
import { nodeId } from '@ordermesh/core/words';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { offerSchema, offerStates } from '../../schemas/node-work.ts';
import { fulfilmentSchema } from '../../schemas/plan.ts';
import { offerView } from '../../views/node-work.ts';
import { fulfilmentView } from '../../views/plan.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { nodeWithin } from '../../access/gate.ts';
import { listedNode, ownersOfCase } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listOffers = route({
  method: 'GET',
  path: '/v1/offers',
  operationId: 'listOffers',
  tag: 'fulfilments',
  summary: 'Work that is offered to several nodes at once',
  scope: 'orders:read',
  access: {
    action: 'work.list',
    of: listedNode,
  },
  query: strict({
    ...pageQuery,
    node: Type.Optional(idText('Only what this node sees.')),
    state: Type.Optional(oneOf(offerStates)),
  }),
  responses: { 200: { says: 'A page of offers.', schema: listOf(ref(offerSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query, permit }) => {
    const node = nodeWithin(query.node, permit);
    const page = await hub.offers(
      {
        ...(node !== undefined && { nodeId: nodeId(node) }),
        ...(query.state !== undefined && { state: query.state }),
      },
      { limit: query.limit ?? limitUsual, after: positionOf('offers', query.cursor) },
    );
    return { status: 200, body: listAnswer('offers', page, offerView) };
  },
});

const claimOffer = route({
  method: 'POST',
  path: '/v1/offers/:offer_id/claim',
  operationId: 'claimOffer',
  tag: 'fulfilments',
  summary: 'The node of the offer takes the work',
  description:
    'The first claim wins: goods and work move to its node in one commit. Every other claim answers OM3041 and changes nothing. Sent again by the winner it answers the same work.',
  scope: 'orders:write',
  access: {
    action: 'work.act',
    of: ({ params, ...backend }) => ownersOfCase(backend, params.offer_id),
  },
  params: strict({ offer_id: idText('off_…') }),
  responses: { 200: { says: 'The work, accepted.', schema: ref(fulfilmentSchema) } },
  errors: ['not-found', 'already-claimed', 'offer-over', 'unroutable', 'wrong-state', 'store-busy'],
  handle: async ({ hub, params }) => ({
    status: 200,
    body: fulfilmentView(valueOf(await hub.claimOffer(params.offer_id))),
  }),
});

/** Work that several nodes compete for. */
export const offerRoutes: readonly RouteDefinition[] = [listOffers, claimOffer];

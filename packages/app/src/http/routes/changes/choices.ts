import Type from 'typebox';
import type { Static } from 'typebox';
import { nodeId } from '@ordermesh/core/words';
import { choiceSchema } from '../../schemas/changes.ts';
import { idText, listOf, oneOf, ref, strict } from '../../schemas/fields.ts';
import { choiceView } from '../../views/changes.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import type { Permit } from '../../access/route-access.ts';
import { ownedOrder } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

/** Where goods are collected everybody learns who chooses; who would send them only the highest tier. */
const shownChoice = (choice: Static<typeof choiceSchema>, { tier }: Permit) =>
  tier === 'high'
    ? choice
    : {
        ...choice,
        options: choice.options.map((one) =>
          one.option === 'pickup' ? one : { ...one, nodes: [] },
        ),
      };

const listChoices = route({
  method: 'GET',
  path: '/v1/orders/:order_id/choices',
  operationId: 'listPickupChoices',
  tag: 'orders',
  summary: 'What the customer may choose since a store could not serve the pick-up',
  description:
    'Other stores that have all of it, shipping, and cancellation, each with its promise; the goods of the first option are held until the choice is made or its time is over.',
  scope: 'orders:read',
  access: {
    action: 'order.choose',
    of: ownedOrder,
  },
  params: orderParams,
  responses: { 200: { says: 'Choices, oldest first.', schema: listOf(ref(choiceSchema)) } },
  errors: ['not-found'],
  handle: async ({ params, permit, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const rows = await backend.hub.choices(record.order.orderId);
    return {
      status: 200,
      body: listAnswer('choices', { rows, next: undefined }, (row) =>
        shownChoice(choiceView(row), permit),
      ),
    };
  },
});

const choose = route({
  method: 'POST',
  path: '/v1/orders/:order_id/choose',
  operationId: 'choosePickupOption',
  tag: 'orders',
  summary: 'Take one of the options that were offered',
  scope: 'orders:write',
  access: {
    action: 'order.choose',
    of: ownedOrder,
  },
  params: orderParams,
  body: strict(
    {
      option: oneOf(['pickup', 'ship', 'cancel'] as const),
      node: Type.Optional(idText('Which store; the first offered one when absent.', 'st_004')),
    },
    { examples: [{ option: 'pickup', node: 'st_004' }] },
  ),
  responses: { 200: { says: 'The choice as made.', schema: ref(choiceSchema) } },
  errors: ['not-found', 'body-invalid', 'unroutable', 'contended', 'store-busy'],
  handle: async ({ params, body, meta, permit, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const outcome = await backend.hub.choose(record.order.orderId, {
      option: body.option,
      by: meta.principal,
      ...(body.node !== undefined && { nodeId: nodeId(body.node) }),
    });
    return { status: 200, body: shownChoice(choiceView(valueOf(outcome)), permit) };
  },
});

/** The choice of a customer whose pick-up store cannot serve. */
export const choiceRoutes: readonly RouteDefinition[] = [listChoices, choose];

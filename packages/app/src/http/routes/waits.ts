import Type from 'typebox';
import { fromTier, oneOf, ref, strict } from '../schemas/fields.ts';
import { waitSchema } from '../schemas/orders.ts';
import { waitView } from '../views/orders.ts';
import { valueOf } from '../wire/refusal.ts';
import { ownedOrder } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';
import { findOrder } from '../find-order.ts';
import { orderParams } from './orders.ts';

const waitsAnswer = strict({ waits: fromTier('basic', Type.Array(ref(waitSchema))) });

const wishWhileWaiting = route({
  method: 'POST',
  path: '/v1/orders/:order_id/waits',
  operationId: 'wishWhileWaiting',
  tag: 'orders',
  summary: 'What shall happen to an order that waits for goods',
  description:
    'ship_partial sends what is there now and lets the rest wait; wait_complete keeps all that waits together; cancel_rest ' +
    'cancels exactly what waits.',
  scope: 'orders:write',
  access: {
    action: 'order.choose',
    of: ownedOrder,
  },
  params: orderParams,
  body: strict({ wish: oneOf(['ship_partial', 'wait_complete', 'cancel_rest']) }),
  responses: {
    200: { says: 'What still waits.', schema: waitsAnswer, example: { waits: [] } },
  },
  errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
  handle: async ({ params, body, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const { orderId } = record.order;
    const ask = { wish: body.wish, by: meta.principal };
    const waits = valueOf(await backend.hub.wishWhileWaiting(orderId, ask));
    return { status: 200, body: { waits: waits.map(waitView) } };
  },
});

/** Orders that wait for goods. */
export const waitRoutes: readonly RouteDefinition[] = [wishWhileWaiting];

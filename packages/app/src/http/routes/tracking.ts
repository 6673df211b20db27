import Type from 'typebox';
import { transparencyTiers } from '@ordermesh/core/parties';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { snakeKeys } from '../../json/index.ts';
import { oneOf, ref, strict } from '../schemas/fields.ts';
import { trackingSchema } from '../schemas/customer/tracking.ts';
import { valueOf } from '../wire/refusal.ts';
import { tierWithin } from '../access/gate.ts';
import { ownedOrder } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';
import { findOrder } from '../find-order.ts';
import { orderParams } from './orders.ts';

const track = route({
  method: 'GET',
  path: '/v1/orders/:order_id/tracking',
  operationId: 'trackOrder',
  tag: 'orders',
  summary: 'The order as a reader of a tier sees it; every status cites its facts',
  scope: 'orders:read',
  access: {
    action: 'order.track',
    of: ownedOrder,
  },
  params: orderParams,
  query: strict({
    tier: Type.Optional(
      oneOf<TransparencyTier>(transparencyTiers, {
        description: 'basic (default), advanced or high.',
      }),
    ),
  }),
  responses: { 200: { says: 'The view.', schema: ref(trackingSchema) } },
  errors: ['not-found'],
  handle: async ({ params: path, query, permit, ...backend }) => {
    const { record } = await findOrder(backend, path.order_id);
    const tier = tierWithin(query.tier ?? 'basic', permit);
    const view = valueOf(await backend.hub.tracking(record.order.orderId, tier));
    return { status: 200, body: snakeKeys(view) };
  },
});

/** What customers and partners see. */
export const trackingRoutes: readonly RouteDefinition[] = [track];

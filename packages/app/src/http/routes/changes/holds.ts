import { idText, ref, strict } from '../../schemas/fields.ts';
import { heldOrderSchema, holdAskSchema } from '../../schemas/changes.ts';
import { heldOrderView } from '../../views/changes.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

const holdOrder = route({
  method: 'POST',
  path: '/v1/orders/:order_id/holds',
  operationId: 'holdOrder',
  tag: 'orders',
  summary: 'Hold an order: it keeps its goods, but nobody works on it',
  description:
    'Several holds may stand at once; work begins when the last one has ended. What a node was offered or has accepted, ' +
    'but not begun, is taken back and stays planned there; what is picked goes on and is named in under_way.',
  scope: 'orders:write',
  access: { action: 'order.change' },
  params: orderParams,
  body: holdAskSchema,
  responses: { 201: { says: 'The holds that stand.', schema: ref(heldOrderSchema) } },
  errors: ['not-found', 'wrong-state', 'body-invalid', 'store-busy'],
  handle: async ({ params, body, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const outcome = await backend.hub.holdOrder(record.order.orderId, {
      reason: body.reason,
      note: body.note ?? '',
      by: meta.principal,
      ...(body.until !== undefined && { untilAt: Date.parse(body.until) }),
    });
    return { status: 201, body: heldOrderView(valueOf(outcome)) };
  },
});

const releaseHold = route({
  method: 'POST',
  path: '/v1/orders/:order_id/holds/:hold_id/release',
  operationId: 'releaseOrderHold',
  tag: 'orders',
  summary: 'End a hold; when it was the last, work begins',
  scope: 'orders:write',
  access: { action: 'order.change' },
  params: strict({ ...orderParams.properties, hold_id: idText('hold_…', 'hold_1') }),
  responses: { 200: { says: 'The holds that still stand.', schema: ref(heldOrderSchema) } },
  errors: ['not-found', 'store-busy'],
  handle: async ({ params, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const outcome = await backend.hub.releaseHold(record.order.orderId, {
      holdId: params.hold_id,
      by: meta.principal,
    });
    return { status: 200, body: heldOrderView(valueOf(outcome)) };
  },
});

/** Hold orders and let them go. */
export const holdRoutes: readonly RouteDefinition[] = [holdOrder, releaseHold];

import { cartId } from '@ordermesh/core/words';
import Type from 'typebox';
import { count, idText, ref, strict } from '../schemas/fields.ts';
import { orderDraftSchema } from '../schemas/drafts.ts';
import { planSchema, promiseSchema, reservationSchema } from '../schemas/plan.ts';
import { planView, promiseView, reservationView } from '../views/plan.ts';
import { valueOf } from '../wire/refusal.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

const promiseCart = route({
  method: 'POST',
  path: '/v1/promises',
  operationId: 'promiseCart',
  tag: 'carts',
  summary: 'What a cart would be promised now',
  description: 'The same code as for orders, nothing is held or written.',
  scope: 'orders:read',
  access: { action: 'cart.use' },
  body: orderDraftSchema,
  bodyJudge: 'hub',
  responses: {
    200: {
      says: 'The promise and the plan behind it.',
      schema: strict({ promise: ref(promiseSchema), plan: ref(planSchema) }),
    },
  },
  errors: ['insufficient-stock', 'unroutable'],
  handle: ({ hub, body }) => {
    const { promise, plan } = valueOf(hub.promiseCart(body));
    return {
      status: 200,
      body: { promise: promiseView(promise), plan: planView(plan, hub.network().currency) },
    };
  },
});

const cartSchema = strict({
  cart_id: idText('crt_…; send it as cart_id with the order.'),
  promise: ref(promiseSchema),
  reservations: Type.Array(ref(reservationSchema)),
});

const reserveCart = route({
  method: 'POST',
  path: '/v1/reservations',
  operationId: 'reserveCart',
  tag: 'carts',
  summary: 'Hold stock for a cart for a while',
  description: 'Body as for an order, plus ttl_seconds: how long the stock is held.',
  scope: 'orders:write',
  access: { action: 'cart.use' },
  body: strict({
    ...orderDraftSchema.properties,
    ttl_seconds: Type.Integer({ minimum: 30, maximum: 14_400, description: 'How long, seconds.' }),
  }),
  bodyJudge: 'hub',
  responses: { 201: { says: 'Held and committed.', schema: cartSchema } },
  errors: ['insufficient-stock', 'unroutable', 'contended', 'idempotency-key-reused', 'store-busy'],
  handle: async ({ hub, body, meta }) => {
    const held = valueOf(await hub.reserveCart(body, meta));
    return {
      status: 201,
      body: {
        cart_id: held.cartId,
        promise: promiseView(held.promise),
        reservations: held.reservations.map(reservationView),
      },
    };
  },
});

const releaseCart = route({
  method: 'DELETE',
  path: '/v1/reservations/:cart_id',
  operationId: 'releaseCart',
  tag: 'carts',
  summary: 'Give back what a cart holds',
  scope: 'orders:write',
  access: { action: 'cart.use' },
  params: strict({ cart_id: idText('crt_…') }),
  responses: {
    200: { says: 'Given back.', schema: strict({ released: count('Reservations that ended.') }) },
  },
  errors: ['not-found', 'store-busy'],
  handle: async ({ hub, params }) => ({
    status: 200,
    body: valueOf(await hub.releaseCart(cartId(params.cart_id))),
  }),
});

/** Before the order. */
export const cartRoutes: readonly RouteDefinition[] = [promiseCart, reserveCart, releaseCart];

import Type from 'typebox';
import { nodeId } from '@ordermesh/core/words';
import type { OrderFilter } from '@ordermesh/core/hub';
import { ref } from '../schemas/fields.ts';
import {
  dryRunQuery,
  fromTier,
  idText,
  instant,
  limitUsual,
  listOf,
  oneOf,
  pageQuery,
  strict,
} from '../schemas/fields.ts';
import { orderDraftSchema } from '../schemas/drafts.ts';
import { orderSchema, orderStates, orderViewSchema, placedOrderSchema } from '../schemas/orders.ts';
import { lifecycleSchema } from '../schemas/customer/lifecycle.ts';
import { cloudEventSchema } from '../schemas/log.ts';
import { cloudEvent } from '../views/log.ts';
import { lifecycleView, orderView, placedOrderView, wholeOrderView } from '../views/orders.ts';
import { listAnswer, positionOf } from '../wire/cursor.ts';
import { etagOf, holdsVersion } from '../wire/precondition.ts';
import { valueOf } from '../wire/refusal.ts';
import { tierWithin } from '../access/gate.ts';
import type { Permit } from '../access/route-access.ts';
import { ownedOrder } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';
import { findOrder } from '../find-order.ts';

/** Path parameter of one order. */
export const orderParams = strict({
  order_id: idText(
    'ord_…, or ext:<system>:<id> for the id another system gave it.',
    'ext:shopify:1001',
  ),
});

const millis = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

const placeOrder = route({
  method: 'POST',
  path: '/v1/orders',
  operationId: 'placeOrder',
  tag: 'orders',
  summary: 'Place an order',
  description:
    'Accepts, promises, routes and reserves the order, and answers after the commit. Send an Idempotency-Key: the same ' +
    'key and body give the same answer for 30 days. An order that no node can do is accepted as well: it waits as an ' +
    'exception and unroutable names the nearest change. Where the setting routing is router, the order is accepted here and placed a moment later: waits_for_router says so, and plan and promise are null. With dry_run=true the same checks and plan, nothing written.',
  scope: 'orders:write',
  access: { action: 'order.place' },
  query: strict(dryRunQuery),
  body: orderDraftSchema,
  bodyJudge: 'hub',
  responses: {
    200: {
      says: 'What would happen (dry_run), or the first answer again (Idempotent-Replayed: true).',
      schema: ref(placedOrderSchema),
    },
    201: { says: 'Accepted and committed.', schema: ref(placedOrderSchema) },
  },
  errors: ['external-id-known', 'idempotency-key-reused', 'contended', 'hub-busy', 'store-busy'],
  handle: async ({ hub, query, body, meta }) => {
    const { currency } = hub.network();
    if (query.dry_run === true)
      return { status: 200, body: placedOrderView(valueOf(hub.tryOrder(body)), currency) };
    const outcome = await hub.placeOrder(body, meta);
    const placed = valueOf(outcome);
    const replayed = outcome.ok && outcome.replayed === true;
    return {
      status: replayed ? 200 : 201,
      body: placedOrderView(placed, currency),
      headers: {
        etag: etagOf(placed.record.version),
        location: `/v1/orders/${placed.record.order.orderId}`,
        ...(replayed && { 'idempotent-replayed': 'true' }),
      },
    };
  },
});

const listOrders = route({
  method: 'GET',
  path: '/v1/orders',
  operationId: 'listOrders',
  tag: 'orders',
  summary: 'List orders, newest first',
  scope: 'orders:read',
  access: {
    action: 'order.list',
    of: () => 'list',
  },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(orderStates)),
    status: Type.Optional(Type.String({ maxLength: 64, description: 'e.g. picking' })),
    channel: Type.Optional(Type.String({ maxLength: 64 })),
    node: Type.Optional(idText('Orders that this node works on.')),
    'accepted_at[gte]': Type.Optional(instant('Accepted at or after.')),
    'accepted_at[lt]': Type.Optional(instant('Accepted before.')),
  }),
  responses: {
    200: { says: 'A page of orders.', schema: listOf(fromTier('basic', ref(orderSchema))) },
  },
  errors: ['cursor-invalid'],
  handle: async ({ store, query, permit }) => {
    refuseFineFilters(query, permit);
    const from = millis(query['accepted_at[gte]']);
    const until = millis(query['accepted_at[lt]']);
    const filter: OrderFilter = {
      ...(query.state !== undefined && { state: query.state }),
      ...(query.status !== undefined && { status: query.status }),
      ...(query.channel !== undefined && { channel: query.channel }),
      ...(query.node !== undefined && { nodeId: nodeId(query.node) }),
      ...(permit.owns !== undefined && { customerIds: permit.owns.customers }),
      ...(from !== undefined && { acceptedFromAt: from }),
      ...(until !== undefined && { acceptedUntilAt: until }),
    };
    const page = await store.orderList(filter, {
      limit: query.limit ?? limitUsual,
      after: positionOf('orders', query.cursor),
    });
    return { status: 200, body: listAnswer('orders', page, orderView) };
  },
});

/** A filter tells as much as the field that it asks for. */
function refuseFineFilters(
  query: { readonly status?: string; readonly node?: string },
  permit: Permit,
): void {
  if (query.status !== undefined) tierWithin('advanced', permit);
  if (query.node !== undefined) tierWithin('high', permit);
}

const getOrder = route({
  method: 'GET',
  path: '/v1/orders/:order_id',
  operationId: 'getOrder',
  tag: 'orders',
  summary: 'One order with its work, stock and proof',
  scope: 'orders:read',
  access: {
    action: 'order.read',
    of: ownedOrder,
  },
  params: orderParams,
  responses: {
    200: { says: 'The order.', schema: ref(orderViewSchema) },
    304: { says: 'Unchanged since the ETag in If-None-Match.' },
  },
  errors: ['not-found'],
  handle: async ({ params, request, ...backend }) => {
    const view = await findOrder(backend, params.order_id);
    const { version } = view.record;
    const headers = { etag: etagOf(version) };
    if (holdsVersion(request, version)) return { status: 304, headers };
    return { status: 200, body: wholeOrderView(view), headers };
  },
});

const getLifecycle = route({
  method: 'GET',
  path: '/v1/orders/:order_id/lifecycle',
  operationId: 'getOrderLifecycle',
  tag: 'orders',
  summary: 'How far the order is, line by line, with the facts that prove it',
  scope: 'orders:read',
  access: {
    action: 'order.read',
    of: ownedOrder,
  },
  params: orderParams,
  responses: { 200: { says: 'Its lifecycle.', schema: ref(lifecycleSchema) } },
  errors: ['not-found'],
  handle: async ({ params, ...backend }) => ({
    status: 200,
    body: lifecycleView((await findOrder(backend, params.order_id)).lifecycle),
  }),
});

const getTimeline = route({
  method: 'GET',
  path: '/v1/orders/:order_id/timeline',
  operationId: 'getOrderTimeline',
  tag: 'orders',
  summary: 'Everything that was committed about the order, oldest first',
  scope: 'orders:read',
  access: { action: 'order.log' },
  params: orderParams,
  responses: { 200: { says: 'Its events.', schema: listOf(ref(cloudEventSchema)) } },
  errors: ['not-found'],
  handle: async ({ params, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const events = await backend.store.orderEvents(record.order.orderId);
    const page = { rows: events, next: undefined };
    return {
      status: 200,
      body: listAnswer('timeline', page, (event) => cloudEvent(event, '/v1/events')),
    };
  },
});

/** Place and look at orders. */
export const orderRoutes: readonly RouteDefinition[] = [
  placeOrder,
  listOrders,
  getOrder,
  getLifecycle,
  getTimeline,
];

import type { FastifyRequest } from 'fastify';
import { AppFailure } from '../../../errors/index.ts';
import { amendmentAskSchema, amendmentSchema, orderMoneySchema } from '../../schemas/changes.ts';
import { dryRunQuery, ref, strict } from '../../schemas/fields.ts';
import { amendmentView, infeasibleView, orderMoneyView } from '../../views/changes.ts';
import { etagOf, expectedVersion } from '../../wire/precondition.ts';
import { problemOf } from '../../wire/problem.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownedOrder } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

const changeOrder = route({
  method: 'POST',
  path: '/v1/orders/:order_id/change',
  operationId: 'changeOrder',
  tag: 'orders',
  summary: 'Change address, window, pick-up, quantities or lines of an order',
  description:
    'Before and after its release, while the node can still do it. With dry_run=true nothing is written: the answer shows ' +
    'whether it is possible (and why not), what becomes of each node’s work, what people must do again, cost, carbon, ' +
    'promise, price and tax before and after. Commit with the ETag of the order you showed in If-Match. Price and tax ' +
    'stay as they are unless quantities, lines or shipping_price change.',
  scope: 'orders:write',
  access: { action: 'order.change' },
  params: orderParams,
  query: strict(dryRunQuery),
  body: amendmentAskSchema,
  bodyJudge: 'hub',
  responses: { 200: { says: 'The order before and after.', schema: ref(amendmentSchema) } },
  errors: [
    'not-found',
    'body-invalid',
    'wrong-state',
    'unroutable',
    'precondition-failed',
    'contended',
    'store-busy',
  ],
  handle: async ({ params, query, body, meta, request, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const expected = expectedVersion(request);
    const dryRun = query.dry_run === true;
    const outcome = await backend.hub.amendOrder(record.order.orderId, {
      amendment: body,
      by: meta.principal,
      dryRun,
      ...(expected !== undefined && { expectedVersion: expected }),
    });
    try {
      const done = valueOf(outcome, expected !== undefined);
      const headers = { etag: etagOf(done.record.version) };
      return { status: 200, body: amendmentView(done), headers };
    } catch (failure) {
      return { status: 200, body: infeasibleView(answerOfDryRun(failure, dryRun, request)) };
    }
  },
});

/** A change that is well asked but cannot be is what a dry run wants to know. @throws whatever else went wrong */
function answerOfDryRun(
  failure: unknown,
  dryRun: boolean,
  { trace, url }: FastifyRequest,
): Parameters<typeof infeasibleView>[0] {
  if (!dryRun || !(failure instanceof AppFailure) || failure.entry.status !== 409) throw failure;
  return problemOf(failure, trace.traceId, url) as Parameters<typeof infeasibleView>[0];
}

const getMoney = route({
  method: 'GET',
  path: '/v1/orders/:order_id/money',
  operationId: 'getOrderMoney',
  tag: 'orders',
  summary: 'What to capture and refund per parcel, to the last minor unit',
  description:
    'Price, tax and shipping divided among the parcels, what is open and what is cancelled; the parts add up to the whole. ' +
    'A parcel that has left keeps its amount whatever happens to the others.',
  scope: 'orders:read',
  access: {
    action: 'order.money',
    of: ownedOrder,
  },
  params: orderParams,
  responses: { 200: { says: 'Its money.', schema: ref(orderMoneySchema) } },
  errors: ['not-found'],
  handle: async ({ params, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const { orderId } = record.order;
    return {
      status: 200,
      body: orderMoneyView(orderId, valueOf(await backend.hub.money(orderId))),
    };
  },
});

/** Change orders after they were accepted, and what that means in money. */
export const changeRoutes: readonly RouteDefinition[] = [changeOrder, getMoney];

import Type from 'typebox';
import { dryRunQuery, positive, ref, strict } from '../schemas/fields.ts';
import { orderDraftSchema } from '../schemas/drafts.ts';
import { orderViewSchema, placedOrderSchema } from '../schemas/orders.ts';
import { placedOrderView, wholeOrderView } from '../views/orders.ts';
import { bodyLines, jsonValue } from '../wire/body.ts';
import type { BodyLine } from '../wire/body.ts';
import { failureOf, problemOf } from '../wire/problem.ts';
import { etagOf, expectedVersion, idempotencyOf, requireVersion } from '../wire/precondition.ts';
import { valueOf } from '../wire/refusal.ts';
import { ownedOrder } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteAsk, RouteDefinition } from '../route.ts';
import { findOrder } from '../find-order.ts';
import { orderParams } from './orders.ts';

const cancelBody = strict({
  reason: Type.String({ minLength: 1, maxLength: 200, examples: ['customer changed their mind'] }),
  lines: Type.Optional(
    Type.Array(strict({ line_no: positive('Line.', 2_000), units: positive('Units.') }), {
      minItems: 1,
      maxItems: 2_000,
      description: 'Only these units; all of it when absent.',
    }),
  ),
});

const cancelOrder = route({
  method: 'POST',
  path: '/v1/orders/:order_id/cancel',
  operationId: 'cancelOrder',
  tag: 'orders',
  summary: 'Cancel an order, or some units of it',
  description:
    'Frees exactly what has not left a node. If-Match guards against a change you have not seen.',
  scope: 'orders:write',
  access: {
    action: 'order.cancel',
    of: ownedOrder,
  },
  params: orderParams,
  body: cancelBody,
  responses: { 200: { says: 'The order after it.', schema: ref(orderViewSchema) } },
  errors: ['not-found', 'wrong-state', 'precondition-failed', 'store-busy'],
  handle: async ({ params, body, request, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const expected = expectedVersion(request);
    const outcome = await backend.hub.cancelOrder(record.order.orderId, {
      reason: body.reason,
      ...(body.lines !== undefined && {
        lines: body.lines.map((line) => ({ lineNo: line.line_no, units: line.units })),
      }),
      ...(expected !== undefined && { expectedVersion: expected }),
    });
    const view = valueOf(outcome, expected !== undefined);
    return {
      status: 200,
      body: wholeOrderView(view),
      headers: { etag: etagOf(view.record.version) },
    };
  },
});

const rerouteOrder = route({
  method: 'POST',
  path: '/v1/orders/:order_id/reroute',
  operationId: 'rerouteOrder',
  tag: 'orders',
  summary: 'Route what is open of the order again, on today’s board',
  scope: 'orders:write',
  access: { action: 'order.change' },
  params: orderParams,
  responses: { 200: { says: 'The order after it.', schema: ref(placedOrderSchema) } },
  errors: ['not-found', 'wrong-state', 'precondition-failed', 'contended', 'store-busy'],
  handle: async ({ params, request, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    requireVersion(request, record.version);
    const placed = valueOf(await backend.hub.rerouteOrder(record.order.orderId));
    return {
      status: 200,
      body: placedOrderView(placed, backend.hub.network().currency),
      headers: { etag: etagOf(placed.record.version) },
    };
  },
});

const batchResultSchema = strict({
  line: positive('Line of the body.'),
  status: Type.Integer({ description: 'The status this order alone would have had.' }),
  order: Type.Optional(ref(placedOrderSchema)),
  problem: Type.Optional(Type.Object({})),
});

const placeOrders = route({
  method: 'POST',
  path: '/v1/orders::batch',
  operationId: 'placeOrders',
  tag: 'orders',
  summary: 'Place many orders, one JSON value a line',
  description:
    'Each line is judged alone; the answer has one line per order, in order. With an Idempotency-Key, line n has the key ' +
    '"<key>:<n>". At most 10,000 lines.',
  scope: 'orders:write',
  access: { action: 'order.place' },
  query: strict(dryRunQuery),
  body: orderDraftSchema,
  bodyKind: 'ndjson',
  large: true,
  responses: {
    200: {
      says: 'One result per line.',
      schema: batchResultSchema,
      mediaType: 'application/x-ndjson',
    },
  },
  handle: async (ask) => {
    const results = await Promise.all(bodyLines(ask.request).map((line) => placeLine(ask, line)));
    return {
      status: 200,
      body: results.map((result) => `${JSON.stringify(result)}\n`).join(''),
      headers: { 'content-type': 'application/x-ndjson; charset=utf-8' },
    };
  },
});

type BatchAsk = RouteAsk<unknown, { readonly dry_run?: boolean }, unknown>;

async function placeLine(ask: BatchAsk, { lineNo, reading }: BodyLine): Promise<unknown> {
  try {
    const draft = jsonValue(reading);
    const { currency } = ask.hub.network();
    if (ask.query.dry_run === true)
      return {
        line: lineNo,
        status: 200,
        order: placedOrderView(valueOf(ask.hub.tryOrder(draft)), currency),
      };
    const outcome = await ask.hub.placeOrder(draft, {
      ...ask.meta,
      ...lineKey(ask, draft, lineNo),
    });
    const status = outcome.ok && outcome.replayed === true ? 200 : 201;
    return { line: lineNo, status, order: placedOrderView(valueOf(outcome), currency) };
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.entry.status === 500)
      ask.request.log.error({ err: thrown, line: lineNo }, 'a line of a batch failed');
    const problem = problemOf(failure, ask.request.trace.traceId, '');
    return { line: lineNo, status: problem.status, problem };
  }
}

function lineKey(ask: BatchAsk, draft: unknown, lineNo: number): ReturnType<typeof idempotencyOf> {
  const { idempotency } = idempotencyOf(ask.request, draft);
  return idempotency === undefined
    ? {}
    : { idempotency: { ...idempotency, key: `${idempotency.key}:${lineNo}` } };
}

/** Change orders, and place many at once. */
export const orderActRoutes: readonly RouteDefinition[] = [cancelOrder, rerouteOrder, placeOrders];

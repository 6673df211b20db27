import Type from 'typebox';
import { nodeId } from '@ordermesh/core/words';
import type { Hub, ReturnAsk } from '@ordermesh/core/hub';
import type { Static } from 'typebox';
import { camelKeys, snakeKeys } from '../../../json/index.ts';
import { dryRunQuery, idText, strict } from '../../schemas/fields.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownedOrder, ownersOfCase } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';
import {
  becauseBody,
  claimAsk,
  claimDecision,
  matterParams,
  matterSchema,
  refundAsk,
  returnAsk,
} from './parts.ts';

const returnBody = strict(returnAsk);
const exchangeBody = strict({
  ...returnAsk,
  replacement: Type.Array(Type.Object({}), {
    minItems: 1,
    maxItems: 2_000,
    description: 'Lines of an order draft: item, quantity, price, tax.',
  }),
});
const says = (what: string) => ({ says: what, schema: matterSchema });
const common = { tag: 'orders', errors: ['not-found', 'wrong-state', 'store-busy'] } as const;

function returnAskOf({ method, node, lines }: Static<typeof returnBody>): ReturnAsk {
  return {
    method,
    ...(node !== undefined && { nodeId: nodeId(node) }),
    lines: lines.map(({ line_no: lineNo, ...line }) => ({ lineNo, ...line })),
  };
}

const requestReturn = route({
  ...common,
  method: 'POST',
  path: '/v1/orders/:order_id/returns',
  operationId: 'requestReturn',
  summary: 'Ask to return delivered units; the hub chooses where they go and says why',
  scope: 'orders:write',
  access: {
    action: 'aftercare.ask',
    of: ownedOrder,
  },
  params: orderParams,
  query: strict(dryRunQuery),
  body: returnBody,
  responses: { 200: says('What it would be (dry_run).'), 201: says('The authorised return.') },
  handle: async ({ params, body, query, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const { orderId } = record.order;
    if (query.dry_run === true) {
      const tried = valueOf(await backend.hub.tryReturn(orderId, returnAskOf(body)));
      return { status: 200, body: snakeKeys(tried) };
    }
    const opened = await backend.hub.requestReturn(orderId, returnAskOf(body), meta);
    return { status: 201, body: snakeKeys(valueOf(opened)) };
  },
});

const requestExchange = route({
  ...common,
  method: 'POST',
  path: '/v1/orders/:order_id/exchanges',
  operationId: 'requestExchange',
  summary:
    'Exchange delivered units: a return and the goods wanted instead, held until they are sent',
  scope: 'orders:write',
  access: { action: 'aftercare.decide' },
  params: orderParams,
  body: exchangeBody,
  responses: { 201: says('The exchange, with the difference in price.') },
  handle: async ({ params, body, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const { replacement, ...rest } = body;
    const ask = { ...returnAskOf(rest), replacement };
    const opened = await backend.hub.requestExchange(record.order.orderId, ask, meta);
    return { status: 201, body: snakeKeys(valueOf(opened)) };
  },
});

const openClaim = route({
  ...common,
  method: 'POST',
  path: '/v1/orders/:order_id/claims',
  operationId: 'openClaim',
  summary: 'Claim lost, broken, wrong or missing goods; nothing has to come back',
  scope: 'orders:write',
  access: {
    action: 'aftercare.ask',
    of: ownedOrder,
  },
  params: orderParams,
  body: claimAsk,
  responses: { 201: says('The claim, with who seems to be responsible.') },
  handle: async ({ params, body, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const ask = {
      claim: body.claim,
      lines: body.lines.map(({ line_no: lineNo, units }) => ({ lineNo, units })),
      evidence: body.evidence ?? [],
    };
    const opened = await backend.hub.openClaim(record.order.orderId, ask, meta);
    return { status: 201, body: snakeKeys(valueOf(opened)) };
  },
});

/** A read of one matter. */
const readOf = (kind: 'return' | 'exchange' | 'claim'): RouteDefinition =>
  route({
    tag: 'orders',
    errors: ['not-found'],
    method: 'GET',
    path: `/v1/${kind}s/:case_id`,
    operationId: `${kind}ById`,
    summary: `One ${kind}`,
    scope: 'orders:read',
    access: {
      action: 'aftercare.read',
      of: ({ params, ...backend }) => ownersOfCase(backend, params.case_id),
    },
    params: matterParams,
    responses: { 200: says(`The ${kind}.`) },
    handle: async ({ params, hub }) => ({
      status: 200,
      body: snakeKeys(valueOf<unknown>(await hub[kind](params.case_id))),
    }),
  });

const returnAct = (
  verb: string,
  summary: string,
  act: (hub: Hub, caseId: string, because: string) => ReturnType<Hub['cancelReturn']>,
): RouteDefinition =>
  route({
    ...common,
    method: 'POST',
    path: `/v1/returns/:case_id/${verb}`,
    operationId: verb === 'cancel' ? 'cancelReturn' : 'denyRefund',
    summary,
    scope: 'orders:write',
    access: { action: 'aftercare.decide' },
    params: matterParams,
    body: becauseBody,
    responses: { 200: says('The return after it.') },
    handle: async ({ params, body, hub }) => ({
      status: 200,
      body: snakeKeys(valueOf(await act(hub, params.case_id, body.because))),
    }),
  });

const approveRefund = route({
  ...common,
  method: 'POST',
  path: '/v1/returns/:case_id/refunds',
  operationId: 'approveRefund',
  summary: 'Approve money for a return, never above what was paid',
  scope: 'orders:write',
  access: { action: 'aftercare.decide' },
  params: matterParams,
  body: refundAsk,
  responses: { 200: says('The return after it.') },
  handle: async ({ params, body, hub }) => {
    const ask = camelKeys(body) as Parameters<Hub['approveRefund']>[1];
    return {
      status: 200,
      body: snakeKeys(valueOf(await hub.approveRefund(params.case_id, ask))),
    };
  },
});

const issueRefund = route({
  ...common,
  method: 'POST',
  path: '/v1/orders/:order_id/refunds/:refund_id/issue',
  operationId: 'issueRefund',
  summary: 'The payment system reports that the money went back',
  scope: 'orders:write',
  access: { action: 'aftercare.decide' },
  params: strict({ order_id: idText('ord_…'), refund_id: idText('rfd_…') }),
  body: strict({ reference: Type.String({ minLength: 1, maxLength: 200 }) }),
  responses: {
    200: { says: 'The refund.', schema: Type.Object({ refund_id: Type.String() }) },
  },
  handle: async ({ params, body, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const { orderId } = record.order;
    const issued = await backend.hub.issueRefund(orderId, params.refund_id, body.reference);
    return { status: 200, body: snakeKeys(valueOf(issued)) };
  },
});

const decideClaim = route({
  ...common,
  method: 'POST',
  path: '/v1/claims/:case_id/decide',
  operationId: 'decideClaim',
  summary: 'Send the goods again without payment, give the money back, or reject the claim',
  scope: 'orders:write',
  access: { action: 'aftercare.decide' },
  params: matterParams,
  body: claimDecision,
  responses: { 200: says('The claim after it.') },
  handle: async ({ params, body, hub }) => ({
    status: 200,
    body: snakeKeys(valueOf(await hub.decideClaim(params.case_id, body))),
  }),
});

/** Everything after delivery: returns, exchanges, claims. */
export const aftercareRoutes: readonly RouteDefinition[] = [
  requestReturn,
  requestExchange,
  openClaim,
  readOf('return'),
  readOf('exchange'),
  readOf('claim'),
  returnAct('cancel', 'The customer keeps the goods', (hub, id, because) =>
    hub.cancelReturn(id, because),
  ),
  returnAct('deny-refund', 'No (more) money goes back', (hub, id, because) =>
    hub.denyRefund(id, because),
  ),
  approveRefund,
  issueRefund,
  decideClaim,
];

import type { Static } from 'typebox';
import { AppFailure } from '../../../errors/index.ts';
import { targetFault } from '../../../webhooks/index.ts';
import type { SubscriptionWish, WebhookDesk } from '../../../webhooks/index.ts';
import { limitUsual, listOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { webhookKeySchema, webhookSchema, webhookWishSchema } from '../../schemas/webhooks.ts';
import { webhookKeyView, webhookView } from '../../views/webhooks.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { webhookActRoutes } from './webhook-acts.ts';
import { deskOf, nameOf, random, webhookParams } from './webhook-parts.ts';
import type { WebhookSending } from './webhook-parts.ts';

function wishOf(
  body: Static<typeof webhookWishSchema>,
  { webhookTargets }: WebhookSending,
): SubscriptionWish {
  const fault = targetFault(body.url, webhookTargets);
  if (fault !== undefined)
    throw new AppFailure('body-invalid', {
      why: `/url: ${fault}`,
      errors: [{ pointer: '/url', code: 'target-refused', why: fault }],
    });
  const { types = [], channels = [], nodes = [], tiers = [] } = body;
  return {
    url: body.url,
    note: body.note ?? '',
    payload: body.payload ?? 'full',
    filter: { types, channels, nodeIds: nodes, tiers },
  };
}

const createWebhook = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'POST',
    path: '/v1/webhooks',
    operationId: 'createWebhook',
    tag: 'webhooks',
    summary: 'Subscribe an endpoint to events from now on',
    description:
      'Messages follow the Standard Webhooks specification: webhook-id, webhook-timestamp, webhook-signature. ' +
      'Each event comes at least once, with the same webhook-id every time; ordersequence and orderprevious tell its ' +
      'place among the events of its order. The verifying key is shown here and nowhere else. With an Idempotency-Key ' +
      'the same request makes it once.',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    body: webhookWishSchema,
    responses: {
      200: { says: 'It was made by the same request before.', schema: ref(webhookKeySchema) },
      201: { says: 'The subscription and its key.', schema: ref(webhookKeySchema) },
    },
    errors: ['store-busy'],
    handle: async ({ body, meta, ...backend }) => {
      const name = nameOf(meta);
      const outcome = await deskOf(backend, sending).create(wishOf(body, sending), {
        id: name && `whs_${name}`,
        scheme: body.scheme ?? 'hmac',
        randomHex: random(),
      });
      const view = valueOf(outcome);
      const replayed = outcome.ok && outcome.replayed === true;
      return {
        status: replayed ? 200 : 201,
        body: webhookKeyView(view, sending.keyBox),
        headers: { location: `/v1/webhooks/${view.subscription.subscriptionId}` },
      };
    },
  });

const listWebhooks = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'GET',
    path: '/v1/webhooks',
    operationId: 'listWebhooks',
    tag: 'webhooks',
    summary: 'List subscriptions',
    scope: 'webhooks:read',
    access: { action: 'webhook.use' },
    query: strict(pageQuery),
    responses: { 200: { says: 'A page of them.', schema: listOf(ref(webhookSchema)) } },
    errors: ['cursor-invalid'],
    handle: async ({ query, ...backend }) => {
      const page = await deskOf(backend, sending).list({
        limit: query.limit ?? limitUsual,
        after: positionOf('webhooks', query.cursor),
      });
      return {
        status: 200,
        body: listAnswer('webhooks', page, (row) => webhookView(row, sending.keyBox)),
      };
    },
  });

/** What people do with one subscription; each answers it as it is afterwards. */
type Verb = 'getWebhook' | 'pauseWebhook' | 'resumeWebhook';

const verbs: Readonly<
  Record<
    Verb,
    {
      method: 'GET' | 'POST';
      end: string;
      summary: string;
      does: keyof WebhookDesk & ('get' | 'pause' | 'resume');
    }
  >
> = {
  getWebhook: {
    method: 'GET',
    end: '',
    summary: 'One subscription, how far it is, and its newest attempts',
    does: 'get',
  },
  pauseWebhook: {
    method: 'POST',
    end: '/pause',
    summary: 'Stop sending; what happens meanwhile waits in the log',
    does: 'pause',
  },
  resumeWebhook: {
    method: 'POST',
    end: '/resume',
    summary: 'Go on where it stopped, also after it was disabled; nothing was lost',
    does: 'resume',
  },
};

const verbRoute = (operationId: Verb, sending: WebhookSending): RouteDefinition => {
  const { method, end, summary, does } = verbs[operationId];
  return route({
    method,
    path: `/v1/webhooks/:webhook_id${end}`,
    operationId,
    tag: 'webhooks',
    summary,
    scope: method === 'GET' ? 'webhooks:read' : 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    responses: { 200: { says: 'The subscription.', schema: ref(webhookSchema) } },
    errors: ['not-found', 'version-conflict'],
    handle: async ({ params: path, ...backend }) => ({
      status: 200,
      body: webhookView(
        valueOf(await deskOf(backend, sending)[does](path.webhook_id)),
        sending.keyBox,
      ),
    }),
  });
};

const changeWebhook = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'PUT',
    path: '/v1/webhooks/:webhook_id',
    operationId: 'changeWebhook',
    tag: 'webhooks',
    summary: 'Change address, filter or payload; the key stays',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    body: webhookWishSchema,
    responses: { 200: { says: 'The subscription after it.', schema: ref(webhookSchema) } },
    errors: ['not-found', 'version-conflict'],
    handle: async ({ params: path, body, ...backend }) => {
      const changed = await deskOf(backend, sending).change(path.webhook_id, wishOf(body, sending));
      return { status: 200, body: webhookView(valueOf(changed), sending.keyBox) };
    },
  });

const deleteWebhook = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'DELETE',
    path: '/v1/webhooks/:webhook_id',
    operationId: 'deleteWebhook',
    tag: 'webhooks',
    summary: 'End a subscription for good',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    responses: { 204: { says: 'It is gone.' } },
    errors: ['not-found', 'version-conflict'],
    handle: async ({ params: path, ...backend }) => {
      valueOf(await deskOf(backend, sending).remove(path.webhook_id));
      return { status: 204 };
    },
  });

/** Subscriptions and what became of their messages. */
export const webhookRoutes = (sending: WebhookSending): readonly RouteDefinition[] => [
  createWebhook(sending),
  listWebhooks(sending),
  ...(['getWebhook', 'pauseWebhook', 'resumeWebhook'] as const).map((verb) =>
    verbRoute(verb, sending),
  ),
  changeWebhook(sending),
  deleteWebhook(sending),
  ...webhookActRoutes(sending),
];

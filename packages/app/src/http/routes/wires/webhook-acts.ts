import Type from 'typebox';
import { rotationHours } from '../../../webhooks/index.ts';
import { count, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import {
  attemptSchema,
  deliveryStates,
  webhookDeliverySchema,
  webhookKeySchema,
  webhookSchema,
} from '../../schemas/webhooks.ts';
import { attemptView, deliveryView, webhookKeyView, webhookView } from '../../views/webhooks.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { replayFrom } from './replay-from.ts';
import { deliveryParams, deskOf, nameOf, random, webhookParams } from './webhook-parts.ts';
import type { WebhookSending } from './webhook-parts.ts';

const rotateKey = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'POST',
    path: '/v1/webhooks/:webhook_id/rotate-key',
    operationId: 'rotateWebhookKey',
    tag: 'webhooks',
    summary: 'Sign with a new key; the one before stays valid beside it for a while',
    description:
      'With an Idempotency-Key the same request, sent again because its answer was lost, changes the key once.',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    body: strict({
      overlap_hours: Type.Optional(
        count(`Hours for which both sign; ${rotationHours.usual} when absent.`, rotationHours.max),
      ),
    }),
    responses: {
      200: { says: 'The subscription and its new key.', schema: ref(webhookKeySchema) },
    },
    errors: ['not-found', 'version-conflict'],
    handle: async ({ params: path, body, meta, ...backend }) => {
      const rotated = await deskOf(backend, sending).rotate(path.webhook_id, {
        overlapHours: body.overlap_hours ?? rotationHours.usual,
        askedAs: nameOf(meta),
      });
      return { status: 200, body: webhookKeyView(valueOf(rotated), sending.keyBox) };
    },
  });

const pingWebhook = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'POST',
    path: '/v1/webhooks/:webhook_id/ping',
    operationId: 'pingWebhook',
    tag: 'webhooks',
    summary: 'Send a test message now, and tell how the endpoint answered',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    responses: { 200: { says: 'The attempt.', schema: ref(attemptSchema) } },
    errors: ['not-found'],
    handle: async ({ params: path, ...backend }) => ({
      status: 200,
      body: attemptView(valueOf(await deskOf(backend, sending).ping(path.webhook_id, random()))),
    }),
  });

const replayWebhook = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'POST',
    path: '/v1/webhooks/:webhook_id/replay',
    operationId: 'replayWebhook',
    tag: 'webhooks',
    summary: 'Send everything again from a position or moment on, at most 30 days back',
    description:
      'Messages come with the webhook-id they had, so that a receiver skips what it knows.',
    scope: 'webhooks:write',
    access: { action: 'webhook.use' },
    params: webhookParams,
    body: strict({
      after_sequence: Type.Optional(
        count('Begin after this sequence of an event.', Number.MAX_SAFE_INTEGER),
      ),
      since: Type.Optional(
        Type.String({ maxLength: 40, description: 'Begin at this moment, RFC 3339.' }),
      ),
    }),
    responses: {
      200: { says: 'The subscription; position is where it goes on.', schema: ref(webhookSchema) },
    },
    errors: ['not-found', 'version-conflict'],
    handle: async ({ params: path, body, ...backend }) => {
      const replayed = await deskOf(backend, sending).replay(path.webhook_id, replayFrom(body));
      return { status: 200, body: webhookView(valueOf(replayed), sending.keyBox) };
    },
  });

const listDeliveries = (sending: WebhookSending): RouteDefinition =>
  route({
    method: 'GET',
    path: '/v1/webhooks/:webhook_id/deliveries',
    operationId: 'listWebhookDeliveries',
    tag: 'webhooks',
    summary: 'Events that the endpoint did not take at once, with every attempt',
    scope: 'webhooks:read',
    access: { action: 'webhook.use' },
    params: webhookParams,
    query: strict({ ...pageQuery, state: Type.Optional(oneOf(deliveryStates)) }),
    responses: { 200: { says: 'A page of them.', schema: listOf(ref(webhookDeliverySchema)) } },
    errors: ['cursor-invalid', 'not-found'],
    handle: async ({ params: path, query, ...backend }) => {
      const desk = deskOf(backend, sending);
      valueOf(await desk.get(path.webhook_id));
      const page = await desk.deliveries(path.webhook_id, query.state, {
        limit: query.limit ?? limitUsual,
        after: positionOf('deliveries', query.cursor),
      });
      return { status: 200, body: listAnswer('deliveries', page, deliveryView) };
    },
  });

const deliveryRoute = (
  operationId: 'getWebhookDelivery' | 'retryWebhookDelivery',
  sending: WebhookSending,
): RouteDefinition => {
  const isRetry = operationId === 'retryWebhookDelivery';
  return route({
    method: isRetry ? 'POST' : 'GET',
    path: `/v1/webhook-deliveries/:delivery_id${isRetry ? '/retry' : ''}`,
    operationId,
    tag: 'webhooks',
    summary: isRetry
      ? 'Send one delivery again now, whatever its state'
      : 'One delivery with every attempt',
    scope: isRetry ? 'webhooks:write' : 'webhooks:read',
    access: { action: 'webhook.use' },
    params: deliveryParams,
    responses: { 200: { says: 'The delivery.', schema: ref(webhookDeliverySchema) } },
    errors: isRetry ? ['not-found', 'wrong-state', 'contended'] : ['not-found'],
    handle: async ({ params: path, ...backend }) => {
      const desk = deskOf(backend, sending);
      const outcome = await desk[isRetry ? 'retry' : 'delivery'](path.delivery_id);
      return { status: 200, body: deliveryView(valueOf(outcome)) };
    },
  });
};

/** What is done with one subscription, and what became of its messages. */
export const webhookActRoutes = (sending: WebhookSending): readonly RouteDefinition[] => [
  rotateKey(sending),
  pingWebhook(sending),
  replayWebhook(sending),
  listDeliveries(sending),
  deliveryRoute('getWebhookDelivery', sending),
  deliveryRoute('retryWebhookDelivery', sending),
];

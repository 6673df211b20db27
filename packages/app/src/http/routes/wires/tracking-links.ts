import Type from 'typebox';
import type { Static } from 'typebox';
import { transparencyTiers } from '@ordermesh/core/parties';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { instantText } from '@ordermesh/core/words';
import { createLink, linkDays, linksOf, revokeLink } from '../../../links/index.ts';
import type { TrackingLink } from '../../../links/index.ts';
import { idText, listOf, oneOf, positive, ref, strict } from '../../schemas/fields.ts';
import {
  newTrackingLinkSchema,
  trackingLinkSchema,
} from '../../schemas/customer/tracking-links.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { tierWithin } from '../../access/gate.ts';
import { ownedOrder } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { findOrder } from '../../find-order.ts';
import { orderParams } from '../orders.ts';

const stateAt = (link: TrackingLink, at: number): 'live' | 'expired' | 'revoked' => {
  if (link.isRevoked) return 'revoked';
  return at < link.expiresAt ? 'live' : 'expired';
};

const linkView =
  (at: number) =>
  (link: TrackingLink): Static<typeof trackingLinkSchema> => ({
    link_id: link.linkId,
    order_id: link.orderId,
    tier: link.tier,
    state: stateAt(link, at),
    created_at: instantText(link.createdAt),
    expires_at: instantText(link.expiresAt),
  });

const create = route({
  method: 'POST',
  path: '/v1/orders/:order_id/tracking-links',
  operationId: 'createTrackingLink',
  tag: 'orders',
  summary: 'Make a link with which anybody who has it follows the order, without a key',
  description:
    'The token is unguessable and shown once; only its hash is kept. GET /t/{token} answers JSON, or a page for browsers.',
  scope: 'orders:write',
  access: {
    action: 'link.manage',
    of: ownedOrder,
  },
  params: orderParams,
  body: strict({
    tier: Type.Optional(
      oneOf<TransparencyTier>(transparencyTiers, { description: 'basic when absent.' }),
    ),
    expires_in_days: Type.Optional(
      positive(`${String(linkDays.usual)} when absent.`, linkDays.max),
    ),
  }),
  responses: { 201: { says: 'The link and its token.', schema: ref(newTrackingLinkSchema) } },
  errors: ['not-found', 'store-busy'],
  handle: async ({ params, body, permit, ...backend }) => {
    const tier = tierWithin(body.tier ?? 'basic', permit);
    const { record } = await findOrder(backend, params.order_id);
    const { link, token } = valueOf(
      await createLink(backend, {
        orderId: record.order.orderId,
        tier,
        days: body.expires_in_days ?? linkDays.usual,
      }),
    );
    const view = linkView(backend.now())(link);
    return { status: 201, body: { ...view, token, path: `/t/${token}` } };
  },
});

const list = route({
  method: 'GET',
  path: '/v1/orders/:order_id/tracking-links',
  operationId: 'listTrackingLinks',
  tag: 'orders',
  summary: 'The tracking links of the order, without their tokens',
  scope: 'orders:read',
  access: {
    action: 'link.manage',
    of: ownedOrder,
  },
  params: orderParams,
  responses: { 200: { says: 'Its links.', schema: listOf(ref(trackingLinkSchema)) } },
  errors: ['not-found'],
  handle: async ({ params, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const rows = await linksOf(backend, record.order.orderId);
    const page = { rows, next: undefined };
    return { status: 200, body: listAnswer('tracking-links', page, linkView(backend.now())) };
  },
});

const revoke = route({
  method: 'DELETE',
  path: '/v1/orders/:order_id/tracking-links/:link_id',
  operationId: 'revokeTrackingLink',
  tag: 'orders',
  summary: 'End a tracking link at once',
  scope: 'orders:write',
  access: {
    action: 'link.manage',
    of: ownedOrder,
  },
  params: strict({ order_id: idText('ord_…, or ext:<system>:<id>.'), link_id: idText('trl_…') }),
  responses: { 204: { says: 'It leads nowhere now.' } },
  errors: ['not-found', 'version-conflict'],
  handle: async ({ params, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    valueOf(await revokeLink(backend, record.order.orderId, params.link_id));
    return { status: 204 };
  },
});

/** Links with which customers follow their order. */
export const trackingLinkRoutes: readonly RouteDefinition[] = [create, list, revoke];

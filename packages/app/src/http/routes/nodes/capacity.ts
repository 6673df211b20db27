import Type from 'typebox';
import { instantOf, nodeId } from '@ordermesh/core/words';
import { idText, instant, positive, ref, strict } from '../../schemas/fields.ts';
import { slotHoldSchema, slotSchema } from '../../schemas/node-work.ts';
import { slotHoldView, slotView } from '../../views/node-work.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownedNode } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const node = strict({ node: idText('Code of the node.', 'st_003') });
const dayMs = 86_400_000;

const listSlots = route({
  method: 'GET',
  path: '/v1/nodes/:node/slots',
  operationId: 'listSlots',
  tag: 'network',
  summary: 'Capacity slots of a node and how full they are',
  scope: 'nodes:read',
  access: {
    action: 'node.read',
    of: ownedNode,
  },
  params: node,
  query: strict({
    until: Type.Optional(instant('Slots that start before it; a day from now when absent.')),
  }),
  responses: {
    200: {
      says: 'At most 200 slots.',
      schema: strict({ slots: Type.Array(ref(slotSchema)) }),
    },
  },
  errors: ['not-found'],
  handle: ({ hub, now, params, query }) => {
    const untilAt =
      (query.until === undefined ? undefined : instantOf(query.until)) ?? now() + dayMs;
    const slots = valueOf(hub.slots(nodeId(params.node), untilAt));
    return { status: 200, body: { slots: slots.map(slotView) } };
  },
});

const holdSlot = route({
  method: 'POST',
  path: '/v1/nodes/:node/holds',
  operationId: 'holdSlot',
  tag: 'network',
  summary: 'Hold places in a slot until they are confirmed or the time is over',
  description:
    'Held and used places together are never more than the slot (and the day) has: the store guards it, whatever other processes take at the same moment.',
  scope: 'orders:write',
  access: { action: 'slot.hold' },
  params: node,
  body: strict({
    slot_at: Type.Optional(instant('Start of the slot; the first one with room when absent.')),
    orders: positive('Places.', 10_000),
    ttl_seconds: positive('How long unconfirmed places are held, 30 to 86,400.', 86_400),
    note: Type.Optional(Type.String({ maxLength: 200, examples: ['delivery time picker'] })),
  }),
  responses: { 201: { says: 'The places are held.', schema: ref(slotHoldSchema) } },
  errors: ['not-found', 'slot-full', 'contended', 'store-busy'],
  handle: async ({ hub, params, body }) => {
    const slotAt = body.slot_at === undefined ? undefined : instantOf(body.slot_at);
    const hold = await hub.holdSlot(nodeId(params.node), {
      orders: body.orders,
      ttlSeconds: body.ttl_seconds,
      note: body.note ?? '',
      ...(slotAt !== undefined && { slotAt }),
    });
    return { status: 201, body: slotHoldView(valueOf(hold)) };
  },
});

const moveHold = (
  verb: 'confirm' | 'release',
  words: { readonly operationId: string; readonly summary: string },
): RouteDefinition =>
  route({
    method: 'POST',
    path: `/v1/holds/:hold_id/${verb}`,
    ...words,
    tag: 'network',
    scope: 'orders:write',
    access: { action: 'slot.hold' },
    params: strict({ hold_id: idText('hold_…') }),
    responses: { 200: { says: 'The hold after it.', schema: ref(slotHoldSchema) } },
    errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
    handle: async ({ hub, params }) => {
      const { hold_id: id } = params;
      const hold = await (verb === 'confirm' ? hub.confirmSlot(id) : hub.releaseSlot(id));
      return { status: 200, body: slotHoldView(valueOf(hold)) };
    },
  });

/** Capacity of nodes, slot by slot. */
export const capacityRoutes: readonly RouteDefinition[] = [
  listSlots,
  holdSlot,
  moveHold('confirm', { operationId: 'confirmSlot', summary: 'Held places become used ones' }),
  moveHold('release', {
    operationId: 'releaseSlot',
    summary: 'Held or used places are free again',
  }),
];

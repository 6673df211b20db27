import Type from 'typebox';
import type { Static } from 'typebox';
import type { DeadLetter } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { deadLetterSchema } from '../../schemas/routing/dead-letters.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const viewOf = (letter: DeadLetter): Static<typeof deadLetterSchema> => ({
  dead_letter_id: letter.deadLetterId,
  order_id: letter.orderId,
  state: letter.state,
  accepted_at: instantText(letter.acceptedAt),
  tries: letter.tries,
  tries_ever: letter.triesEver,
  retries: letter.retries,
  reason: letter.reason ?? null,
  dead_at: letter.deadAt === undefined ? null : instantText(letter.deadAt),
  last_error: letter.lastError
    ? { at: instantText(letter.lastError.at), text: letter.lastError.text }
    : null,
  discarded_because: letter.discarded ?? null,
});

const params = strict({ dead_letter_id: idText('rtg_…') });

const listDeadLetters = route({
  method: 'GET',
  path: '/v1/dead-letters',
  operationId: 'listDeadLetters',
  tag: 'orders',
  summary: 'Accepted orders that routers could not place',
  scope: 'orders:read',
  access: { action: 'letter.use' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(['dead', 'discarded'], { description: 'dead when absent.' })),
  }),
  responses: { 200: { says: 'A page of them, by id.', schema: listOf(ref(deadLetterSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const after = positionOf('dead-letters', query.cursor);
    const ask = { limit: query.limit ?? limitUsual, after };
    const page = await hub.deadLetters({ state: query.state ?? 'dead' }, ask);
    return { status: 200, body: listAnswer('dead-letters', page, viewOf) };
  },
});

const getDeadLetter = route({
  method: 'GET',
  path: '/v1/dead-letters/:dead_letter_id',
  operationId: 'getDeadLetter',
  tag: 'orders',
  summary: 'One dead letter, with its tries and the last error',
  scope: 'orders:read',
  access: { action: 'letter.use' },
  params,
  responses: { 200: { says: 'The dead letter.', schema: ref(deadLetterSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params: { dead_letter_id: id } }) => ({
    status: 200,
    body: viewOf(valueOf(await hub.deadLetter(id))),
  }),
});

const retryDeadLetter = route({
  method: 'POST',
  path: '/v1/dead-letters/:dead_letter_id/retry',
  operationId: 'retryDeadLetter',
  tag: 'orders',
  summary: 'Let routers try again, as often as at first',
  scope: 'orders:write',
  access: { action: 'letter.use' },
  params,
  responses: { 200: { says: 'The letter; it waits.', schema: ref(deadLetterSchema) } },
  errors: ['not-found', 'wrong-state', 'version-conflict', 'store-busy'],
  handle: async ({ hub, params: { dead_letter_id: id } }) => ({
    status: 200,
    body: viewOf(valueOf(await hub.retryDeadLetter(id))),
  }),
});

const discardDeadLetter = route({
  method: 'POST',
  path: '/v1/dead-letters/:dead_letter_id/discard',
  operationId: 'discardDeadLetter',
  tag: 'orders',
  summary: 'Give it up: what no node has of its order is cancelled',
  description: 'In one commit with the order. What people have placed by hand meanwhile goes on.',
  scope: 'orders:write',
  access: { action: 'letter.use' },
  params,
  body: strict({
    reason: Type.String({ minLength: 1, maxLength: 200, examples: ['sold elsewhere'] }),
  }),
  responses: { 200: { says: 'The letter.', schema: ref(deadLetterSchema) } },
  errors: ['not-found', 'wrong-state', 'version-conflict', 'store-busy'],
  handle: async ({ hub, params: { dead_letter_id: id }, body }) => ({
    status: 200,
    body: viewOf(valueOf(await hub.discardDeadLetter(id, body.reason))),
  }),
});

/** What routers could not place. */
export const deadLetterRoutes: readonly RouteDefinition[] = [
  listDeadLetters,
  getDeadLetter,
  retryDeadLetter,
  discardDeadLetter,
];

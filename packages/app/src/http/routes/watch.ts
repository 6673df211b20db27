import Type from 'typebox';
import { orderId } from '@ordermesh/core/words';
import { AppFailure } from '../../errors/index.ts';
import { fitsForm, shortType } from '../../webhooks/index.ts';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../schemas/fields.ts';
import { cloudEventSchema } from '../schemas/log.ts';
import { exceptionSchema } from '../schemas/network.ts';
import { cloudEvent, exceptionView } from '../views/log.ts';
import { cursorOf, listAnswer, positionOf } from '../wire/cursor.ts';
import { streamEvents } from '../wire/sse.ts';
import type { EventTest, OpenStreams } from '../wire/sse.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

const source = '/v1/events';

const listExceptions = route({
  method: 'GET',
  path: '/v1/exceptions',
  operationId: 'listExceptions',
  tag: 'exceptions',
  summary: 'Orders that wait for people, oldest first',
  scope: 'orders:read',
  access: { action: 'exception.read' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(['open', 'resolved'])),
    order_id: Type.Optional(idText('Only of this order.')),
  }),
  responses: { 200: { says: 'A page of exceptions.', schema: listOf(ref(exceptionSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const filter = {
      ...(query.state !== undefined && { state: query.state }),
      ...(query.order_id !== undefined && { orderId: orderId(query.order_id) }),
    };
    const after = positionOf('exceptions', query.cursor);
    const page = await store.exceptionList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('exceptions', page, exceptionView) };
  },
});

const eventQuery = {
  type: Type.Optional(
    Type.String({
      maxLength: 200,
      pattern: '^[a-z0-9_.*,]+$',
      description:
        'Only these types, without prefix and version; * stands for anything; joined by commas.',
      examples: ['order.*,fact.packed'],
    }),
  ),
  order_id: Type.Optional(idText('Only of this order.')),
};

/** Whether an event is asked for. Patterns are compared as texts, never as expressions of the caller. */
function eventTest(query: { readonly type?: string; readonly order_id?: string }): EventTest {
  const forms = query.type?.split(',');
  return (event) =>
    (query.order_id === undefined || event.orderId === query.order_id) &&
    (forms === undefined || forms.some((form) => fitsForm(shortType(event.type), form)));
}

const listEvents = route({
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  tag: 'events',
  summary: 'The event log from a position on',
  description:
    'Gapless and in order. page.next_cursor is always given: keep it, and ask again later.',
  scope: 'events:read',
  access: { action: 'event.read' },
  query: strict({ ...pageQuery, ...eventQuery }),
  responses: { 200: { says: 'A page of events.', schema: listOf(ref(cloudEventSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const after = Number(positionOf('events', query.cursor) ?? '0');
    const limit = query.limit ?? limitUsual;
    const { events, watermark } = await store.events(after, limit);
    const page = listAnswer(
      'events',
      { rows: events.filter(eventTest(query)), next: undefined },
      (event) => cloudEvent(event, source),
    );
    const more = {
      next_cursor: cursorOf('events', String(watermark)),
      has_more: events.length === limit,
    };
    return { status: 200, body: { ...page, page: more } };
  },
});

const streamRoute = (streams: OpenStreams): RouteDefinition =>
  route({
    method: 'GET',
    path: '/v1/events/stream',
    operationId: 'streamEvents',
    tag: 'events',
    summary: 'The event log as it grows (Server-Sent Events)',
    description:
      'Each event is a CloudEvent; its id is the position. Last-Event-ID (or after) resumes without gap; without either ' +
      'the stream starts now. A beat every 15 s keeps the connection.',
    scope: 'events:read',
    access: { action: 'event.read' },
    query: strict({
      ...eventQuery,
      after: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'Position to start after.',
        }),
      ),
    }),
    responses: {
      200: { says: 'A stream.', schema: ref(cloudEventSchema), mediaType: 'text/event-stream' },
    },
    errors: ['header-invalid'],
    handle: ({ hub, store, now, query, request, reply }) => {
      const after = resumeAt(request.headers['last-event-id']) ?? query.after;
      streamEvents({
        backend: { hub, store, now },
        request,
        reply,
        streams,
        after: after ?? hub.figures().boardSequence,
        wants: eventTest(query),
        write: (event) => cloudEvent(event, source),
        headers: { 'x-request-id': request.id, traceparent: request.trace.traceparent },
      });
      return undefined;
    },
  });

function resumeAt(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header);
  throw new AppFailure('header-invalid', {
    errors: [
      {
        pointer: 'last-event-id',
        code: 'wrong-form',
        why: 'Send the id of the last event you got.',
      },
    ],
  });
}

/** What happens, and what waits for people. */
export const watchRoutes = (streams: OpenStreams): readonly RouteDefinition[] => [
  listExceptions,
  listEvents,
  streamRoute(streams),
];

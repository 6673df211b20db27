import Type from 'typebox';
import type { IngestRow } from '@ordermesh/core/intake';
import {
  limitUsual,
  listOf,
  nullable,
  oneOf,
  pageQuery,
  ref,
  strict,
} from '../../schemas/fields.ts';
import {
  ingestAnswerSchema,
  ingestBatchSchema,
  ingestedOrderSchema,
  ingestResultSchema,
  ingestStates,
  reconciledSchema,
  sourceCode,
  sourceId,
  sourceVersion,
} from '../../schemas/ingest.ts';
import { ingestedOrderView, ingestResultView } from '../../views/ingest.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const ingestOrders = route({
  method: 'POST',
  path: '/v1/ingest/orders',
  operationId: 'ingestOrders',
  tag: 'ingest',
  summary: 'Bring in orders as a marketplace, shop or ERP has them',
  description:
    'Rows may come in any order and as often as you like: an external id is one order, older versions change nothing, ' +
    'a cancel before its order keeps it from being placed. Each row is judged alone; one that fails three times is ' +
    'parked, and its neighbours flow. Repeat the batch until settled is true; then its cursor is kept.',
  scope: 'orders:write',
  access: { action: 'ingest.use' },
  body: ingestBatchSchema,
  large: true,
  responses: { 200: { says: 'One result per row.', schema: ref(ingestAnswerSchema) } },
  handle: async ({ hub, body, request }) => {
    const answer = await hub.ingestOrders({
      source: body.source,
      ...(body.cursor !== undefined && { cursor: body.cursor }),
      rows: body.rows.map((row): IngestRow => ({
        externalId: row.external_id,
        version: row.version,
        kind: row.kind ?? 'order',
        draft: row.order,
      })),
    });
    return {
      status: 200,
      body: {
        settled: answer.isSettled,
        cursor: answer.cursor ?? null,
        results: answer.results.map(ingestResultView(request.trace.traceId)),
      },
    };
  },
});

const reconcile = route({
  method: 'POST',
  path: '/v1/ingest/reconcile',
  operationId: 'reconcileOrders',
  tag: 'ingest',
  summary: 'Which orders of a source the hub lacks',
  description:
    'Send ids and versions as the source lists them, page by page; then ingest what is missing or behind. Nothing is changed.',
  scope: 'orders:read',
  access: { action: 'ingest.use' },
  body: strict({
    source: sourceCode,
    rows: Type.Array(strict({ external_id: sourceId, version: sourceVersion }), {
      minItems: 1,
      maxItems: 5_000,
    }),
  }),
  large: true,
  responses: { 200: { says: 'The difference.', schema: ref(reconciledSchema) } },
  handle: async ({ hub, body }) => {
    const rows = body.rows.map(({ external_id: externalId, version }) => ({ externalId, version }));
    const { missing, behind, parked } = await hub.reconcileOrders(body.source, rows);
    return { status: 200, body: { missing, behind, parked } };
  },
});

const getSource = route({
  method: 'GET',
  path: '/v1/ingest/sources/:source',
  operationId: 'getIngestSource',
  tag: 'ingest',
  summary: 'How far a source was read',
  scope: 'orders:read',
  access: { action: 'ingest.use' },
  params: strict({ source: sourceCode }),
  responses: {
    200: {
      says: 'Its cursor; null before the first settled batch.',
      schema: strict({ source: sourceCode, cursor: nullable(Type.String()) }),
    },
  },
  handle: async ({ hub, params }) => {
    const held = await hub.ingestSource(params.source);
    return { status: 200, body: { source: params.source, cursor: held?.cursor ?? null } };
  },
});

const listIngested = route({
  method: 'GET',
  path: '/v1/ingest/sources/:source/orders',
  operationId: 'listIngestedOrders',
  tag: 'ingest',
  summary: 'Orders of a source as the hub follows them, e.g. those that are parked',
  scope: 'orders:read',
  access: { action: 'ingest.use' },
  params: strict({ source: sourceCode }),
  query: strict({ ...pageQuery, state: Type.Optional(oneOf(ingestStates)) }),
  responses: { 200: { says: 'A page of them.', schema: listOf(ref(ingestedOrderSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, params, query, request }) => {
    const page = await hub.ingestedOrders(
      { source: params.source, ...(query.state !== undefined && { state: query.state }) },
      { limit: query.limit ?? limitUsual, after: positionOf('ingested', query.cursor) },
    );
    const view = ingestedOrderView(request.trace.traceId);
    return { status: 200, body: listAnswer('ingested', page, view) };
  },
});

const retryIngest = route({
  method: 'POST',
  path: '/v1/ingest/sources/:source/orders/:external_id/retry',
  operationId: 'retryIngest',
  tag: 'ingest',
  summary: 'Try a row that failed again, as it was sent or mended',
  scope: 'orders:write',
  access: { action: 'ingest.use' },
  params: strict({ source: sourceCode, external_id: sourceId }),
  body: strict({
    order: Type.Optional(Type.Unknown({ description: 'A mended OrderDraft; absent: as it was.' })),
  }),
  responses: { 200: { says: 'What became of it.', schema: ref(ingestResultSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params, body, request }) => {
    const tried = await hub.retryIngest(params.source, params.external_id, body.order);
    return { status: 200, body: ingestResultView(request.trace.traceId)(valueOf(tried)) };
  },
});

/** Orders from sources that push what they have. */
export const ingestRoutes: readonly RouteDefinition[] = [
  ingestOrders,
  reconcile,
  getSource,
  listIngested,
  retryIngest,
];

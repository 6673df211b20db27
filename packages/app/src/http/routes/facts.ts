import Type from 'typebox';
import { orderId } from '@ordermesh/core/words';
import { AppFailure } from '../../errors/index.ts';
import { idText, limitUsual, listOf, pageQuery, positive, ref, strict } from '../schemas/fields.ts';
import {
  captureResultSchema,
  captureSchema,
  epcisDocumentSchema,
  epcisEventSchema,
  factSchema,
} from '../schemas/log.ts';
import { captureResultView, captureView, factView } from '../views/log.ts';
import { bodyLines, jsonValue } from '../wire/body.ts';
import type { BodyLine } from '../wire/body.ts';
import { listAnswer, positionOf } from '../wire/cursor.ts';
import { failureOf } from '../wire/problem.ts';
import { fieldErrorsOf } from '../wire/refusal.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';
import type { Backend } from '../../backend.ts';

const captureFact = route({
  method: 'POST',
  path: '/v1/facts',
  operationId: 'captureFact',
  tag: 'facts',
  summary: 'Report one physical fact (an EPCIS 2.0 event)',
  description:
    'The event hash makes it idempotent: the same event again answers 200 with duplicate: true. Facts are never edited; ' +
    'a mistake is corrected by an event with errorDeclaration.',
  scope: 'facts:write',
  access: { action: 'fact.capture' },
  body: epcisEventSchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'Known already.', schema: ref(captureResultSchema) },
    201: { says: 'Captured and committed.', schema: ref(captureResultSchema) },
  },
  errors: ['store-busy'],
  handle: async ({ hub, body }) => {
    const [result, ...more] = await hub.captureFacts(body);
    if (result === undefined || more.length > 0)
      throw new AppFailure('body-invalid', {
        why: 'This operation takes exactly one event.',
        try: ['Send documents with several events to POST /v1/capture.'],
      });
    if (!result.ok) throw new AppFailure('body-invalid', { errors: fieldErrorsOf(result.faults) });
    return { status: result.duplicate ? 200 : 201, body: captureResultView(result) };
  },
});

const captureDocument = route({
  method: 'POST',
  path: '/v1/capture',
  operationId: 'captureDocument',
  tag: 'facts',
  summary: 'Report many facts in one EPCIS 2.0 document',
  description: 'Each event is judged alone; good ones are committed also when others are refused.',
  scope: 'facts:write',
  access: { action: 'fact.capture' },
  body: epcisDocumentSchema,
  bodyJudge: 'hub',
  large: true,
  responses: { 202: { says: 'One result per event, in order.', schema: ref(captureSchema) } },
  errors: ['store-busy'],
  handle: async ({ hub, body }) => ({
    status: 202,
    body: captureView(await hub.captureFacts(body)),
  }),
});

const factLineSchema = strict({
  line: positive('Line of the body.'),
  status: Type.Integer(),
  result: ref(captureResultSchema),
});

const captureLines = route({
  method: 'POST',
  path: '/v1/facts::batch',
  operationId: 'captureFacts',
  tag: 'facts',
  summary: 'Report many facts, one EPCIS event a line',
  scope: 'facts:write',
  access: { action: 'fact.capture' },
  body: epcisEventSchema,
  bodyKind: 'ndjson',
  large: true,
  responses: {
    200: {
      says: 'One result per line, in order.',
      schema: factLineSchema,
      mediaType: 'application/x-ndjson',
    },
  },
  errors: ['store-busy'],
  handle: async ({ request, ...backend }) => {
    const results = await Promise.all(bodyLines(request).map((line) => captureLine(backend, line)));
    return {
      status: 200,
      body: results.map((result) => `${JSON.stringify(result)}\n`).join(''),
      headers: { 'content-type': 'application/x-ndjson; charset=utf-8' },
    };
  },
});

async function captureLine({ hub }: Backend, { lineNo, reading }: BodyLine): Promise<unknown> {
  try {
    const [result] = await hub.captureFacts(jsonValue(reading));
    if (result === undefined) throw new AppFailure('body-invalid');
    const status = result.ok ? (result.duplicate ? 200 : 201) : 400;
    return { line: lineNo, status, result: captureResultView(result) };
  } catch (thrown) {
    const { entry, why, errors } = failureOf(thrown);
    const shown = errors.length > 0 ? errors : [{ pointer: '', code: entry.code, why }];
    return { line: lineNo, status: entry.status, result: { ok: false, errors: shown } };
  }
}

const listFacts = route({
  method: 'GET',
  path: '/v1/facts',
  operationId: 'listFacts',
  tag: 'facts',
  summary: 'List captured facts',
  scope: 'facts:read',
  access: { action: 'fact.read' },
  query: strict({
    ...pageQuery,
    kind: Type.Optional(Type.String({ maxLength: 64, description: 'e.g. packed' })),
    order_id: Type.Optional(idText('Only of this order.')),
  }),
  responses: { 200: { says: 'A page of facts.', schema: listOf(ref(factSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const filter = {
      ...(query.kind !== undefined && { kind: query.kind }),
      ...(query.order_id !== undefined && { orderId: orderId(query.order_id) }),
    };
    const after = positionOf('facts', query.cursor);
    const page = await store.factList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('facts', page, factView) };
  },
});

/** What physically happened. */
export const factRoutes: readonly RouteDefinition[] = [
  captureFact,
  captureDocument,
  captureLines,
  listFacts,
];

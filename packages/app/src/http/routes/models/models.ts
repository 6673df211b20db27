import Type from 'typebox';
import type { Backend } from '../../../backend.ts';
import { AppFailure } from '../../../errors/index.ts';
import { listOf, oneOf, positive, idText, ref, strict } from '../../schemas/fields.ts';
import {
  modelSchema,
  modelServeSchema,
  modelStopSchema,
  modelTrainSchema,
  modelUses,
  modelVerdictsSchema,
} from '../../schemas/models/model.ts';
import { waitingFor } from '../../views/approvals.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

type Published = ReturnType<Backend['hub']['models']>[number];

const text = (at: number): string => new Date(at).toISOString();

const modelView = ({ model, publishedAt, note, servesFor }: Published) => ({
  model_id: model.modelId,
  version: model.version,
  predicts: model.predicts,
  published_at: text(publishedAt),
  note,
  serves_for: servesFor ?? null,
  card: {
    trained_at: text(model.card.trainedAt),
    from: text(model.card.fromAt),
    until: text(model.card.untilAt),
    rows: model.card.rows,
    censored_rows: model.card.censoredRows,
    seed: model.card.seed,
    features: model.features.map(({ name }) => name),
    metrics: [...model.card.metrics],
    calibration: model.card.calibration.map(({ level, coveredShare, rows }) => ({
      level,
      covered_share: coveredShare,
      rows,
    })),
    fallback: model.card.fallback,
    digest: model.card.digest,
  },
});

const listModels = route({
  method: 'GET',
  path: '/v1/models',
  operationId: 'listModels',
  tag: 'strategies',
  summary: 'All versions of all models with their cards',
  scope: 'strategies:read',
  access: { action: 'model.read' },
  responses: { 200: { says: 'All versions.', schema: listOf(ref(modelSchema)) } },
  handle: ({ hub }) => ({
    status: 200,
    body: listAnswer('models', { rows: hub.models(), next: undefined }, modelView),
  }),
});

function versionOf(
  hub: Backend['hub'],
  { modelId, version }: { readonly modelId: string; readonly version: number },
): Published {
  const found = hub
    .models()
    .find(({ model }) => model.modelId === modelId && model.version === version);
  if (found) return found;
  throw new AppFailure('not-found', { why: `There is no model "${modelId}" version ${version}.` });
}

const getModel = route({
  method: 'GET',
  path: '/v1/models/:model_id',
  operationId: 'getModel',
  tag: 'strategies',
  summary: 'One version whole, in the format ordermesh-model/1',
  scope: 'strategies:read',
  access: { action: 'model.read' },
  params: strict({ model_id: idText('Name of the model.', 'transit') }),
  query: strict({ version: positive('Its version.', 1_000_000) }),
  responses: {
    200: { says: 'The model as it predicts.', schema: Type.Object({}) },
  },
  errors: ['not-found'],
  handle: ({ hub, params: { model_id: modelId }, query: { version } }) => ({
    status: 200,
    body: { ...versionOf(hub, { modelId, version }).model },
  }),
});

const publishModel = route({
  method: 'POST',
  path: '/v1/models',
  operationId: 'publishModel',
  tag: 'strategies',
  summary: 'Publish a model that was made elsewhere, as its next version',
  description: 'It serves nothing until it is let.',
  scope: 'strategies:write',
  access: { action: 'model.publish' },
  query: strict({
    note: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for people.' })),
  }),
  body: Type.Object({}),
  bodyJudge: 'hub',
  responses: { 201: { says: 'Published.', schema: ref(modelSchema) } },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub, body, query }) => ({
    status: 201,
    body: modelView(valueOf(await hub.publishModel(body, query.note ?? ''))),
  }),
});

const trainModel = route({
  method: 'POST',
  path: '/v1/models::train',
  operationId: 'trainModel',
  tag: 'strategies',
  summary: 'Train transit from delivered parcels, or handling from packed ones, and publish it',
  description:
    'It serves nothing until it is let. Refused while there are too few parcels. Takes seconds to a minute, in a thread of its own.',
  scope: 'strategies:write',
  access: { action: 'model.publish' },
  body: modelTrainSchema,
  responses: { 201: { says: 'Trained and published.', schema: ref(modelSchema) } },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub, body }) => ({
    status: 201,
    body: modelView(valueOf(await hub.trainModel(body))),
  }),
});

const useParams = strict({ use: oneOf(modelUses) });

const serveModel = route({
  method: 'PUT',
  path: '/v1/promise-models/:use',
  operationId: 'serveModel',
  tag: 'strategies',
  summary: 'Let a model say how long handling or transit takes',
  description:
    'A new version of the network: every reader sees the same windows, and older decisions stay as they were.',
  scope: 'strategies:write',
  access: { action: 'model.publish' },
  params: useParams,
  body: modelServeSchema,
  responses: {
    200: { says: 'It serves.', schema: ref(modelSchema) },
    202: {
      says: 'It waits until another key agrees (setting fourEyes).',
      schema: ref(modelSchema),
    },
  },
  errors: ['not-found', 'version-conflict', 'store-busy'],
  handle: async ({ hub, params: { use }, body, meta }) => {
    const of = { modelId: body.model_id, version: body.version };
    const wish = { kind: 'model', use, of, note: body.note } as const;
    const approval = await waitingFor(hub, wish, meta.principal);
    if (approval) return { status: 202, body: { ...modelView(versionOf(hub, of)), approval } };
    return { status: 200, body: modelView(valueOf(await hub.serveModel(use, of, body.note))) };
  },
});

const stopModel = route({
  method: 'POST',
  path: '/v1/promise-models/:use/stop',
  operationId: 'stopModel',
  tag: 'strategies',
  summary: 'Stop the model: the curves of the network count again',
  scope: 'strategies:write',
  access: { action: 'model.publish' },
  params: useParams,
  body: modelStopSchema,
  responses: { 200: { says: 'It serves no more.', schema: ref(modelSchema) } },
  errors: ['not-found', 'version-conflict', 'store-busy'],
  handle: async ({ hub, params: { use }, body }) => ({
    status: 200,
    body: modelView(valueOf(await hub.stopModel(use, body.reason))),
  }),
});

const judgeModels = route({
  method: 'POST',
  path: '/v1/promise-models::judge',
  operationId: 'judgeModels',
  tag: 'strategies',
  summary: 'Judge what serves by what came of it lately; stop what is not to be trusted',
  scope: 'strategies:write',
  access: { action: 'model.publish' },
  responses: { 200: { says: 'What was seen.', schema: modelVerdictsSchema } },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub }) => ({
    status: 200,
    body: listAnswer(
      'models',
      { rows: await hub.judgeModels(), next: undefined },
      ({ use, modelId, version, verdict }) => ({
        use,
        model_id: modelId,
        version,
        serves: verdict.serves,
        reasons: verdict.reasons.map(({ reason }) => reason),
        coverage: [...verdict.coverage],
        stability: [...verdict.stability],
      }),
    ),
  }),
});

/** Trained models, and which of them serve. */
export const modelRoutes: readonly RouteDefinition[] = [
  listModels,
  getModel,
  publishModel,
  trainModel,
  serveModel,
  stopModel,
  judgeModels,
];

import { readModel } from '../../models/index.ts';
import type { ModelDocument, ModelFeature } from '../../models/index.ts';
import type { ModelReference, ServingModels } from '../../network/index.ts';
import { handlingFeatures, transitFeatures } from '../../promise/index.ts';
import { handlingModelId, transitModelId } from '../../learn/index.ts';
import type { TrainTask } from '../../learn/index.ts';
import type { InputFault } from '../../words/index.ts';
import { servesIn } from '../board/known-networks.ts';
import { publishDocument } from '../keep/publish.ts';
import type { HubOutcome } from '../outcome.ts';
import type { DocumentRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { carriedParcels } from './carried-parcels.ts';
import { handledParcels } from './handled-parcels.ts';
import type { ModelDesk, ModelUse, PublishedModel } from './desk.ts';
import { judgeServing } from './judge-serving.ts';

/** The desk on a hub. */
export const modelDesk = (parts: HubParts): ModelDesk => ({
  models: () => parts.board.known.models().map((record) => publishedOf(parts, record)),
  trainModel: async ({ note, use = 'transit', seed = 1, features }) => {
    const unknown = features?.findIndex((name) => needs[use].features[name] === undefined) ?? -1;
    if (unknown >= 0) return invalid(unknownFeature(use, unknown));
    const trained = await parts.train(await taskOf(parts, use, { seed, features }));
    if (trained.ok) return publish(parts, trained.value, note);
    const { parcels, parcelsMin } = trained.refusal;
    return invalid({
      field: '',
      reason: 'too-few-parcels',
      remedy: `There are ${String(parcels)} ${use === 'transit' ? 'delivered' : 'packed'} parcels that are old enough to learn from; at least ${String(parcelsMin)} are needed. Train again when more have come.`,
    });
  },
  publishModel: async (json, note) => {
    const read = readModel(json);
    if (!read.ok) return { ok: false, refusal: { reason: 'invalid', faults: read.refusal } };
    const version = nextVersion(parts, read.value.modelId);
    return publish(parts, { ...read.value, version }, note);
  },
  serveModel: (use, of, note) => serve(parts, { use, of, note }),
  stopModel: (use, because) => stop(parts, use, because),
  judgeModels: () => judgeServing(parts, (use, because) => stop(parts, use, because)),
});

/** What has happened so far, for the next version of the model. */
async function taskOf(
  parts: HubParts,
  use: ModelUse,
  { seed, features }: { readonly seed: number; readonly features: readonly string[] | undefined },
): Promise<TrainTask> {
  const modelId = use === 'transit' ? transitModelId : handlingModelId;
  const version = nextVersion(parts, modelId);
  const asked = { at: parts.env.now(), version, seed, ...(features && { features }) };
  return use === 'transit'
    ? { use, ...asked, parcels: await carriedParcels(parts) }
    : { use, ...asked, parcels: await handledParcels(parts) };
}

const invalid = (
  fault: InputFault,
): { ok: false; refusal: { reason: 'invalid'; faults: InputFault[] } } => ({
  ok: false,
  refusal: { reason: 'invalid', faults: [fault] },
});

const nextVersion = ({ board }: HubParts, modelId: string): number =>
  Math.max(
    0,
    ...board.known
      .models()
      .filter(({ documentId }) => documentId === modelId)
      .map(({ version }) => version),
  ) + 1;

const uses: readonly ModelUse[] = ['handling', 'transit'];

function publishedOf({ board }: HubParts, record: DocumentRecord): PublishedModel {
  const { document } = board.network;
  const reference = { modelId: record.documentId, version: record.version };
  const servesFor = uses.find((use) => {
    const one = document.promiseModels?.[use];
    return one !== undefined && servesIn({ ...document, promiseModels: { [use]: one } }, reference);
  });
  const { publishedAt, note } = record;
  return { model: record.document as ModelDocument, publishedAt, note, servesFor };
}

async function publish(
  parts: HubParts,
  model: ModelDocument,
  note: string,
): Promise<HubOutcome<PublishedModel>> {
  const record: DocumentRecord = {
    kind: 'model',
    documentId: model.modelId,
    version: model.version,
    publishedAt: parts.env.now(),
    note,
    document: model,
  };
  return (await publishDocument(parts, record)) ?? { ok: true, value: publishedOf(parts, record) };
}

/** What each use needs of a model. */
const needs: Readonly<
  Record<
    ModelUse,
    { readonly predicts: string; readonly features: Readonly<Record<string, ModelFeature['kind']>> }
  >
> = {
  handling: { predicts: 'handling-minutes', features: handlingFeatures },
  transit: { predicts: 'transit-hours', features: transitFeatures },
};

/** What keeps a model from serving for a use. */
function unfit(
  use: ModelUse,
  { predicts, features, levels }: ModelDocument,
): InputFault | undefined {
  const wanted = needs[use];
  if (predicts !== wanted.predicts)
    return {
      field: '/predicts',
      reason: 'wrong-unit',
      remedy: `For ${use}, serve a model that predicts ${wanted.predicts}; this one predicts ${predicts}.`,
    };
  if (levels.length < 2)
    return {
      field: '/levels',
      reason: 'too-few',
      remedy: 'Serve a model with at least two quantiles.',
    };
  const ix = features.findIndex(({ name, kind }) => wanted.features[name] !== kind);
  return ix < 0 ? undefined : unknownFeature(use, ix);
}

const unknownFeature = (use: ModelUse, ix: number): InputFault => ({
  field: `/features/${String(ix)}`,
  reason: 'unknown-feature',
  remedy: `For ${use} the hub knows ${Object.keys(needs[use].features).join(', ')}.`,
});

async function serve(
  parts: HubParts,
  asked: { readonly use: ModelUse; readonly of: ModelReference; readonly note: string },
): Promise<HubOutcome<PublishedModel>> {
  const { use, of, note } = asked;
  const record = parts.board.known
    .models()
    .find(({ documentId, version }) => documentId === of.modelId && version === of.version);
  if (!record) return notFound(`${of.modelId}/${String(of.version)}`);
  const fault = unfit(use, record.document as ModelDocument);
  if (fault) return invalid(fault);
  const reference = { modelId: record.documentId, version: record.version };
  const refused = await putServing(parts, { use, of: reference }, note);
  return refused ?? { ok: true, value: publishedOf(parts, record) };
}

const notFound = (id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'model version', id },
});

async function stop(
  parts: HubParts,
  use: ModelUse,
  because: string,
): Promise<HubOutcome<PublishedModel>> {
  const serving = parts.board.network.document.promiseModels?.[use];
  const record = parts.board.known
    .models()
    .find(
      ({ documentId, version }) => documentId === serving?.modelId && version === serving.version,
    );
  if (!record) return notFound(use);
  const refused = await putServing(parts, { use, of: undefined }, because);
  return refused ?? { ok: true, value: publishedOf(parts, record) };
}

/** A new version of the network in which another model serves, or none. */
function putServing(
  parts: HubParts,
  { use, of }: { readonly use: ModelUse; readonly of: ModelReference | undefined },
  note: string,
): ReturnType<typeof publishDocument> {
  const { promiseModels = {}, ...current } = parts.board.network.document;
  const { [use]: _before, ...others } = promiseModels;
  const serving: ServingModels = { ...others, ...(of && { [use]: of }) };
  const document = {
    ...current,
    version: current.version + 1,
    ...(Object.keys(serving).length > 0 && { promiseModels: serving }),
  };
  return publishDocument(parts, {
    kind: 'network',
    documentId: 'network',
    version: document.version,
    publishedAt: parts.env.now(),
    note,
    document,
  });
}

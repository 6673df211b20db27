import {
  checked,
  decimal,
  faultAt,
  integer,
  list,
  oneOf,
  readDocument,
  shape,
  text,
} from '../../words/index.ts';
import type { InputFault, Outcome, Reader, Reading } from '../../words/index.ts';
import { termsBefore } from './compile.ts';
import type { LinearBody, ModelDocument, ModelFeature, TreesBody } from './document.ts';

/** Reads a model that somebody sends; every index in it is checked, so that predicting needs no checks. */
export function readModel(json: unknown): Outcome<ModelDocument, readonly InputFault[]> {
  return readDocument(modelReader, json);
}

const any = decimal({ min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
const name = text({ max: 64 });
const size = { max: 2_000_000 };
const numbers = list(any, size);

const features = list(
  either<ModelFeature>('kind', {
    number: shape({ name, kind: oneOf(['number']) }),
    category: shape({
      name,
      kind: oneOf(['category']),
      categories: list(text({ min: 0, max: 128 }), { max: 100_000 }),
    }),
  }),
  { min: 1, max: 1000 },
);

const ix = integer({ min: -1, max: size.max });
const trees: Reader<TreesBody> = shape({
  kind: oneOf(['trees']),
  base: numbers,
  roots: list(ix, size),
  feature: list(ix, size),
  threshold: numbers,
  no: list(ix, size),
  missing: list(integer({ min: 0, max: 1 }), size),
  leaves: numbers,
});
const linear: Reader<LinearBody> = shape({
  kind: oneOf(['linear']),
  base: numbers,
  weights: numbers,
  fill: numbers,
});

const moment = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const share = decimal({ min: 0, max: 1 });
const card = shape({
  trainedAt: moment,
  fromAt: moment,
  untilAt: moment,
  rows: count,
  censoredRows: count,
  seed: count,
  settings: record(any),
  metrics: list(shape({ name: text({ max: 128 }), value: any }), { max: 100 }),
  calibration: list(shape({ level: share, coveredShare: share, rows: count }), { max: 100 }),
  inputs: list(shape({ name, upTo: numbers, shares: list(share, { max: 1000 }) }), { max: 1000 }),
  fallback: text({ max: 500 }),
  digest: text({ max: 64, pattern: /^[0-9a-f]{64}$/, like: 'a SHA-256 as 64 hex digits' }),
});

const modelReader: Reader<ModelDocument> = checked(
  shape({
    format: oneOf(['ordermesh-model/1']),
    modelId: text({ max: 64, pattern: /^[a-z0-9][a-z0-9.-]*$/, like: 'lower case, e.g. transit' }),
    version: integer({ min: 1, max: 1_000_000 }),
    predicts: name,
    features,
    levels: list(decimal({ min: 0.001, max: 0.999 }), { max: 99 }),
    scale: oneOf(['plain', 'log']),
    body: either<ModelDocument['body']>('kind', { trees, linear }),
    factors: list(decimal({ min: 0, max: 1000 }), { max: 99 }),
    card,
  }),
  checkModel,
);

function checkModel(model: ModelDocument, on: Reading): void {
  const outputs = Math.max(1, model.levels.length);
  const say = (path: readonly string[], reason: string, remedy: string): void =>
    faultAt(on, path, { reason, remedy });
  if (model.levels.some((level, at) => at > 0 && level <= (model.levels[at - 1] ?? 0)))
    say(['levels'], 'not-ascending', 'Send the levels in ascending order.');
  if (model.factors.length > 0 && model.factors.length !== outputs)
    say(['factors'], 'wrong-length', `Send ${outputs} factors, one per output, or none.`);
  const { body } = model;
  if (body.base.length !== outputs)
    say(['body', 'base'], 'wrong-length', `Send ${outputs} numbers, one per output.`);
  const wrong = body.kind === 'trees' ? wrongTrees(body, model, outputs) : wrongLinear(body, model);
  if (wrong !== undefined) say(['body', wrong], 'inconsistent', 'Send the model as it was made.');
}

/** @returns the part that cannot be walked safely, or undefined */
function wrongTrees(body: TreesBody, model: ModelDocument, outputs: number): string | undefined {
  const { feature, no, threshold, missing, leaves, roots } = body;
  const nodes = feature.length;
  if (threshold.length !== nodes || no.length !== nodes || missing.length !== nodes)
    return 'feature';
  if (leaves.length % outputs !== 0) return 'leaves';
  const leafCount = leaves.length / outputs;
  if (roots.some((root) => root < 0 || root >= nodes)) return 'roots';
  if (feature.some((column) => column >= model.features.length)) return 'feature';
  // Both ways of a branch lead forward, so that no walk is endless.
  const leadsOn = (column: number, node: number): boolean => {
    const to = no[node] ?? -1;
    return column < 0 ? to >= 0 && to < leafCount : to > node + 1 && to < nodes;
  };
  return feature.every(leadsOn) ? undefined : 'no';
}

function wrongLinear(body: LinearBody, model: ModelDocument): string | undefined {
  const terms = termsBefore(model.features)[model.features.length] ?? 0;
  if (body.weights.length !== terms * body.base.length) return 'weights';
  return body.fill.length === model.features.length ? undefined : 'fill';
}

/** Reads one of several shapes by the word in a field. */
function either<T>(field: string, shapes: Readonly<Record<string, Reader<T>>>): Reader<T> {
  const words = Object.keys(shapes);
  const [first] = Object.values(shapes);
  const blank = first?.blank as T;
  return {
    blank,
    read: (value, on) => {
      const word = (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
      const known = shapes[typeof word === 'string' ? word : ''];
      if (known) return known.read(value, on);
      faultAt(on, [field], {
        reason: 'unknown-value',
        remedy: `Send one of ${words.join(', ')}.`,
      });
      return blank;
    },
  };
}

/** An object with any names and one kind of value. */
function record<T>(entry: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return {
    blank: {},
    read: (value, on) => {
      const entries = Object.entries(value ?? {}).slice(0, 1000);
      return Object.fromEntries(
        entries.map(([key, one]) => {
          on.path.push(key);
          const read = entry.read(one, on);
          on.path.pop();
          return [key, read];
        }),
      );
    },
  };
}

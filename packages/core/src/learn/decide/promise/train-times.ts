import { accept, dayMs, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import { compileModel, digestOf, rowWriter } from '../../../models/decide/index.ts';
import type {
  ModelCard,
  ModelDocument,
  ModelFeature,
  NamedValues,
} from '../../../models/decide/index.ts';
import { quantileOf } from '../boost/loss.ts';
import { trainTrees, usualTreeSettings } from '../boost/train-trees.ts';
import { calibrationFactors } from '../calibrate/recalibrate.ts';
import { modelOf } from '../publish.ts';
import { trainingTable } from '../table.ts';

/** Something that takes time: when it began, and when it ended. */
export interface TimedCase {
  /** What was known when it began. */
  readonly known: NamedValues;
  readonly startAt: number;
  /** Undefined = still going on, or lost. */
  readonly endAt: number | undefined;
  /** Time that counts from the start to a moment, ms: all of it, or working time only. */
  readonly countedMs: (untilAt: number) => number;
}

/** What is asked of a training. */
export interface TrainingAsk {
  readonly at: number;
  readonly version: number;
  readonly seed: number;
  /** Names of the features that the model may look at, of those of its kind; absent = those that usually help. */
  readonly features?: readonly string[];
}

/** There is too little to learn from. */
export interface TooFewParcels {
  readonly reason: 'too-few-parcels';
  readonly parcels: number;
  readonly parcelsMin: number;
}

/** What a model of times is called and counts in. */
export interface TimesKind {
  readonly modelId: string;
  readonly predicts: string;
  readonly unit: string;
  readonly unitMs: number;
  /** Less than this is taken as this, in units. */
  readonly leastUnits: number;
  readonly features: Readonly<Record<string, ModelFeature['kind']>>;
  /** What it looks at when nobody says. */
  readonly usual: readonly string[];
  readonly fallback: string;
}

const parcelsMin = 400;
const levels = [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
/** What went on within this span calibrates, and open parcels older than that are given up. */
const [recentMs, ageMaxMs] = [14 * dayMs, 90 * dayMs];

/**
 * Trains how long something takes. Only cohorts count of which nearly all have ended; the newest quarter of them is held
 * out to score a model of the rest for the card, then all of them train the model that is published. What went on in the
 * last two weeks, open cases included, calibrates it.
 */
export function trainTimes(
  cases: readonly TimedCase[],
  kind: TimesKind,
  ask: TrainingAsk,
): Outcome<ModelDocument, TooFewParcels> {
  const known = cases
    .filter(({ startAt }) => startAt < ask.at)
    .map((one) => ((one.endAt ?? Infinity) <= ask.at ? one : { ...one, endAt: undefined }))
    .sort((a, b) => a.startAt - b.startAt);
  const complete = completeCohorts(known, ask.at);
  if (complete.length < parcelsMin)
    return refuse({ reason: 'too-few-parcels', parcels: complete.length, parcelsMin });
  const cut = Math.floor(complete.length * 0.75);
  const task = { kind, ask };
  const scores = scoresOn(kind, modelFrom(complete.slice(0, cut), task), complete.slice(cut));
  return accept(calibrated(modelFrom(complete, task, scores), known, task));
}

type Ended = TimedCase & { readonly endAt: number };

/** Ended cases that are older than nineteen of twenty take. */
function completeCohorts(known: readonly TimedCase[], at: number): readonly Ended[] {
  const ended = known.filter((one): one is Ended => one.endAt !== undefined);
  if (ended.length === 0) return [];
  const spans = Float64Array.from(ended, (one) => one.endAt - one.startAt);
  const ripeMs = quantileOf(spans, 0.95);
  return ended.filter(({ startAt }) => startAt <= at - ripeMs);
}

interface Task {
  readonly kind: TimesKind;
  readonly ask: TrainingAsk;
}

type Scores = Pick<ModelCard, 'metrics' | 'calibration'>;

function modelFrom(
  cases: readonly Ended[],
  { kind, ask: { at, version, seed, features = kind.usual } }: Task,
  scores: Scores = { metrics: [], calibration: [] },
): ModelDocument {
  // What nobody knew teaches nothing, and would look like another world as soon as somebody knows it.
  const isKnown = (name: string): boolean => cases.some(({ known }) => known[name] !== undefined);
  const table = trainingTable(
    cases.map((one) => ({ known: one.known, target: unitsOf(kind, one) })),
    Object.fromEntries(
      Object.entries(kind.features).filter(([name]) => features.includes(name) && isKnown(name)),
    ),
  );
  const settings = { ...usualTreeSettings, trees: 100, seed };
  const body = trainTrees(table, { ...settings, loss: { kind: 'quantile', levels }, scale: 'log' });
  const { seed: _seed, ...shown } = settings;
  return modelOf(table, {
    modelId: kind.modelId,
    version,
    predicts: kind.predicts,
    levels,
    scale: 'log',
    body,
    factors: [],
    card: {
      trainedAt: at,
      fromAt: cases[0]?.startAt ?? at,
      untilAt: cases[cases.length - 1]?.startAt ?? at,
      censoredRows: 0,
      seed,
      settings: shown,
      ...scores,
      fallback: kind.fallback,
    },
  });
}

const unitsOf = ({ leastUnits, unitMs }: TimesKind, { countedMs, endAt }: Ended): number =>
  Math.max(leastUnits, countedMs(endAt) / unitMs);

/** Pinball loss and coverage per level, on cases that the model has not seen. */
function scoresOn(kind: TimesKind, model: ModelDocument, held: readonly Ended[]): Scores {
  const predict = timesPrediction(model);
  const predicted = held.map(({ known }) => predict(known));
  const took = held.map((one) => unitsOf(kind, one));
  return {
    metrics: levels.map((level, at) => ({
      name: `pinball at ${String(level)}, ${kind.unit}`,
      value: rounded(
        took.reduce((sum, units, row) => {
          const over = units - (predicted[row]?.[at] ?? 0);
          return sum + Math.max(level * over, (level - 1) * over);
        }, 0) / held.length,
      ),
    })),
    calibration: levels.map((level, at) => ({
      level,
      coveredShare: rounded(
        took.filter((units, row) => units <= (predicted[row]?.[at] ?? 0)).length / held.length,
      ),
      rows: held.length,
    })),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(6));

function calibrated(
  model: ModelDocument,
  known: readonly TimedCase[],
  { kind, ask: { at } }: Task,
): ModelDocument {
  const rowOf = timesRows(model);
  const cases = known.map(({ known: values, endAt, countedMs }) => {
    const lookedAt = endAt ?? at;
    // The end is where it was; time that does not count is taken out before it.
    return { row: rowOf(values), startAt: lookedAt - countedMs(lookedAt), endAt };
  });
  const factors = calibrationFactors(model, cases, {
    at,
    recentMs,
    ageMaxMs,
    unitMs: kind.unitMs,
  });
  const open = known.filter(
    ({ startAt, endAt }) => endAt === undefined && startAt >= at - ageMaxMs,
  );
  return recarded({ ...model, factors }, open.length);
}

/** The card of a model whose factors have changed. */
function recarded(model: ModelDocument, censoredRows: number): ModelDocument {
  const changed = { ...model, card: { ...model.card, censoredRows } };
  return { ...changed, card: { ...changed.card, digest: digestOf(changed) } };
}

/** Reads what is known as the rows of a model. */
export function timesRows(model: ModelDocument): (known: NamedValues) => Float32Array {
  const write = rowWriter(model.features);
  return (known) => {
    const row = new Float32Array(model.features.length);
    write(known, row);
    return row;
  };
}

/** What a model says of what is known, units per level. */
export function timesPrediction(model: ModelDocument): (known: NamedValues) => readonly number[] {
  const compiled = compileModel(model);
  const rowOf = timesRows(model);
  const into = new Float64Array(compiled.outputs);
  return (known) => {
    compiled.predict(rowOf(known), into);
    return [...into];
  };
}

import { accept, dayMs, hourMs, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import { compileModel, digestOf, rowWriter } from '../../../models/decide/index.ts';
import type { ModelCard, ModelDocument } from '../../../models/decide/index.ts';
import { transitFeatures, transitKnown } from '../../../promise/decide/index.ts';
import type { TransitCase } from '../../../promise/decide/index.ts';
import { quantileOf } from '../boost/loss.ts';
import { trainTrees, usualTreeSettings } from '../boost/train-trees.ts';
import { calibrationFactors } from '../calibrate/recalibrate.ts';
import { modelOf } from '../publish.ts';
import { trainingTable } from '../table.ts';

/** A parcel that a carrier has collected. */
export interface CarriedParcel {
  readonly lane: TransitCase;
  readonly collectedAt: number;
  /** Undefined = still on its way, or lost. */
  readonly deliveredAt: number | undefined;
}

/** What is asked of a training. */
export interface TrainingAsk {
  readonly at: number;
  readonly version: number;
  readonly seed: number;
}

/** There is too little to learn from. */
export interface TooFewParcels {
  readonly reason: 'too-few-parcels';
  readonly parcels: number;
  readonly parcelsMin: number;
}

/** The name under which models of transit are published. */
export const transitModelId = 'transit';

const parcelsMin = 400;
const levels = [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
/** What went on within this span calibrates, and open parcels older than that are given up. */
const [recentMs, ageMaxMs] = [14 * dayMs, 90 * dayMs];

/**
 * Trains how long carriers take, on the lanes of the network. Only cohorts count of which nearly all parcels have
 * reported; the newest quarter of them is held out to score a model of the rest for the card, then all of them train
 * the model that is published. What went on in the last two weeks, open parcels included, calibrates it.
 */
export function trainTransit(
  parcels: readonly CarriedParcel[],
  ask: TrainingAsk,
): Outcome<ModelDocument, TooFewParcels> {
  const known = parcels
    .filter(({ collectedAt }) => collectedAt < ask.at)
    .map((one) =>
      (one.deliveredAt ?? Infinity) <= ask.at ? one : { ...one, deliveredAt: undefined },
    )
    .sort((a, b) => a.collectedAt - b.collectedAt);
  const complete = completeCohorts(known, ask.at);
  if (complete.length < parcelsMin)
    return refuse({ reason: 'too-few-parcels', parcels: complete.length, parcelsMin });
  const cut = Math.floor(complete.length * 0.75);
  const scores = scoresOn(modelFrom(complete.slice(0, cut), ask), complete.slice(cut));
  return accept(calibrated(modelFrom(complete, ask, scores), known, ask));
}

/** A delivered parcel. */
type Delivered = CarriedParcel & { readonly deliveredAt: number };

/** Delivered parcels that are older than nineteen of twenty take. */
function completeCohorts(known: readonly CarriedParcel[], at: number): readonly Delivered[] {
  const delivered = known.filter((one): one is Delivered => one.deliveredAt !== undefined);
  if (delivered.length === 0) return [];
  const spans = Float64Array.from(delivered, (one) => one.deliveredAt - one.collectedAt);
  const ripeMs = quantileOf(spans, 0.95);
  return delivered.filter(({ collectedAt }) => collectedAt <= at - ripeMs);
}

type Scores = Pick<ModelCard, 'metrics' | 'calibration'>;

function modelFrom(
  parcels: readonly Delivered[],
  { at, version, seed }: TrainingAsk,
  scores: Scores = { metrics: [], calibration: [] },
): ModelDocument {
  const table = trainingTable(
    parcels.map((one) => ({ known: transitKnown(one.lane), target: hoursOf(one) })),
    transitFeatures,
  );
  const settings = { ...usualTreeSettings, trees: 100, seed };
  const body = trainTrees(table, { ...settings, loss: { kind: 'quantile', levels }, scale: 'log' });
  const { seed: _seed, ...shown } = settings;
  return modelOf(table, {
    modelId: transitModelId,
    version,
    predicts: 'transit-hours',
    levels,
    scale: 'log',
    body,
    factors: [],
    card: {
      trainedAt: at,
      fromAt: parcels[0]?.collectedAt ?? at,
      untilAt: parcels[parcels.length - 1]?.collectedAt ?? at,
      censoredRows: 0,
      seed,
      settings: shown,
      ...scores,
      fallback: 'the transit curves of the carrier services',
    },
  });
}

const hoursOf = ({ collectedAt, deliveredAt }: Delivered): number =>
  Math.max(0.25, (deliveredAt - collectedAt) / hourMs);

/** Pinball loss and coverage per level, on parcels that the model has not seen. */
function scoresOn(model: ModelDocument, held: readonly Delivered[]): Scores {
  const predict = lanePrediction(model);
  const predicted = held.map(({ lane }) => predict(lane));
  return {
    metrics: levels.map((level, at) => ({
      name: `pinball at ${String(level)}, hours`,
      value: rounded(
        held.reduce((sum, one, row) => {
          const over = hoursOf(one) - (predicted[row]?.[at] ?? 0);
          return sum + Math.max(level * over, (level - 1) * over);
        }, 0) / held.length,
      ),
    })),
    calibration: levels.map((level, at) => ({
      level,
      coveredShare: rounded(
        held.filter((one, row) => hoursOf(one) <= (predicted[row]?.[at] ?? 0)).length / held.length,
      ),
      rows: held.length,
    })),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(6));

function calibrated(
  model: ModelDocument,
  known: readonly CarriedParcel[],
  { at }: TrainingAsk,
): ModelDocument {
  const rowOf = laneRows(model);
  const cases = known.map(({ lane, collectedAt, deliveredAt }) => ({
    row: rowOf(lane),
    startAt: collectedAt,
    endAt: deliveredAt,
  }));
  const factors = calibrationFactors(model, cases, { at, recentMs, ageMaxMs, unitMs: hourMs });
  const open = known.filter(
    ({ collectedAt, deliveredAt }) => deliveredAt === undefined && collectedAt >= at - ageMaxMs,
  );
  return recarded({ ...model, factors }, open.length);
}

/** The card of a model whose factors have changed. */
function recarded(model: ModelDocument, censoredRows: number): ModelDocument {
  const changed = { ...model, card: { ...model.card, censoredRows } };
  return { ...changed, card: { ...changed.card, digest: digestOf(changed) } };
}

/** Reads lanes as the rows of a model of transit. */
export function laneRows(model: ModelDocument): (lane: TransitCase) => Float32Array {
  const write = rowWriter(model.features);
  return (lane) => {
    const row = new Float32Array(model.features.length);
    write(transitKnown(lane), row);
    return row;
  };
}

/** What a model says of a lane, hours per level. */
export function lanePrediction(model: ModelDocument): (lane: TransitCase) => readonly number[] {
  const compiled = compileModel(model);
  const rowOf = laneRows(model);
  const into = new Float64Array(compiled.outputs);
  return (lane) => {
    compiled.predict(rowOf(lane), into);
    return [...into];
  };
}

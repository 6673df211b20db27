import { hourMs } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { transitFeatures, transitKnown } from '../../../promise/decide/index.ts';
import type { TransitCase } from '../../../promise/decide/index.ts';
import { trainTimes } from './train-times.ts';
import type { TimedCase, TimesKind, TooFewParcels, TrainingAsk } from './train-times.ts';

/** A parcel that a carrier has collected. */
export interface CarriedParcel {
  readonly lane: TransitCase;
  readonly collectedAt: number;
  /** Undefined = still on its way, or lost. */
  readonly deliveredAt: number | undefined;
}

/** The name under which models of transit are published. */
export const transitModelId = 'transit';

/** What models of transit look at when nobody says: what was worth it on real deliveries. @see docs/guide/models.md */
export const usualTransitFeatures: readonly (keyof typeof transitFeatures)[] = [
  'node',
  'service',
  'mode',
  'zone',
  'distanceKmMax',
  'weekday',
  'curveHours',
  'distanceKm',
  'region',
];

const transit: TimesKind = {
  modelId: transitModelId,
  predicts: 'transit-hours',
  unit: 'hours',
  unitMs: hourMs,
  leastUnits: 0.25,
  features: transitFeatures,
  usual: usualTransitFeatures,
  fallback: 'the transit curves of the carrier services',
};

/** Trains how long carriers take, on the lanes of the network. @see trainTimes */
export const trainTransit = (
  parcels: readonly CarriedParcel[],
  ask: TrainingAsk,
): Outcome<ModelDocument, TooFewParcels> => trainTimes(parcels.map(carriedCase), transit, ask);

/** A parcel on its way as something that takes time. */
export const carriedCase = ({ lane, collectedAt, deliveredAt }: CarriedParcel): TimedCase => ({
  known: transitKnown(lane),
  startAt: collectedAt,
  endAt: deliveredAt,
  countedMs: (untilAt) => untilAt - collectedAt,
});

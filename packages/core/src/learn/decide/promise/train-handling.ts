import { minuteMs } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import {
  handlingFeatures,
  handlingKnown,
  workingTimeBetween,
} from '../../../promise/decide/index.ts';
import type { HandlingCase } from '../../../promise/decide/index.ts';
import { trainTimes } from './train-times.ts';
import type { TimedCase, TimesKind, TooFewParcels, TrainingAsk } from './train-times.ts';

/** A parcel that a node was given to pick and pack. */
export interface HandledParcel {
  readonly place: HandlingCase;
  /** When the work was released to the node. */
  readonly startedAt: number;
  /** When it was packed or waited at the counter; undefined = not yet. */
  readonly readyAt: number | undefined;
}

/** The name under which models of handling are published. */
export const handlingModelId = 'handling';

/** What models of handling look at when nobody says: what was worth it on real deliveries. @see docs/guide/models.md */
export const usualHandlingFeatures: readonly (keyof typeof handlingFeatures)[] = [
  'node',
  'nodeKind',
  'weekday',
  'curveMinutes',
  'loadPercent',
  'weightGrams',
];

const handling: TimesKind = {
  modelId: handlingModelId,
  predicts: 'handling-minutes',
  unit: 'minutes',
  unitMs: minuteMs,
  leastUnits: 1,
  features: handlingFeatures,
  usual: usualHandlingFeatures,
  fallback: 'the handling curves of the nodes',
};

/** Trains how long nodes take from release until goods are packed, in working time, by node and weekday. @see trainTimes */
export const trainHandling = (
  parcels: readonly HandledParcel[],
  ask: TrainingAsk,
): Outcome<ModelDocument, TooFewParcels> => trainTimes(parcels.map(handledCase), handling, ask);

/** The work of a node as something that takes time; hours in which it is closed do not count. */
export const handledCase = ({ place, startedAt, readyAt }: HandledParcel): TimedCase => ({
  known: handlingKnown(place),
  startAt: startedAt,
  endAt: readyAt,
  countedMs: (untilAt) => workingTimeBetween(place.node, startedAt, untilAt),
});

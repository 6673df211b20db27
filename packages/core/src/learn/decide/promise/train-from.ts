import type { Outcome } from '../../../words/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { trainHandling } from './train-handling.ts';
import type { HandledParcel } from './train-handling.ts';
import type { TooFewParcels, TrainingAsk } from './train-times.ts';
import { trainTransit } from './train-transit.ts';
import type { CarriedParcel } from './train-transit.ts';

/** What is to be trained: plain data, so that another thread can work on it. */
export type TrainTask = TrainingAsk &
  (
    | { readonly use: 'transit'; readonly parcels: readonly CarriedParcel[] }
    | { readonly use: 'handling'; readonly parcels: readonly HandledParcel[] }
  );

/** Trains what the task says. Seconds to a minute of work. */
export const trainFrom = (task: TrainTask): Outcome<ModelDocument, TooFewParcels> =>
  task.use === 'transit' ? trainTransit(task.parcels, task) : trainHandling(task.parcels, task);

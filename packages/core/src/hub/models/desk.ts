import type { ModelDocument } from '../../models/index.ts';
import type { ServingModels } from '../../network/index.ts';
import type { WatchVerdict } from '../../learn/index.ts';
import type { HubOutcome } from '../outcome.ts';

/** What a model of the promise may say in place of the network's curves. */
export type ModelUse = keyof ServingModels;

/** A version of a model that was published. */
export interface PublishedModel {
  readonly model: ModelDocument;
  readonly publishedAt: number;
  readonly note: string;
  /** What it serves for now; undefined = it serves nothing. */
  readonly servesFor: ModelUse | undefined;
}

/** Why and with what chance a model is trained. */
export interface TrainAsk {
  readonly note: string;
  /** What is trained; default transit. */
  readonly use?: ModelUse;
  /** All chance comes from it; default 1. */
  readonly seed?: number;
  /** What the model may look at, by name; default: what usually helps. */
  readonly features?: readonly string[];
}

/** Why a serving model is judged as it is, and what was done about it. */
export interface JudgedModel {
  readonly use: ModelUse;
  readonly modelId: string;
  readonly version: number;
  readonly verdict: WatchVerdict;
}

/** Trained models: made from the store's own facts, read by their cards, let serve and stopped. */
export interface ModelDesk {
  /** All versions, by id and version. */
  models(): readonly PublishedModel[];
  /**
   * Trains transit from parcels that were delivered, or handling from those that were packed, and publishes it. It serves
   * nothing until it is let.
   */
  trainModel(ask: TrainAsk): Promise<HubOutcome<PublishedModel>>;
  /** Publishes a model that was made elsewhere, as its next version, whatever version it says. */
  publishModel(json: unknown, note: string): Promise<HubOutcome<PublishedModel>>;
  /** Lets a version serve: a new version of the network, so that every reader sees the same windows. */
  serveModel(
    use: ModelUse,
    of: { readonly modelId: string; readonly version: number },
    note: string,
  ): Promise<HubOutcome<PublishedModel>>;
  /** Stops what serves for the use: the curves of the network count again. */
  stopModel(use: ModelUse, because: string): Promise<HubOutcome<PublishedModel>>;
  /** Judges what serves by what came of it lately; what is not to be trusted any more is stopped, and told. */
  judgeModels(): Promise<readonly JudgedModel[]>;
}

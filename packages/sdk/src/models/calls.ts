import { rowsOf } from '../paging.ts';
import type { Transport } from '../transport.ts';
import type { Approval } from '../wires/approval-types.ts';

/** What a model of the promise may say in place of the network's curves. */
export type ModelUse = 'handling' | 'transit';

/** A version of a model, with its card. */
export interface Model {
  readonly model_id: string;
  readonly version: number;
  /** What its numbers mean, e.g. `transit-hours`. */
  readonly predicts: string;
  readonly published_at: string;
  readonly note: string;
  /** null = it serves nothing. */
  readonly serves_for: ModelUse | null;
  /** Set when another key has to agree first: it does not serve yet. */
  readonly approval?: Approval;
  readonly card: ModelCard;
}

/** Where a model comes from and how good it was. */
export interface ModelCard {
  readonly trained_at: string;
  readonly from: string;
  readonly until: string;
  readonly rows: number;
  readonly censored_rows: number;
  readonly seed: number;
  readonly features: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly calibration: readonly {
    readonly level: number;
    readonly covered_share: number;
    readonly rows: number;
  }[];
  readonly fallback: string;
  readonly digest: string;
}

/** What was seen of a serving model, and whether it goes on serving. */
export interface ModelVerdict {
  readonly use: ModelUse;
  readonly model_id: string;
  readonly version: number;
  readonly serves: boolean;
  /** `stale`, `inputs-drifted`, `coverage-off`. */
  readonly reasons: readonly string[];
  readonly coverage: readonly { readonly level: number; readonly share: number }[];
  readonly stability: readonly { readonly feature: string; readonly index: number }[];
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about trained models. */
export interface ModelCalls {
  list(): AsyncGenerator<Model, void, undefined>;
  /** The whole model, in the format `ordermesh-model/1`. */
  get(id: string, version: number): Promise<unknown>;
  /** Publishes a model that was made elsewhere; it serves nothing until it is let. */
  publish(model: unknown, note: string): Promise<Model>;
  /** Trains transit from delivered parcels (or handling from packed ones), and publishes it; it serves nothing until it is let. */
  train(ask: {
    readonly note: string;
    readonly use?: ModelUse;
    readonly seed?: number;
    /** What the model may look at, by name; default: what usually helps. */
    readonly features?: readonly string[];
  }): Promise<Model>;
  serve(
    use: ModelUse,
    of: { readonly model_id: string; readonly version: number; readonly note: string },
  ): Promise<Model>;
  /** The curves of the network count again. */
  stop(use: ModelUse, reason: string): Promise<Model>;
  /** Judges what serves; what is not to be trusted is stopped. */
  judge(): Promise<readonly ModelVerdict[]>;
}

/** @see ModelCalls */
export const modelCalls = (transport: Transport): ModelCalls => ({
  list: () => rowsOf(transport, at('models')),
  get: (id, version) =>
    transport.send({ method: 'GET', path: at('models', id), query: { version } }),
  publish: (model, note) =>
    transport.send({ method: 'POST', path: at('models'), query: { note }, body: model }),
  train: (ask) => transport.send({ method: 'POST', path: 'v1/models:train', body: ask }),
  serve: (use, of) => transport.send({ method: 'PUT', path: at('promise-models', use), body: of }),
  stop: (use, reason) =>
    transport.send({ method: 'POST', path: at('promise-models', use, 'stop'), body: { reason } }),
  judge: async () => {
    const { data: verdicts } = await transport.send<{ readonly data: readonly ModelVerdict[] }>({
      method: 'POST',
      path: 'v1/promise-models:judge',
    });
    return verdicts;
  },
});

import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** A decision that people look at, and what they think of it. Amounts are in the network's currency. */
export interface Review {
  readonly review_id: string;
  readonly decision_id: string;
  readonly order_id: string;
  readonly node: string | null;
  readonly reason: 'low-confidence' | 'overridden' | 'regretted';
  readonly because: string;
  readonly state: 'open' | 'agreed' | 'disagreed';
  readonly opened_at: Instant;
  readonly still_best_percent: number | null;
  readonly hindsight: {
    readonly late_hours: number;
    readonly realised_minor: number;
    readonly regret_minor: number | null;
  } | null;
  readonly moved: {
    readonly by: string;
    readonly node: string;
    readonly extra_minor: number;
  } | null;
  readonly label: {
    readonly verdict: 'agree' | 'disagree';
    readonly note: string;
    readonly by: string;
    readonly at: Instant;
  } | null;
  readonly version: number;
}

/** A labelled decision as a row to learn from. */
export interface ReviewRow {
  readonly review_id: string;
  readonly decision_id: string;
  readonly reason: Review['reason'];
  readonly agreed: boolean;
  readonly still_best_percent: number | null;
  readonly margin_minor: number;
  readonly spread_minor: number | null;
  readonly candidates: number;
  readonly parcels: number;
  readonly fallback_step: number;
  readonly total_minor: number;
  readonly cost_items: Readonly<Record<string, number>>;
  readonly regret_minor: number | null;
}

/** What a move by hand did. */
export interface HandMoved {
  readonly order_id: string;
  readonly node: string;
  readonly decision_id: string;
  readonly extra_minor: number;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about decisions that people look at. */
export interface ReviewCalls {
  list(
    query?: ListQuery & {
      readonly state?: Review['state'];
      readonly reason?: Review['reason'];
      readonly order?: string;
      readonly node?: string;
    },
  ): AsyncGenerator<Review, void, undefined>;
  get(id: string): Promise<Review>;
  /** Agree or disagree. `ifMatch`: the ETag you know, e.g. `"v1"`; refused with 412 when it is another one. */
  label(
    id: string,
    label: { readonly verdict: 'agree' | 'disagree'; readonly note?: string },
    write?: { readonly ifMatch?: string },
  ): Promise<Review>;
  /** Labelled decisions as rows to learn from. */
  rows(): AsyncGenerator<ReviewRow, void, undefined>;
  /** Moves the work of an order that nobody has begun to a node, against the strategy. */
  moveByHand(
    order: string,
    move: { readonly node: string; readonly reason: string },
  ): Promise<HandMoved>;
}

/** @see ReviewCalls */
export const reviewCalls = (transport: Transport): ReviewCalls => ({
  list: (query) => rowsOf(transport, at('reviews'), query),
  get: (id) => transport.send({ method: 'GET', path: at('reviews', id) }),
  label: (id, label, { ifMatch } = {}) =>
    transport.send({
      method: 'POST',
      path: at('reviews', id, 'label'),
      body: label,
      headers: { 'if-match': ifMatch },
    }),
  rows: () => rowsOf(transport, at('review-rows')),
  moveByHand: (order, move) =>
    transport.send({ method: 'POST', path: at('orders', order, 'move'), body: move }),
});

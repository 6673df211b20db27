import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { Transport } from '../transport.ts';
import type { Decision } from '../world-types.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What a comparison forces upon the plan; all given ones hold. */
export interface Force {
  readonly nodes?: readonly string[];
  readonly services?: readonly string[];
  /** Every parcel has arrived by then, RFC 3339. */
  readonly arriveBy?: string;
  readonly parcelsMax?: number;
  /** A division of the order: these items come from these nodes and no other. */
  readonly itemsFrom?: readonly { readonly item: string; readonly node: string }[];
}

/** A stored decision asked again. */
export interface Replay {
  readonly decision_id: string;
  readonly order_id: string;
  readonly kind: 'route' | 'reroute';
  readonly at: Instant;
  readonly same: boolean;
  /** What differs first, its kind before the colon: network, strategy, record or code. */
  readonly differences: readonly string[];
}

/** Who would send it, and what that costs in minor units of the network's currency. */
export interface PlanSummary {
  readonly sent_by: readonly { readonly node_id: string; readonly service_id: string }[];
  readonly total_minor: number;
}

/** Then and now. */
export interface ReplayToday {
  readonly decision_id: string;
  readonly same: boolean;
  readonly before: PlanSummary | null;
  readonly now: PlanSummary | null;
  readonly inputs: readonly {
    readonly input: string;
    readonly at: string;
    readonly before: string;
    readonly now: string;
  }[];
}

/** Calls about stored decisions. */
export interface DecisionCalls {
  get(id: string): Promise<Decision>;
  explain(id: string): Promise<JsonObject>;
  /** Why not this node, or why not otherwise. */
  versus(id: string, node: string | Force): Promise<JsonObject>;
  /** The smallest change of one thing that flips the choice, thing by thing; takes a moment. */
  counterfactuals(id: string): Promise<{ readonly counterfactuals: readonly JsonObject[] }>;
  /** Asks the stored question again under its own versions. */
  replay(id: string): Promise<Replay>;
  /** Every decision about orders accepted in a span, asked again while you read. */
  replays(span?: {
    readonly from?: string;
    readonly until?: string;
    /** Orders of one page. */
    readonly limit?: number;
  }): AsyncGenerator<Replay, void, undefined>;
  /** What the order would get on today's board, and what changed since. */
  replayToday(id: string): Promise<ReplayToday>;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** @see DecisionCalls */
export const decisionCalls = (transport: Transport): DecisionCalls => ({
  get: (id) => transport.send({ method: 'GET', path: at('decisions', id) }),
  explain: (id) => transport.send({ method: 'GET', path: at('decisions', id, 'explain') }),
  versus: (id, node) =>
    typeof node === 'string'
      ? transport.send({ method: 'GET', path: at('decisions', id, 'versus', node) })
      : transport.send({
          method: 'GET',
          path: at('decisions', id, 'versus'),
          query: {
            node: node.nodes?.join(),
            service: node.services?.join(),
            arrive_by: node.arriveBy,
            parcels_max: node.parcelsMax,
            items_from: node.itemsFrom?.map((from) => `${from.item}@${from.node}`).join(),
          },
        }),
  counterfactuals: (id) =>
    transport.send({ method: 'GET', path: at('decisions', id, 'counterfactuals') }),
  replay: (id) =>
    transport.send({ method: 'POST', path: at('decisions', id, 'replay'), repeatable: true }),
  replays: ({ from, until, limit } = {}) =>
    rowsOf(transport, at('replays'), {
      'accepted_at[gte]': from,
      'accepted_at[lt]': until,
      limit,
    }),
  replayToday: (id) =>
    transport.send({ method: 'POST', path: at('decisions', id, 'replay-today'), repeatable: true }),
});

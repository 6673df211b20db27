import type { Approval } from './wires/approval-types.ts';
import type { Instant } from './order-types.ts';
import type { FieldError } from './problem.ts';

/** A stored decision and the versions it was made under. */
export interface Decision {
  readonly decision_id: string;
  readonly order_id: string;
  readonly kind: 'route' | 'reroute';
  readonly at: Instant;
  readonly network_version: number;
  readonly strategy_id: string;
  readonly strategy_version: number;
  readonly explanation?: unknown;
  readonly versus?: unknown;
  readonly counterfactuals?: unknown;
}

/** What became of one captured fact; `duplicate`: it was known already and nothing changed. */
export interface CaptureResult {
  readonly ok: boolean;
  readonly event_id?: string;
  readonly kind?: string;
  readonly order_id?: string | null;
  readonly duplicate?: boolean;
  /** Why it was refused. */
  readonly errors?: readonly FieldError[];
}

/** A node with its state, how full its next slot is (0 … 100), and its profile. */
export interface Node {
  readonly node: string;
  readonly state: 'open' | 'draining' | 'stricken';
  readonly reason: string;
  readonly load_percent: number;
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Goods of one item and lot at one node; `available_units` is what may still be sold. */
export interface StockPosition {
  readonly node: string;
  readonly item: string;
  readonly lot: string;
  readonly on_hand_units: number;
  readonly reserved_units: number;
  readonly safety_units: number;
  /** Kept for channels, tiers, customers. */
  readonly fenced_units: number;
  readonly available_units: number;
}

/** Units that left a place before the books had them; the next receipt pays them, a count ends them. */
export interface OwedStock {
  readonly node: string;
  readonly item: string;
  readonly lot: string;
  readonly owed_units: number;
}

/** Counted stock of one item at one node; the difference to the books is booked. */
export interface StockCount {
  readonly node: string;
  readonly item: string;
  readonly lot?: string;
  readonly on_hand_units: number;
  readonly safety_units?: number;
}

/** One published version of a strategy. */
export interface StrategyVersion {
  readonly strategy_id: string;
  readonly version: number;
  readonly live: boolean;
  readonly published_at: Instant;
  readonly note: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** Set when another key has to agree first: nothing was changed yet. */
  readonly approval?: Approval;
}

/** A strategy that may be published, and what in it is probably not meant. */
export interface CheckedStrategy {
  readonly document: Readonly<Record<string, unknown>>;
  readonly warnings: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly why: string;
  }[];
  /** Set when another key has to agree first: nothing was published yet. */
  readonly approval?: Approval;
}

/** One difference between two versions, as a sentence in English and Chinese. */
export interface StrategyChange {
  readonly part: string;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly says: { readonly en: string; readonly zh: string };
}

/** A question for people, with the smallest change that would answer it. */
export interface ExceptionView {
  readonly exception_id: string;
  readonly order_id: string;
  readonly kind: string;
  readonly state: 'open' | 'resolved';
  readonly opened_at: Instant;
  readonly reason: string;
  readonly nearest: ({ readonly change: string } & Readonly<Record<string, unknown>>) | null;
}

/** An event of the log, as a CloudEvent 1.0.2. */
export interface HubEvent {
  readonly specversion: '1.0';
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly time: Instant;
  readonly recordedtime: Instant;
  readonly partitionkey?: string;
  readonly sequence: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A page of a list. */
export interface ListPage<T> {
  readonly data: readonly T[];
  readonly page: { readonly next_cursor: string | null; readonly has_more: boolean };
}

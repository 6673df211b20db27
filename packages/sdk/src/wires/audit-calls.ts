import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** A change that somebody made. */
export interface AuditEntry {
  /** Of the event in the log. */
  readonly position: number;
  readonly at: Instant;
  /** An API key, or `host` for the staff of the machine. */
  readonly principal: string;
  readonly operation: string;
  readonly request_id: string | null;
  /** What it led to, e.g. `strategy.published`. */
  readonly change: string;
  /** `order/…` for all about an order, else what the change was about, e.g. `node/fr_07`. */
  readonly resource: string;
  readonly subject: string;
  readonly reason: string | null;
  /** Fields of settings that differ; `from` and `to` only of single values. */
  readonly changed: readonly {
    readonly field: string;
    readonly from?: string | number | boolean | null;
    readonly to?: string | number | boolean | null;
  }[];
  readonly changed_more: number;
  /** Counts changed by hand. */
  readonly stock: readonly {
    readonly node: string;
    readonly item: string;
    readonly lot: string;
    readonly on_hand_units: number;
    readonly safety_units: number;
  }[];
}

/** Which entries; all that is given must hold. */
export interface AuditQuery extends ListQuery {
  readonly principal?: string;
  readonly resource?: string;
  readonly from?: Instant;
  readonly until?: Instant;
}

/** Calls about who changed what. */
export interface AuditCalls {
  /** Newest first. */
  list(query?: AuditQuery): AsyncGenerator<AuditEntry, void, undefined>;
}

/** @see AuditCalls */
export const auditCalls = (transport: Transport): AuditCalls => ({
  list: (query) => rowsOf(transport, 'v1/audit', query),
});

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

/** A seal of the audit trail; with `head` noted elsewhere it can be proved later that nothing before it was touched. */
export interface TrailHead {
  /** Number and hash as one text. */
  readonly head: string;
  readonly seal: number;
  /** The last position of the log that it covers. */
  readonly position: number;
  readonly hash: string;
  readonly sealed_at: Instant;
}

/** What does not fit, and where first. */
export interface TrailMisfit {
  readonly what:
    | 'entry-changed'
    | 'entry-removed'
    | 'entry-added'
    | 'seal-changed'
    | 'seal-missing'
    | 'seal-unbound'
    | 'head-missing'
    | 'head-differs';
  readonly seal: number;
  /** Of the entry in the log; null of seals and heads. */
  readonly position: number | null;
}

/** What checking the audit trail found. */
export interface TrailCheck {
  /** That fit. */
  readonly seals: number;
  readonly entries: number;
  readonly misfit: TrailMisfit | null;
  /** The last seal that fits. */
  readonly last: TrailHead | null;
  /** Entries that are not sealed yet: counted up to 500. */
  readonly unsealed: number;
}

/** Calls about who changed what. */
export interface AuditCalls {
  /** Newest first. */
  list(query?: AuditQuery): AsyncGenerator<AuditEntry, void, undefined>;
  /** The newest seal. */
  head(): Promise<TrailHead>;
  /**
   * Checks the whole trail, part by part, until its end or the first misfit.
   *
   * @param head one that was noted earlier: it must be in the chain
   */
  verify(head?: string): Promise<TrailCheck>;
}

interface Part extends TrailCheck {
  readonly next_after: number | null;
}

/** @see AuditCalls */
export const auditCalls = (transport: Transport): AuditCalls => ({
  list: (query) => rowsOf(transport, 'v1/audit', query),
  head: () => transport.send({ method: 'GET', path: 'v1/audit/head' }),
  verify: async (head) => {
    let [seals, entries, after] = [0, 0, 0];
    for (;;) {
      const { next_after: next, ...part } = await transport.send<Part>({
        method: 'GET',
        path: 'v1/audit/verification',
        query: { after, head },
      });
      seals += part.seals;
      entries += part.entries;
      if (next === null) return { ...part, seals, entries };
      after = next;
    }
  },
});

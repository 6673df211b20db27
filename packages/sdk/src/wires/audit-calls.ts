import { jsonLines } from '../files/json-lines.ts';
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
  /** By a key that the database does not hold; null: not signed. */
  readonly signature: { readonly key_id: string; readonly value: string } | null;
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
    | 'head-differs'
    | 'signature-missing'
    | 'signature-wrong'
    | 'signature-unknown';
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
   * @param signed by whom each seal must be signed; absent = signatures are not looked at
   */
  verify(head?: string, signed?: SignedBy): Promise<TrailCheck>;
  /** The whole trail as it was sealed: seals, their entries, the end; one a line of `audit verify --file`. */
  trail(): AsyncGenerator<Readonly<Record<string, unknown>>, void, undefined>;
}

/** Whose signatures of seals are believed. */
export interface SignedBy {
  /** Public Ed25519 keys, 32 bytes as base64url each. */
  readonly keys: readonly string[];
  /** The first seal that must be signed; 1 when absent. */
  readonly from?: number;
}

interface Part extends TrailCheck {
  readonly next_after: number | null;
}

/** @see AuditCalls */
export const auditCalls = (transport: Transport): AuditCalls => ({
  list: (query) => rowsOf(transport, 'v1/audit', query),
  head: () => transport.send({ method: 'GET', path: 'v1/audit/head' }),
  trail: () => jsonLines(transport, 'v1/audit/trail'),
  verify: async (head, signed) => {
    let [seals, entries, after] = [0, 0, 0];
    for (;;) {
      const { next_after: next, ...part } = await transport.send<Part>({
        method: 'GET',
        path: 'v1/audit/verification',
        query: { after, head, keys: signed?.keys.join(','), signed_from: signed?.from },
      });
      seals += part.seals;
      entries += part.entries;
      if (next === null) return { ...part, seals, entries };
      after = next;
    }
  },
});

import type { Instant, Units } from '../order-types.ts';

/** Who may sell what; published whole. Absent lists mean all. */
export interface Allocation {
  /** The version that this was made from; absent publishes regardless. */
  readonly version?: number;
  readonly buffers?: readonly {
    readonly buffer_id: string;
    readonly channel: string;
    readonly nodes?: readonly string[];
    readonly node_tags?: readonly string[];
    readonly items?: readonly string[];
    readonly units?: Units;
    readonly percent?: number;
  }[];
  readonly fences?: readonly {
    readonly fence_id: string;
    readonly nodes: readonly string[];
    readonly items: readonly string[];
    readonly until?: Instant;
    readonly channels: readonly {
      readonly channel: string;
      readonly units: Units;
      readonly open_pool?: boolean;
      readonly tiers?: readonly {
        readonly tier: 'standard' | 'plus' | 'vip' | 'enterprise';
        readonly units: Units;
        readonly customers?: readonly { readonly customer_id: string; readonly units: Units }[];
      }[];
    }[];
  }[];
  readonly shelf_life?: readonly {
    readonly items?: readonly string[];
    readonly channels?: readonly string[];
    readonly tiers?: readonly string[];
    readonly customer_ids?: readonly string[];
    readonly days: number;
  }[];
}

/** What a branch of a fence keeps, and what was used of it. */
export interface Quota {
  readonly node: string;
  readonly item: string;
  readonly branch: string;
  readonly quota_units: Units;
  readonly used_units: Units;
  readonly left_units: Units;
}

/** A lot and every order that has to do with it. */
export interface LotBlocked {
  readonly item: string;
  readonly lot: string;
  readonly state: 'released' | 'quarantined' | 'recalled';
  readonly reason: string;
  readonly expires_at: Instant | null;
  readonly received_at: Instant | null;
  readonly on_hand_units: Units;
  readonly moved_orders: readonly string[];
  readonly reached_orders: readonly { readonly order_id: string; readonly units: Units }[];
}

/** A difference with its reason. */
export interface Adjustment {
  readonly node: string;
  readonly item: string;
  readonly lot?: string;
  readonly units: Units;
  readonly reason: string;
  readonly note?: string;
}

/** What was booked, and which orders found other goods. */
export interface Adjusted {
  readonly positions: number;
  readonly moved_orders: readonly string[];
  readonly moved_units: Units;
}

/** Goods that move from one node to another. */
export interface Transfer {
  readonly transfer_id: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'requested' | 'approved' | 'shipped' | 'received' | 'cancelled';
  readonly expected_at: Instant;
  readonly reason: string;
  readonly lines: readonly {
    readonly item: string;
    readonly lot: string;
    readonly units: Units;
    readonly shipped_units: Units;
    readonly received_units: Units;
    readonly lost_units: Units;
    readonly loss_reason: string | null;
  }[];
  readonly history: readonly {
    readonly state: string;
    readonly by: string;
    readonly at: Instant;
  }[];
}

/** A wish to move goods. */
export interface TransferAsk {
  readonly from: string;
  readonly to: string;
  readonly expected_at: Instant;
  readonly reason: string;
  readonly lines: readonly {
    readonly item: string;
    readonly lot?: string;
    readonly units: Units;
  }[];
}

/** What arrived. */
export interface TransferReceipt {
  readonly at?: Instant;
  readonly lines?: readonly {
    readonly item: string;
    readonly lot?: string;
    readonly units: Units;
    readonly lost_units?: Units;
    readonly loss_reason?: string;
  }[];
  readonly more_to_come?: boolean;
}

/** Another system's stock at a moment. */
export interface Snapshot {
  readonly source: string;
  readonly as_of: Instant;
  readonly is_complete?: boolean;
  readonly rows: readonly {
    readonly node: string;
    readonly item: string;
    readonly lot?: string;
    readonly on_hand_units: Units;
    readonly reserved_units?: Units;
    readonly unit?: string;
  }[];
}

/** Why two books differ, and what would mend it; nothing is mended by itself. */
export interface Reconciliation {
  readonly reconciliation_id: string;
  readonly source: string;
  readonly by: string;
  readonly as_of: Instant;
  readonly rows: number;
  readonly matches: number;
  readonly differences: readonly {
    readonly node: string;
    readonly item: string;
    readonly lot: string;
    readonly snapshot_units: Units;
    readonly book_units: Units;
    readonly reserved: { readonly snapshot_units: Units; readonly book_units: Units } | null;
    readonly causes: readonly {
      readonly cause: string;
      readonly units: Units;
      readonly because: readonly string[];
    }[];
  }[];
  readonly proposals: readonly {
    readonly proposal_id: string;
    readonly kind: 'adjust' | 'report-short' | 'receive-transfer';
    readonly is_applied: boolean;
    /** Why it could not be applied just now; it is still open. */
    readonly refused_because: string | null;
    readonly node: string | null;
    readonly item: string | null;
    readonly lot: string | null;
    readonly units: Units;
    readonly subject: string | null;
  }[];
}

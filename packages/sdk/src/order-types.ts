/** RFC 3339, UTC. */
export type Instant = string;

/** An amount in integer minor units of its currency. */
export interface Money {
  readonly amount_minor: number;
  readonly currency: string;
}

/** A half-open span of time. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
}

/** The id that another system gave to the same thing; unique within its `system`. */
export interface ExternalId {
  readonly system: string;
  readonly id: string;
}

/** Why an order shall wait. */
export interface HoldAsk {
  readonly reason:
    | 'awaiting_payment'
    | 'fraud'
    | 'incorrect_address'
    | 'out_of_stock'
    | 'awaiting_return_items'
    | 'unknown_date'
    | 'remorse'
    | 'consolidation'
    | 'other';
  readonly note?: string;
  /** Ends by itself then; absent: when somebody ends it. */
  readonly until?: Instant;
}

/** Why an order waits. */
export interface OrderHold {
  /** Unique in its order, e.g. `hold_1`. */
  readonly hold_id: string;
  readonly reason: HoldAsk['reason'];
  readonly note: string;
  readonly by: string;
  readonly since: Instant;
  readonly until: Instant | null;
}

/** Integer count: eaches, or grams for weight goods. */
export type Units = number;

/** What the customer is told: when it arrives and how sure that is, with the parcels that make it, latest first. */
export interface DeliveryPromise {
  readonly window: Window;
  /** What was promised first, when a later window was told since; null while it stands. */
  readonly first_window?: Window | null;
  readonly confidence_percent: number;
  readonly made_at: Instant;
  readonly legs: readonly {
    readonly node: string;
    readonly service: string;
    readonly slot_at: Instant;
    readonly collected_at: Instant;
    readonly window: Window;
    /** How sure its end is, where cost chose the date. */
    readonly confidence_percent?: number;
  }[];
}

/** Who sends what, and what it costs item by item; all amounts in minor units of `currency`. */
export interface Plan {
  readonly currency: string;
  readonly total_minor: number;
  readonly cost_items: Readonly<Record<string, number>>;
  readonly window: Window;
  readonly confidence_percent: number;
  readonly parcels: readonly {
    readonly node: string;
    readonly service: string;
    readonly lines: readonly {
      readonly line_no: number;
      readonly item: string;
      readonly quantity: Units;
    }[];
    readonly weight_grams: number;
    readonly distance_km: number;
    readonly carbon_grams: number;
    readonly starts_at: Instant;
    readonly collected_at: Instant;
    readonly window: Window;
    /** How sure its end is, where cost chose the date. */
    readonly confidence_percent?: number;
    readonly cost_items: Readonly<Record<string, number>>;
    readonly cost_minor: number;
  }[];
}

/** The work that one node has for one order. Every act of the node must carry its `epoch`. */
export interface Fulfilment {
  readonly fulfilment_id: string;
  readonly order_id: string;
  readonly node: string;
  readonly service: string;
  readonly decision_id: string;
  readonly epoch: number;
  readonly state:
    | 'scheduled'
    | 'offered'
    | 'accepted'
    | 'in_progress'
    | 'ready'
    | 'shipped'
    | 'delivered'
    | 'undelivered'
    | 'rejected'
    | 'expired'
    | 'cancelled';
  readonly version: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly item: string;
    readonly quantity: Units;
  }[];
  readonly slot_at: Instant;
  readonly release_at: Instant;
  readonly due_at: Instant | null;
  readonly promised_window: Window;
  /** Work for other orders of the same customer that goes into the same parcel. */
  readonly pack_with: readonly string[];
  readonly cost_minor: number;
  readonly carbon_grams: number;
}

/** Units of a line that wait for goods; `supply` = the announced goods held for them. */
export interface LineWait {
  readonly line_no: number;
  readonly item: string;
  readonly units: Units;
  readonly kind: 'backorder' | 'preorder';
  readonly since: Instant;
  readonly supply: {
    readonly node: string;
    readonly expected_at: Instant;
    readonly window: Window;
  } | null;
}

/** An order and what has been decided about it. `version` grows with every change; its ETag is `"v<version>"`. */
export interface Order {
  readonly order_id: string;
  readonly external_ids: readonly ExternalId[];
  readonly channel: string;
  readonly tier: string;
  readonly customer_id: string | null;
  readonly service_level: string;
  readonly state: 'open' | 'unroutable' | 'cancelled' | 'completed';
  readonly status: string;
  readonly version: number;
  readonly epoch: number;
  readonly currency: string;
  readonly placed_at: Instant;
  readonly accepted_at: Instant;
  readonly promise: DeliveryPromise | null;
  /** Why nobody works on it yet; empty = nothing keeps it. */
  readonly holds: readonly OrderHold[];
  /** Reasons that were given in words, oldest first; the log has only that there were some. */
  readonly remarks?: readonly {
    readonly about: 'cancelled' | 'rejected' | 'moved' | 'exception';
    readonly at: Instant;
    readonly text: string;
  }[];
  /** How often it was changed since it was placed. */
  readonly amendments: number;
  /** When name, address lines, phone and gift message were made unreadable for good. */
  readonly erased_at?: Instant;
  /** That they were erased, for people, and which fields are empty because of it. */
  readonly erased?: {
    readonly en: string;
    readonly zh: string;
    readonly fields: readonly string[];
  };
  readonly waits: readonly LineWait[];
  readonly lines: readonly {
    readonly line_no: number;
    readonly item: string;
    readonly quantity: Units;
    readonly cancelled_quantity: Units;
    readonly substitutes?: boolean;
    readonly ship_with?: string;
    /** What may be picked for the line instead of the item itself, under line numbers of its own. */
    readonly parts?: readonly {
      readonly line_no: number;
      readonly item: string;
      readonly units_per: Units;
      readonly kind: 'kit' | 'substitute';
    }[];
    readonly price: Money;
    readonly tax: Money;
  }[];
}

/** Why no node can do it, and the smallest change that would help. */
export interface Unroutable {
  readonly reason: string;
  readonly short_lines: readonly {
    readonly line_no: number;
    readonly item: string;
    readonly missing_units: number;
  }[];
  readonly nearest: ({ readonly change: string } & Readonly<Record<string, unknown>>) | null;
}

/** The answer to a placed order: routed, or waiting for people with `unroutable` set. */
export interface PlacedOrder {
  readonly order: Order;
  readonly plan: Plan | null;
  readonly fulfilments: readonly Fulfilment[];
  readonly unroutable: Unroutable | null;
  readonly decision_id: string;
  /** Accepted and not placed yet: a router will, and nothing is promised before. Absent = it was decided. */
  readonly waits_for_router?: true;
}

/** An order with its work and how far facts prove it to be. */
export interface OrderView {
  readonly order: Order;
  readonly fulfilments: readonly Fulfilment[];
  readonly lifecycle: {
    readonly basic: string;
    readonly advanced: string;
    readonly as_of: Instant;
    readonly kind: 'fact' | 'inferred' | 'decision';
    readonly basis: readonly string[];
    readonly exceptions: readonly {
      readonly kind: string;
      readonly subject_uri: string;
      readonly as_of: Instant;
    }[];
  };
  readonly decision_ids: readonly string[];
}

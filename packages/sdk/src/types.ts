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

export interface ExternalId {
  readonly system: string;
  readonly id: string;
}

/** An order as a shop sends it; see `POST /v1/orders` of the API for ranges. */
export interface OrderDraft {
  readonly external_ids?: readonly ExternalId[];
  readonly channel: string;
  readonly tier?: 'standard' | 'plus' | 'vip' | 'enterprise';
  readonly service_level?: 'standard' | 'express' | 'same_day' | 'within_hour' | 'pickup';
  readonly currency: string;
  readonly placed_at?: Instant;
  readonly ship_to?: {
    readonly country: string;
    readonly subdivision?: string;
    readonly postcode?: string;
    readonly latitude?: number;
    readonly longitude?: number;
    readonly recipient?: {
      readonly name: string;
      readonly phone?: string;
      readonly address_lines?: readonly string[];
    };
  };
  readonly pickup_node?: string;
  readonly promised_window?: Window;
  readonly cart_id?: string;
  readonly shipping_price?: DraftMoney;
  readonly lines: readonly {
    readonly line_no?: number;
    readonly item: string;
    /** Eaches, or grams for weight goods. */
    readonly quantity: Units;
    readonly price?: DraftMoney;
    readonly tax?: DraftMoney;
  }[];
}

/** Integer count: eaches, or grams for weight goods. */
export type Units = number;

/** Money of a draft; the order's currency when absent. */
export interface DraftMoney {
  readonly amount_minor: number;
  readonly currency?: string;
}

export interface DeliveryPromise {
  readonly window: Window;
  readonly confidence_percent: number;
  readonly made_at: Instant;
  readonly legs: readonly {
    readonly node: string;
    readonly service: string;
    readonly slot_at: Instant;
    readonly collected_at: Instant;
    readonly window: Window;
  }[];
}

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
    readonly cost_items: Readonly<Record<string, number>>;
    readonly cost_minor: number;
  }[];
}

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
  readonly cost_minor: number;
  readonly carbon_grams: number;
}

export interface Order {
  readonly order_id: string;
  readonly external_ids: readonly ExternalId[];
  readonly channel: string;
  readonly tier: string;
  readonly service_level: string;
  readonly state: 'open' | 'unroutable' | 'cancelled' | 'completed';
  readonly status: string;
  readonly version: number;
  readonly epoch: number;
  readonly currency: string;
  readonly placed_at: Instant;
  readonly accepted_at: Instant;
  readonly promise: DeliveryPromise | null;
  readonly lines: readonly {
    readonly line_no: number;
    readonly item: string;
    readonly quantity: Units;
    readonly cancelled_quantity: Units;
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

export interface PlacedOrder {
  readonly order: Order;
  readonly plan: Plan | null;
  readonly fulfilments: readonly Fulfilment[];
  readonly unroutable: Unroutable | null;
  readonly decision_id: string;
}

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
}

export interface CaptureResult {
  readonly ok: boolean;
  readonly event_id?: string;
  readonly kind?: string;
  readonly order_id?: string | null;
  readonly duplicate?: boolean;
}

export interface Node {
  readonly node: string;
  readonly state: 'open' | 'draining' | 'stricken';
  readonly reason: string;
  readonly load_percent: number;
  readonly profile: Readonly<Record<string, unknown>>;
}

export interface StockPosition {
  readonly node: string;
  readonly item: string;
  readonly lot: string;
  readonly on_hand_units: number;
  readonly reserved_units: number;
  readonly safety_units: number;
  readonly available_units: number;
}

export interface StockCount {
  readonly node: string;
  readonly item: string;
  readonly lot?: string;
  readonly on_hand_units: number;
  readonly safety_units?: number;
}

export interface StrategyVersion {
  readonly strategy_id: string;
  readonly version: number;
  readonly live: boolean;
  readonly published_at: Instant;
  readonly note: string;
  readonly document: Readonly<Record<string, unknown>>;
}

export interface CheckedStrategy {
  readonly document: Readonly<Record<string, unknown>>;
  readonly warnings: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly why: string;
  }[];
}

export interface StrategyChange {
  readonly part: string;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly says: { readonly en: string; readonly zh: string };
}

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

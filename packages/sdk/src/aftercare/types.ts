import type { ExternalId, Instant } from '../order-types.ts';
import type { ListQuery } from '../paging.ts';

/** A return, exchange or claim as the hub shows it; `file` tells lines, node, custody and decisions. */
export interface Matter {
  readonly record: {
    readonly case_id: string;
    readonly kind: 'return' | 'exchange' | 'claim';
    readonly state: string;
    readonly order_id: string;
    readonly node_id?: string;
    /** Epoch ms UTC. */
    readonly opened_at: number;
    readonly version: number;
  };
  readonly file: Readonly<Record<string, unknown>>;
  readonly currency: string;
  /** Only of returns and claims. */
  readonly refunds?: readonly Refund[];
}

/** A return, with its three machines: goods, inspection, money. */
export interface ReturnMatter extends Matter {
  /** What scans of its goods must name (`rma`); printed on the label. */
  readonly return_uri: string;
  readonly custody: 'awaited' | 'on_the_way' | 'received' | 'settled';
  readonly inspection: 'waiting' | 'partly' | 'done';
  readonly refund: 'requested' | 'approved' | 'partly_issued' | 'issued' | 'denied';
  readonly refunds: readonly Refund[];
}

/** Money given back; amounts in minor units of the order's currency, moments in epoch ms UTC. */
export interface Refund {
  readonly refund_id: string;
  readonly case_id: string;
  readonly state: 'approved' | 'issued' | 'withdrawn';
  /** How much of it pays for the replacement of an exchange. */
  readonly credited_minor: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly units: number;
    readonly grade: 'sellable' | 'quarantine' | 'scrap' | 'unseen';
    readonly goods_minor: number;
    readonly tax_minor: number;
  }[];
  readonly shipping_minor: number;
  readonly because: string;
  readonly approved_at: number;
  readonly issued_at?: number;
  readonly reference?: string;
}

/** What a customer asks to return. */
export interface ReturnAsk {
  readonly method: 'bring' | 'send';
  readonly node?: string;
  readonly lines: readonly {
    readonly line_no: number;
    readonly units: number;
    readonly reason: string;
    readonly condition: 'unopened' | 'opened' | 'used' | 'damaged';
  }[];
}

/** What a customer claims. */
export interface ClaimAsk {
  readonly claim: 'lost' | 'damaged' | 'wrong_item' | 'missing_unit';
  readonly lines: readonly { readonly line_no: number; readonly units: number }[];
  readonly evidence?: readonly {
    readonly kind: 'text' | 'photo' | 'document';
    readonly content: string;
  }[];
}

/** Money that people approve: the units' share, or exactly an amount (goods and tax). */
export interface RefundAsk {
  readonly because: string;
  readonly shipping_minor?: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly units: number;
    readonly amount_minor?: number;
  }[];
}

/** Filters of a list of matters. */
export type MatterQuery = ListQuery & {
  readonly state?: string;
  readonly order_id?: string;
  readonly node?: string;
  readonly 'opened_at[gte]'?: Instant;
  readonly 'opened_at[lt]'?: Instant;
};

/** What counts for returns, exchanges and claims; what is left out is standard. Parts in basis points (1/100 %). */
export interface AftercarePolicy {
  /** The version that it was made from: refused when there is a newer one. */
  readonly version?: number;
  readonly return_days?: number;
  readonly hand_in_days?: number;
  readonly refund_at?: 'handed_in' | 'received' | 'inspected' | 'manual';
  readonly refund_basis_points?: Readonly<Record<'sellable' | 'quarantine' | 'scrap', number>>;
  readonly refund_shipping?: 'never' | 'whole_order';
  readonly resale_basis_points?: Readonly<Record<ReturnCondition, number>>;
  readonly refurbished_basis_points?: Readonly<Record<ReturnCondition, number>>;
  readonly refurbish_minor?: number;
  readonly usual_sales_units?: number;
  readonly bring_km_max?: number;
  readonly exchange_ships_at?: 'at_once' | 'handed_in';
  readonly exchange_hold_days?: number;
}

type ReturnCondition = ReturnAsk['lines'][number]['condition'];

/** A version of the policy; 0 is the standard one. */
export interface AftercarePolicyVersion {
  readonly version: number;
  readonly live: boolean;
  readonly published_at: Instant | null;
  readonly note: string;
  readonly policy: Required<Omit<AftercarePolicy, 'version'>>;
}

/** One difference between two versions, as a sentence. */
export interface AftercarePolicyChange {
  readonly part: string;
  readonly says: Sentence;
}

/** A sentence for people. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** A statement that says what it rests on: hashes of facts, or ids of what was decided. `as_of` in epoch ms UTC. */
export interface Told<Word extends string = string> {
  readonly status: Word;
  readonly label: Sentence;
  readonly basis: readonly string[];
  readonly as_of: number;
  readonly kind: 'fact' | 'inferred' | 'decision' | 'prediction';
}

/** What must happen before a matter goes on, and who has to do it. */
export interface Awaited {
  readonly from: 'customer' | 'carrier' | 'merchant';
  readonly step:
    | 'hand_in'
    | 'transport'
    | 'inspection'
    | 'refund_decision'
    | 'refund_payment'
    | 'claim_decision'
    | 'replacement'
    | 'missing_goods';
  readonly label: Sentence;
  /** Until when it counts, or when it is expected; epoch ms UTC. */
  readonly until_at?: number;
}

/** Units of a line of the order. */
export interface AfterLine {
  readonly line_no: number;
  readonly item_id: string;
  readonly name: string;
  readonly units: number;
}

/** Amounts of a matter, in minor units. */
export interface MoneyBack {
  readonly currency: string;
  readonly approved_minor: number;
  readonly issued_minor: number;
  readonly credited_minor: number;
}

/** A parcel in a tracking; more by tier. */
export interface TrackedParcel {
  readonly number: number;
  readonly status: Told;
  readonly items: readonly {
    readonly item_id: string;
    readonly name: string;
    readonly units: number;
  }[];
  /** From the advanced tier on, once it is packed. */
  readonly parcel_uri?: string;
}

/** Returns, exchanges and claims in a tracking. `money` and what is priced: from the advanced tier on. */
export interface AfterDelivery {
  /** Until when what was delivered may be sent back; epoch ms UTC. */
  readonly return_until_at?: number;
  readonly returns: readonly {
    readonly return_id: string;
    readonly status: Told<
      'awaited' | 'on_the_way' | 'received' | 'settled' | 'cancelled' | 'expired'
    >;
    readonly cause: 'customer' | 'undeliverable' | 'refused' | 'unannounced';
    readonly method: 'bring' | 'send';
    readonly counter?: string;
    readonly hand_in_until_at?: number;
    readonly lines: readonly AfterLine[];
    readonly awaits: readonly Awaited[];
    readonly refund: Told<ReturnMatter['refund']>;
    readonly exchange_id?: string;
    readonly money?: MoneyBack;
  }[];
  readonly exchanges: readonly {
    readonly exchange_id: string;
    readonly return_id: string;
    readonly status: Told<'waiting' | 'due' | 'sent' | 'unreturned' | 'expired'>;
    readonly wanted: readonly { readonly name: string; readonly units: number }[];
    readonly awaits: readonly Awaited[];
    /** The order that sends it, as the same tier follows it. */
    readonly replacement?: {
      readonly order_id: string;
      readonly status: Told;
      readonly parcels: readonly TrackedParcel[];
    };
    readonly currency?: string;
    readonly difference_minor?: number;
  }[];
  readonly claims: readonly {
    readonly claim_id: string;
    readonly claim: ClaimAsk['claim'];
    readonly claim_label: Sentence;
    readonly status: Told<'open' | 'reshipped' | 'refunded' | 'rejected'>;
    readonly lines: readonly AfterLine[];
    readonly awaits: readonly Awaited[];
    readonly refund?: Told<ReturnMatter['refund']>;
    readonly because?: string;
    readonly money?: MoneyBack;
  }[];
}

/** An order as a reader of a tier sees it; higher tiers hold more than is named here. Moments in epoch ms UTC. */
export interface Tracking {
  readonly tier: 'basic' | 'advanced' | 'high';
  readonly order_id: string;
  readonly external_ids: readonly ExternalId[];
  readonly status: Told;
  readonly promised?: { readonly start_at: number; readonly end_at: number };
  readonly parcels: readonly TrackedParcel[];
  readonly after_delivery?: AfterDelivery;
  /** What the order said of people was made unreadable for good; `at` in epoch ms UTC. */
  readonly erased?: { readonly label: Sentence; readonly at: number };
}

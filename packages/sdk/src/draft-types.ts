import type { Instant, Window, ExternalId, HoldAsk, Units } from './order-types.ts';

/** An order as a shop sends it; see `POST /v1/orders` of the API for ranges. */
export interface OrderDraft {
  readonly external_ids?: readonly ExternalId[];
  readonly channel: string;
  readonly tier?: 'standard' | 'plus' | 'vip' | 'enterprise';
  /** Who buys, under your own code; stock may be kept for a customer. */
  readonly customer_id?: string;
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
  /** Nobody works on it before the last one has ended. */
  readonly holds?: readonly HoldAsk[];
  /** Time for second thoughts, minutes: nobody begins before it is over. */
  readonly remorse_minutes?: number;
  /** When goods lack: people decide, what is there goes and the rest waits, or all of it waits. */
  readonly backorder?: 'no' | 'partial' | 'complete';
  readonly lines: readonly {
    readonly line_no?: number;
    readonly item: string;
    /** Eaches, or grams for weight goods. */
    readonly quantity: Units;
    readonly price?: DraftMoney;
    readonly tax?: DraftMoney;
    /** Substitutes of the item may be sent when it is out. */
    readonly substitutes?: boolean;
    /** Parts of the line on dates; they add up to its quantity. */
    readonly schedule?: readonly {
      readonly quantity: Units;
      readonly not_before?: Instant;
      readonly need_by?: Instant;
    }[];
    /** Lines with the same word travel in one parcel. */
    readonly ship_with?: string;
  }[];
  /** Everything travels in one parcel, or not at all. */
  readonly ship_complete?: boolean;
  readonly gift?: { readonly message?: string; readonly wrap?: boolean };
  /** Over a border: who pays duty and import tax. */
  readonly incoterm?: 'ddp' | 'dap';
}

/** Money of a draft; the order's currency when absent. */
export interface DraftMoney {
  readonly amount_minor: number;
  readonly currency?: string;
}

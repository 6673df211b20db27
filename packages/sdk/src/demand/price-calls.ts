import { rowsOf } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** How the share of the goods' prices that counts was chosen. Amounts are minor units of `currency`. */
export interface PriceShare {
  /** `setting`: a fixed number; `no-evidence`: too little of the past to choose by, so that none counts yet. */
  readonly by: 'setting' | 'replay' | 'no-evidence';
  readonly percent: number;
  readonly chosen_at: string | null;
  /** Past weeks that were lived again. */
  readonly windows: readonly {
    readonly from: string;
    readonly until: string;
    readonly orders: number;
    /** What its orders cost without prices, and with the share that was chosen. */
    readonly myopic_minor: number;
    readonly minor: number;
  }[];
  readonly tried: readonly {
    readonly percent: number;
    readonly minor: number;
    /** The week in which it did worst against no price, percent. */
    readonly worst_percent: number;
  }[];
}

/** The newest price sheet. */
export interface PriceStanding {
  /** 0 = there is none yet. */
  readonly version: number;
  readonly made_at: string | null;
  readonly age_seconds: number | null;
  readonly method: string | null;
  readonly currency: string;
  readonly network_version: number | null;
  /** 0 = made without a forecast. */
  readonly forecast_version: number;
  /** Why no prices count now. */
  readonly missing: 'no-sheet' | 'stale' | 'other-network' | null;
  readonly items: number;
  readonly slots: number;
  readonly share: PriceShare | null;
}

/** What a unit would save later where it lies. */
export interface StockPrice {
  readonly item: string;
  readonly node: string;
  /** Minor units of `currency` for one unit, with three decimals. */
  readonly price_minor: number;
  readonly currency: string;
  readonly source: string;
  readonly share_percent: number;
  readonly sheet: number;
  readonly made_at: string;
  readonly forecast_version: number;
}

/** Calls about prices of stock. */
export interface PriceCalls {
  /** Age, method, the share that counts and why. */
  standing(): Promise<PriceStanding>;
  /** Prices by item and node; what costs nothing is left out. */
  list(ask?: {
    readonly item?: string;
    readonly node?: string;
  }): AsyncGenerator<StockPrice, void, undefined>;
}

/** @see PriceCalls */
export const priceCalls = (transport: Transport): PriceCalls => ({
  standing: () => transport.send({ method: 'GET', path: 'v1/prices/standing' }),
  list: (ask = {}) => rowsOf(transport, 'v1/prices', ask),
});

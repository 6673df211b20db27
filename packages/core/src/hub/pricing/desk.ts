import type { PriceAsk, PriceSheet, PriceSource, PricesMissing } from '../../route/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { PriceMaking } from './price-ask.ts';

/** The price sheet that counts now, and how it came about. */
export interface PriceStanding {
  readonly source: (PriceSource & { readonly networkVersion: number }) | undefined;
  readonly ageMs: number | undefined;
  /** Priced items, and slots with a price. */
  readonly items: number;
  readonly slots: number;
  /** Why a decision now would count no prices; undefined = it would. */
  readonly missing: PricesMissing | undefined;
  /** Version of the newest demand forecast; 0 = none. */
  readonly forecastVersion: number;
}

/** How and by whom prices are made anew. */
export interface PriceRefresh extends PriceMaking {
  /** Name of the process: only one makes prices at a time. */
  readonly owner: string;
  /** A sheet younger than this is left as it is, unless it was made for another network or an older forecast. */
  readonly everyMs: number;
  /** Does the work; in a thread of its own where decisions wait for nothing. */
  readonly make: (ask: PriceAsk) => PriceSheet | Promise<PriceSheet>;
}

/** What became of a refresh. `other-process`: another one makes prices now. */
export type PriceRefreshed = 'made' | 'not-due' | 'other-process';

/** Opportunity prices of stock and slots, and the forecast behind them. */
export interface PriceDesk {
  prices(): PriceStanding;
  /** Makes prices anew when the live strategy weighs them and they are due; publishes them to all processes of the store. */
  refreshPrices(how: PriceRefresh): Promise<PriceRefreshed>;
  /** Publishes what customers are expected to ask for; prices follow at their next refresh. The hub gives the version. */
  publishForecast(
    forecast: Omit<ForecastPublished, 'version'>,
  ): Promise<HubOutcome<ForecastPublished>>;
}

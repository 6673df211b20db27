import type {
  PriceAsk,
  PriceShare,
  PriceSheet,
  PriceSource,
  PricesMissing,
} from '../../route/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { PriceRow, PriceRowsAsk } from './price-rows.ts';
import type { PriceLooking } from './price-ask.ts';
import type { ShareChooser } from './share-job.ts';

/** The price sheet that counts now, and how it came about. */
export interface PriceStanding {
  readonly source: (PriceSource & { readonly networkVersion: number }) | undefined;
  readonly ageMs: number | undefined;
  /** Priced items, and slots with a price. */
  readonly items: number;
  readonly slots: number;
  /** Why a decision now would count no prices; undefined = it would. */
  readonly missing: PricesMissing | undefined;
  /** How the share of the goods' prices was chosen; undefined: by a setting, or there is no sheet. */
  readonly share: PriceShare | undefined;
  /** Version of the newest demand forecast; 0 = none. */
  readonly forecastVersion: number;
}

/** How and by whom prices are made anew. */
export interface PriceRefresh extends PriceLooking {
  /**
   * The share of all prices that counts, percent; or how that of the goods is chosen by replay of past orders, once a day
   * and when strategy, network or method change, while slots and crews count in full.
   */
  readonly shrinkPercent: number | ShareChooser;
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
  /** What units cost later, on the newest sheet; empty where it was made for another network. */
  priceRows(ask: PriceRowsAsk): readonly PriceRow[];
  /** Makes prices anew when the live strategy weighs them and they are due; publishes them to all processes of the store. */
  refreshPrices(how: PriceRefresh): Promise<PriceRefreshed>;
  /** Publishes what customers are expected to ask for; prices follow at their next refresh. The hub gives the version. */
  publishForecast(
    forecast: Omit<ForecastPublished, 'version'>,
  ): Promise<HubOutcome<ForecastPublished>>;
}

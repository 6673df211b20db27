import type { ItemId } from '../../words/index.ts';
import type {
  DemandForecast,
  ForecastPublished,
  LearnedEffect,
  SensedDemand,
} from '../../stock/index.ts';
import type { ForecastAsk, MadeForecast, PlacementHint } from '../../learn/index.ts';
import type { HubOutcome } from '../outcome.ts';

/** How and by whom forecasts are made anew. */
export interface ForecastRefresh {
  /** Name of the process: only one makes forecasts at a time. */
  readonly owner: string;
  /** A forecast younger than this is left as it is; what has ended since is still watched, day by day. */
  readonly everyMs: number;
  /** The forecast is of so many weeks. */
  readonly weeksAhead: number;
  /** Does the work; in a thread of its own where decisions wait for nothing. */
  readonly make: (ask: ForecastAsk) => MadeForecast | Promise<MadeForecast>;
}

/**
 * What became of a refresh. `watched`: days that have ended were looked at, nothing new. `sensed`: demand has left the
 * forecast, and a version that says so was published. `made`: forecast anew.
 */
export type ForecastRefreshed = 'made' | 'sensed' | 'watched' | 'not-due' | 'other-process';

/** The newest forecast, and what was sensed since. */
export interface ForecastStanding {
  /** Undefined: none was made yet. */
  readonly published: ForecastPublished | undefined;
  readonly ageMs: number | undefined;
  /** Methods that made its rows, e.g. `combined.2`. */
  readonly methods: readonly string[];
  readonly sensed: readonly SensedDemand[];
  /** What promotions, holidays and weather were found to do when it was made. */
  readonly learned: readonly LearnedEffect[];
}

/** What is asked of stock suggestions of an item. */
export interface SuggestionAsk {
  readonly itemId: ItemId;
  /** Until new goods can be there, days. */
  readonly leadDays: number;
  /** How often demand of the lead time shall be met, percent. */
  readonly servicePercent: number;
  /** Units that have to find a place; 0 = none. */
  readonly units: number;
}

/** What every node should have of an item, with the numbers that it follows from. */
export interface StockSuggestions {
  readonly itemId: ItemId;
  readonly forecastVersion: number;
  readonly forecastMadeAt: number;
  readonly fromAt: number;
  /** End of the lead time, or of the forecast where that ends first. */
  readonly untilAt: number;
  /** In the order of the network's nodes; only those that take orders. */
  readonly nodes: readonly PlacementHint[];
}

/** What customers are expected to ask for, learned from what they asked for, and where goods should lie because of it. */
export interface DemandDesk {
  forecasts(): ForecastStanding;
  /** What is expected in a span, with what was sensed; `itemId` absent = of all items. */
  expectedDemand(span: {
    readonly fromAt: number;
    readonly untilAt: number;
    readonly itemId?: ItemId;
  }): readonly DemandForecast[];
  /**
   * Looks at the days that have ended since the last look; tells what was sensed; forecasts anew when that is due and
   * four whole weeks are known. Publishes to all processes of the store.
   */
  refreshForecasts(how: ForecastRefresh): Promise<ForecastRefreshed>;
  /** Refused as `not-found` while there is no forecast of the item. */
  stockSuggestions(ask: SuggestionAsk): HubOutcome<StockSuggestions>;
}

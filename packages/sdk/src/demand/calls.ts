import { rowsOf } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** Demand has left its forecast; the forecast is scaled until it fades. */
export interface SensedDemand {
  readonly item: string;
  readonly zone: string;
  readonly direction: 'more' | 'less';
  /** First and last day that speak for it, `YYYY-MM-DD`, UTC. */
  readonly since: string;
  readonly until: string;
  readonly came_units: number;
  readonly expected_units: number;
  /** What demand was of the forecast when it was sensed. */
  readonly percent: number;
  /** The same now. */
  readonly percent_now: number;
}

/** What the past says of promotions of one sort, of a holiday, or of weather. */
export interface LearnedEffect {
  readonly signal: 'promotion' | 'holiday' | 'temperature' | 'precipitation';
  /** Of promotions their kind, empty = none; of holidays their name; of weather the temperature class. */
  readonly of: string;
  /** Of holidays the kind they were told with. */
  readonly kind?: string;
  /** Of holidays: their own days, or the three before or after them. */
  readonly side?: 'before' | 'on' | 'after';
  /** What these promotions take off the price; absent = unknown. */
  readonly discount_percent?: { readonly from: number; readonly until: number };
  /** What demand is of the usual on a day of such a promotion or holiday, five degrees warmer, or of 10 mm of rain that would be dry. */
  readonly percent: number;
  /** Two standard errors below and above it. */
  readonly percent_from: number;
  readonly percent_until: number;
  /** Promotions, holidays, or spans of four weeks, that speak for it. */
  readonly occasions: number;
  /** First and last day of these, `YYYY-MM-DD`, UTC. */
  readonly since: string;
  readonly until: string;
  /** Whether it made held-out weeks (of holidays: days) better and so moves forecasts; false = it may be chance. */
  readonly counts: boolean;
}

/** The newest forecast of demand, what was learned when it was made, and what was sensed since. */
export interface ForecastStanding {
  /** 0 = there is none yet. */
  readonly version: number;
  readonly made_at: string | null;
  readonly age_seconds: number | null;
  readonly methods: readonly string[];
  readonly rows: number;
  readonly zones: readonly {
    readonly zone: string;
    readonly latitude: number;
    readonly longitude: number;
  }[];
  readonly sensed: readonly SensedDemand[];
  /** What promotions, holidays and weather were found to do. */
  readonly learned: readonly LearnedEffect[];
}

/** What customers of a zone are expected to ask for of an item. */
export interface DemandForecast {
  readonly item: string;
  readonly zone: string;
  readonly from: string;
  readonly until: string;
  readonly mean_units: number;
  readonly quantiles: readonly { readonly probability: number; readonly units: number }[];
  readonly made_by: string;
  /** Promotions, holidays and weather that move it, each with what the whole forecast expects of what it would without, percent. */
  readonly moved_by: readonly {
    readonly signal: 'promotion' | 'holiday' | 'temperature' | 'precipitation';
    readonly promotion?: string;
    readonly holiday?: string;
    readonly percent: number;
  }[];
}

/** What every node that takes orders should have of an item. */
export interface StockSuggestions {
  readonly item: string;
  readonly forecast_version: number;
  readonly forecast_made_at: string;
  readonly from: string;
  readonly until: string;
  readonly nodes: readonly {
    readonly node: string;
    readonly zones: readonly string[];
    readonly mean_units: number;
    readonly spread_units: number;
    readonly target_units: number;
    readonly safety_units: number;
    readonly have_units: number;
    readonly missing_units: number;
    readonly placed_units: number;
    readonly short_percent: number;
  }[];
}

/** A promotion as it was told; goods and zones that are absent mean all. */
export interface Promotion {
  readonly promotion_id: string;
  readonly name?: string;
  readonly items?: readonly string[];
  readonly zones?: readonly string[];
  /** First and last day of it, `YYYY-MM-DD`, UTC. */
  readonly first_day: string;
  readonly last_day: string;
  readonly discount_percent?: number;
  /** What promotions that work alike have in common. */
  readonly kind?: string;
  readonly cancelled?: boolean;
}

/** A holiday, or another day that is not as others, as it was told. */
export interface Holiday {
  /** A subdivision, or a country, which counts for those of its subdivisions that nothing else is told of. */
  readonly zone: string;
  /** `YYYY-MM-DD`, counted as a UTC day. */
  readonly day: string;
  /** The same every year. */
  readonly name: string;
  /** What days that work alike have in common. */
  readonly kind?: string;
  readonly cancelled?: boolean;
}

/** The weather of a day in a zone. */
export interface WeatherDay {
  readonly zone: string;
  readonly day: string;
  readonly temperature_c?: number;
  readonly precipitation_mm?: number;
  /** When it was forecast; absent = it was observed. */
  readonly issued_at?: string;
}

/** Calls about expected demand. */
export interface ForecastCalls {
  /** Age, method, and what was sensed. */
  standing(): Promise<ForecastStanding>;
  /** What is expected over the next `days` (7), by item and zone. */
  list(ask?: {
    readonly item?: string;
    readonly zone?: string;
    readonly days?: number;
  }): AsyncGenerator<DemandForecast, void, undefined>;
  /** What every node should have of an item over `lead_days` (7), to meet demand in `service_percent` (95) of cases. */
  suggestions(
    item: string,
    ask?: {
      readonly lead_days?: number;
      readonly service_percent?: number;
      readonly units?: number;
    },
  ): Promise<StockSuggestions>;
  /**
   * Promotions that were told, as they were known at `as_of` (now). To tell them: `files.importRows('promotions', rows)`.
   */
  promotions(ask?: { readonly as_of?: string }): AsyncGenerator<Promotion, void, undefined>;
  /** Holidays, likewise; to tell them: `files.importRows('holidays', rows)`. */
  holidays(ask?: {
    readonly zone?: string;
    readonly as_of?: string;
  }): AsyncGenerator<Holiday, void, undefined>;
  /** Days of weather, likewise; to tell them: `files.importRows('weather', rows)`. */
  weather(ask?: {
    readonly zone?: string;
    readonly as_of?: string;
  }): AsyncGenerator<WeatherDay, void, undefined>;
}

/** @see ForecastCalls */
export const forecastCalls = (transport: Transport): ForecastCalls => ({
  standing: () => transport.send({ method: 'GET', path: 'v1/forecasts/standing' }),
  list: (ask = {}) => rowsOf(transport, 'v1/forecasts', ask),
  suggestions: (item, ask = {}) =>
    transport.send({
      method: 'GET',
      path: `v1/stock/suggestions/${encodeURIComponent(item)}`,
      query: ask,
    }),
  promotions: (ask = {}) => rowsOf(transport, 'v1/promotions', ask),
  holidays: (ask = {}) => rowsOf(transport, 'v1/holidays', ask),
  weather: (ask = {}) => rowsOf(transport, 'v1/weather', ask),
});

import type { Holiday, Promotion, WeatherDay } from '../../../learn/index.ts';
import type { HubOutcome } from '../../outcome.ts';

/** Which signals are asked for. */
export interface SignalAsk {
  /** As they were known at this moment, epoch ms; absent = now. */
  readonly asKnownAt?: number;
}

/** What planners and connectors tell of that moves demand: promotions, holidays and weather. */
export interface SignalDesk {
  /** By id ascending, with those that were called off. */
  promotions(ask?: SignalAsk): Promise<readonly Promotion[]>;
  /** By zone and day ascending, with those that were called off; `zones` absent = all. */
  holidays(ask?: SignalAsk & { readonly zones?: readonly string[] }): Promise<readonly Holiday[]>;
  /** By zone and day ascending: what was observed, or the newest forecast where nothing was; `zones` absent = all. */
  weather(ask?: SignalAsk & { readonly zones?: readonly string[] }): Promise<readonly WeatherDay[]>;
  /** Adds promotions or replaces them by id; what is known already is not written again. */
  tellPromotions(rows: readonly Promotion[]): Promise<HubOutcome<{ readonly written: number }>>;
  /** Adds holidays or replaces them by zone and day; what is known already is not written again. */
  tellHolidays(rows: readonly Holiday[]): Promise<HubOutcome<{ readonly written: number }>>;
  /** Adds days or replaces them, as `replacesWeather` says; what changes nothing is not written. */
  tellWeather(rows: readonly WeatherDay[]): Promise<HubOutcome<{ readonly written: number }>>;
}

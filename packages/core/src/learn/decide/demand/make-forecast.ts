import { dayMs } from '../../../words/index.ts';
import type { ItemId } from '../../../words/index.ts';
import type { DemandForecast } from '../../../stock/decide/index.ts';
import { forecastDemand } from './forecast-demand.ts';
import { priorsOf } from './pool/hierarchy.ts';
import type { ZonedSeries } from './pool/hierarchy.ts';

/** What is to be forecast of the hub's own series: plain data, so that another thread can work on it. */
export interface ForecastAsk {
  /** Units per week, all equally long and ending in the week before {@link ForecastAsk.fromAt}. */
  readonly series: readonly ZonedSeries[];
  /** First moment of the first week that is forecast. */
  readonly fromAt: number;
  /** The forecast is of the total of so many weeks. */
  readonly weeksAhead: number;
}

/** Name and version of the method, as rows of a forecast tell it. */
export const forecastMethod = 'combined.1';

/** Probabilities of the published quantiles. */
const probabilities = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99];
const weekMs = 7 * dayMs;
/** Less than this is nobody. */
const leastUnits = 0.01;

/**
 * Forecasts items by zone from weekly demand: level, trend and the season of the year (once a year is known) are those
 * of all together, each series leans on its item and its zone where its own past says little.
 *
 * @returns one row per series that expects anything; about a millisecond of work each
 */
export function makeForecast(ask: ForecastAsk): readonly DemandForecast[] {
  const priors = priorsOf(ask.series);
  const asked = ask.series.map((one, at) => ({
    key: String(at),
    units: one.units,
    priorUnits: priors[at] ?? 0,
  }));
  const { fromAt, weeksAhead } = ask;
  const untilAt = fromAt + weeksAhead * weekMs;
  const how = { periodsAhead: weeksAhead, probabilities, periodsPerYear: 52 };
  return forecastDemand(asked, how).flatMap(({ meanUnits, quantileUnits }, at) => {
    const { itemId = '', zone = '' } = ask.series[at] ?? {};
    if (!(meanUnits >= leastUnits)) return [];
    const quantiles = probabilities.map((one, ix) => [one, quantileUnits[ix] ?? 0] as const);
    const row = { itemId: itemId as ItemId, zone, fromAt, untilAt };
    return [{ ...row, meanUnits, quantiles, madeBy: forecastMethod }];
  });
}

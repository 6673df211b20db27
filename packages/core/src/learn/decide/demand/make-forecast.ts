import { dayMs } from '../../../words/index.ts';
import type { ItemId } from '../../../words/index.ts';
import type { DemandForecast, LearnedEffect } from '../../../stock/decide/index.ts';
import { forecastDemand } from './forecast-demand.ts';
import { priorsOf } from './pool/hierarchy.ts';
import type { ZonedSeries } from './pool/hierarchy.ts';
import { signalEffects } from './signals/signal-effects.ts';
import type { DemandSignals, MovedSeries, SignalEffects } from './signals/signal-effects.ts';

/** What is to be forecast of the hub's own series: plain data, so that another thread can work on it. */
export interface ForecastAsk {
  /** Units per week, all equally long and ending in the week before {@link ForecastAsk.fromAt}. */
  readonly series: readonly ZonedSeries[];
  /** First moment of the first week that is forecast. */
  readonly fromAt: number;
  /** The forecast is of the total of so many weeks. */
  readonly weeksAhead: number;
  /** What was told that may move demand; absent = nothing. */
  readonly signals?: DemandSignals;
}

/** A forecast, and what was learned on the way. */
export interface MadeForecast {
  /** One row per series that expects anything. */
  readonly forecasts: readonly DemandForecast[];
  /** What promotions, holidays and weather do; absent = none were told. */
  readonly learned?: readonly LearnedEffect[];
}

/** Name and version of the method, as rows of a forecast tell it. */
export const forecastMethod = 'combined.2';

/** Probabilities of the published quantiles. */
const probabilities = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99];
const weekMs = 7 * dayMs;
/** Less than this is nobody. */
const leastUnits = 0.01;

/** Days within so much of the mean of their span count as even. */
const evenWithin = 0.02;

/**
 * Forecasts items by zone from weekly demand: level, trend and the season of the year (once a year is known) are those
 * of all together, each series leans on its item and its zone where its own past says little. Promotions, holidays and weather
 * are taken out of the past and put into what is ahead, as far as the past proves what they do. About a millisecond of
 * work a series.
 */
export function makeForecast(ask: ForecastAsk): MadeForecast {
  const { moved, learned } = movedBySignals(ask);
  const priors = priorsOf(ask.series.map((one, at) => calmed(one, moved[at])));
  const asked = ask.series.map((one, at) => {
    const { upliftPast, upliftAhead } = moved[at] ?? {};
    return {
      key: String(at),
      units: one.units,
      priorUnits: priors[at] ?? 0,
      ...(upliftPast && { upliftPast }),
      ...(upliftAhead !== undefined && { upliftAhead }),
    };
  });
  const { fromAt, weeksAhead } = ask;
  const untilAt = fromAt + weeksAhead * weekMs;
  const how = { periodsAhead: weeksAhead, probabilities, periodsPerYear: 52 };
  const forecasts = forecastDemand(asked, how).flatMap(({ meanUnits, quantileUnits }, at) => {
    const { itemId = '', zone = '' } = ask.series[at] ?? {};
    if (!(meanUnits >= leastUnits)) return [];
    const quantiles = probabilities.map((one, ix) => [one, quantileUnits[ix] ?? 0] as const);
    const row = { itemId: itemId as ItemId, zone, fromAt, untilAt };
    return [{ ...row, meanUnits, quantiles, madeBy: forecastMethod, ...saidOf(moved[at]) }];
  });
  return { forecasts, ...(learned.length > 0 && { learned }) };
}

function movedBySignals({ series, fromAt, weeksAhead, signals }: ForecastAsk): SignalEffects {
  if (signals === undefined) return { moved: [], learned: [] };
  const weeksPast = series[0]?.units.length ?? 0;
  const firstDay = Math.floor(fromAt / dayMs) - 7 * weeksPast;
  return signalEffects(series, signals, {
    firstDay,
    weeksPast,
    weeksAhead,
    weekdays: signals.weekdays,
  });
}

const calmed = (one: ZonedSeries, moved: MovedSeries | undefined): ZonedSeries =>
  moved === undefined
    ? one
    : {
        ...one,
        units: Float64Array.from(one.units, (units, week) => units / (moved.upliftPast[week] ?? 1)),
      };

/** What a row says of signals: what moves it, and on which days, where they differ. */
function saidOf(moved: MovedSeries | undefined): Pick<DemandForecast, 'movedBy' | 'dayFactors'> {
  if (moved === undefined) return {};
  const { movedBy, dayFactors, upliftAhead } = moved;
  const isEven = dayFactors.every((one) => Math.abs(one / upliftAhead - 1) <= evenWithin);
  return {
    ...(movedBy.length > 0 && { movedBy }),
    ...(!isEven && { dayFactors: dayFactors.map((one) => Math.round(one * 1000) / 1000) }),
  };
}

import type { DemandMover, LearnedEffect } from '../../../../stock/decide/index.ts';
import type { ZonedSeries } from '../pool/hierarchy.ts';
import type { Holiday } from './holidays/holiday.ts';
import { holidayMoves } from './holidays/holiday-moves.ts';
import type { HolidayMoves } from './holidays/holiday-moves.ts';
import type { ZoneLines } from './holidays/usual-lines.ts';
import { anomaliesOf, weatherSignals } from './anomalies.ts';
import type { AnomaliesOf, WeatherSignal } from './anomalies.ts';
import { placedPromotions } from './placed-promotions.ts';
import type { PlacedPromotion, PromotionsOf } from './placed-promotions.ts';
import type { Promotion } from './promotion.ts';
import { promotionEffect } from './promotion-effect.ts';
import type { PromotionEffect } from './promotion-effect.ts';
import { daysOf, meanOver } from './signal-time.ts';
import type { Move, SignalTime } from './signal-time.ts';
import type { WeatherDay } from './weather.ts';
import { weatherEffect } from './weather-effect.ts';
import type { WeatherEffect } from './weather-effect.ts';

/** What was told that may move demand. */
export interface DemandSignals {
  readonly promotions: readonly Promotion[];
  /** One row per zone and day. */
  readonly weather: readonly WeatherDay[];
  /** One row per zone and day. */
  readonly holidays: readonly Holiday[];
  /** From the first day of the series; what holidays do is learned from these. */
  readonly zoneLines: readonly ZoneLines[];
  /** How much more is asked for on each weekday, Monday first, 1 on average. */
  readonly weekdays: readonly number[];
}

/** What signals do to one series. */
export interface MovedSeries {
  /** What each week of the past was multiplied with. */
  readonly upliftPast: Float64Array;
  /** What the span that is forecast is multiplied with. */
  readonly upliftAhead: number;
  /** What each day of it is multiplied with. */
  readonly dayFactors: readonly number[];
  readonly movedBy: readonly DemandMover[];
}

/** What signals do to every series, and what was learned of them. */
export interface SignalEffects {
  /** In the order of the series; undefined = nothing moves it. */
  readonly moved: readonly (MovedSeries | undefined)[];
  readonly learned: readonly LearnedEffect[];
}

/**
 * Learns from the past of all series what promotions, holidays and weather do to demand, and says what they did and will do to
 * each. What did not make the quantiles of held-out weeks better moves nothing.
 *
 * @param series units per week; all equally long
 * @param time the weeks of the series, and those ahead
 */
export function signalEffects(
  series: readonly ZonedSeries[],
  { promotions, weather, holidays, zoneLines }: DemandSignals,
  time: SignalTime,
): SignalEffects {
  const promotionsOf = placedPromotions(promotions, time);
  const promoted =
    promotions.length > 0 ? promotionEffect(series, promotionsOf, time) : noPromotions;
  const byHolidays = holidayMoves(holidays, zoneLines, time);
  let effects: Effects = { time, promotionsOf, promoted, byHolidays, weather: [] };
  if (weather.length === 0) return allMoved(series, effects);
  const anomalies = anomaliesOf(weather, time);
  // One after the other: what the temperature explains, rain need not.
  for (const signal of weatherSignals) {
    const known = effects;
    const calm = series.map((one) => ({ ...one, moved: movedSeries(one, known)?.upliftPast }));
    const of = { anomaliesOf: anomalies, signal, firstDay: time.firstDay };
    const effect = weatherEffect(calm, of);
    effects = { ...known, weather: [...known.weather, { signal, anomalies, effect }] };
  }
  return allMoved(series, effects);
}

const noPromotions: PromotionEffect = { factor: () => 1, learned: [] };

const allMoved = (series: readonly ZonedSeries[], effects: Effects): SignalEffects => ({
  moved: series.map((one) => movedSeries(one, effects)),
  learned: [
    ...effects.promoted.learned,
    ...effects.byHolidays.learned,
    ...effects.weather.flatMap(({ effect }) => effect.learned),
  ],
});

interface WeatherMoves {
  readonly signal: WeatherSignal;
  readonly anomalies: AnomaliesOf;
  readonly effect: WeatherEffect;
}

interface Effects {
  readonly time: SignalTime;
  readonly promotionsOf: PromotionsOf;
  readonly promoted: PromotionEffect;
  readonly byHolidays: HolidayMoves;
  readonly weather: readonly WeatherMoves[];
}

function movedSeries(one: ZonedSeries, effects: Effects): MovedSeries | undefined {
  const { time } = effects;
  const moves = [
    ...promotionMoves(one, effects),
    ...effects.byHolidays.movesIn(one.zone),
    ...weatherMoves(one, effects),
  ];
  if (moves.length === 0) return undefined;
  const factors = new Float64Array(daysOf(time)).fill(1);
  for (const { factorOn } of moves)
    for (let day = 0; day < factors.length; day += 1)
      factors[day] = (factors[day] ?? 1) * factorOn(day);
  const ahead = { from: 7 * time.weeksPast, until: factors.length };
  const valueOn = (day: number): number => factors[day] ?? 1;
  return {
    upliftPast: Float64Array.from({ length: time.weeksPast }, (_, week) =>
      meanOver(time, { from: 7 * week, until: 7 * week + 7 }, valueOn),
    ),
    upliftAhead: meanOver(time, ahead, valueOn),
    dayFactors: [...factors.slice(ahead.from)],
    movedBy: moves.flatMap(({ says, factorOn }) => {
      const percent = Math.round(100 * meanOver(time, ahead, factorOn));
      return percent === 100 ? [] : [{ ...says, percent }];
    }),
  };
}

function promotionMoves(
  { itemId, zone }: ZonedSeries,
  { promotionsOf, promoted }: Effects,
): readonly Move[] {
  return promotionsOf(itemId, zone).flatMap((promotion: PlacedPromotion) => {
    const factor = promoted.factor(promotion, itemId);
    const { from, until, promotionId } = promotion;
    if (factor === 1) return [];
    const factorOn = (day: number): number => (day >= from && day < until ? factor : 1);
    return [{ says: { signal: 'promotion' as const, promotionId }, factorOn }];
  });
}

function weatherMoves(one: ZonedSeries, { weather }: Effects): readonly Move[] {
  return weather.flatMap(({ signal, anomalies, effect }) => {
    const slope = effect.slope(one);
    const days = anomalies(one.zone, signal)?.days;
    if (slope === 0 || days === undefined) return [];
    const factorOn = (day: number): number =>
      Math.min(2, Math.max(0.5, Math.exp(slope * (days[day] ?? 0))));
    return [{ says: { signal }, factorOn }];
  });
}

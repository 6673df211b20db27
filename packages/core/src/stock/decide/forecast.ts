import { dayMs } from '../../words/index.ts';
import type { ItemId } from '../../words/index.ts';

/** A region of customers whose demand is counted together. */
export interface DemandZone {
  /** E.g. `CN-SH`, or the code of the place that stands for it. */
  readonly zoneId: string;
  /** Degrees north of the point that stands for the zone, −90 … 90. */
  readonly latitude: number;
  /** Degrees east, −180 … 180. */
  readonly longitude: number;
}

/** What customers of a zone are expected to ask for of an item, `fromAt` ≤ t < `untilAt`; lost demand counts as demand. */
export interface DemandForecast {
  readonly itemId: ItemId;
  /** @see DemandZone.zoneId */
  readonly zone: string;
  readonly fromAt: number;
  readonly untilAt: number;
  /** Expected units, with fractions, never below zero. */
  readonly meanUnits: number;
  /** Pairs of a probability (0 … 1, ascending) and the units that demand does not exceed with it (never descending). */
  readonly quantiles: readonly (readonly [probability: number, units: number])[];
  /** The method or model that made it, with its version, e.g. `combined.2`. */
  readonly madeBy: string;
  /** How demand lies over the UTC days that the span touches, in any measure, the first day first; absent = evenly. */
  readonly dayFactors?: readonly number[];
  /** What was told of that moves it away from what is usual; absent = nothing. */
  readonly movedBy?: readonly DemandMover[];
}

/** A promotion, a holiday, or weather, that moves a forecast, and by how much over its whole span. */
export interface DemandMover {
  readonly signal: 'promotion' | 'holiday' | 'temperature' | 'precipitation';
  /** Of a promotion. */
  readonly promotionId?: string;
  /** Of a holiday its name; the days before and after it are counted with it. */
  readonly holiday?: string;
  /** What the span expects with it, percent of what it would expect without; 150 = half as much again. */
  readonly percent: number;
}

/** What share of a forecast lies in a part of its span, 0 … 1, by its days. */
export function shareOfSpan(
  { fromAt, untilAt, dayFactors }: Pick<DemandForecast, 'fromAt' | 'untilAt' | 'dayFactors'>,
  part: { readonly fromAt: number; readonly untilAt: number },
): number {
  const [from, until] = [Math.max(fromAt, part.fromAt), Math.min(untilAt, part.untilAt)];
  if (until <= from) return 0;
  if (dayFactors === undefined) return (until - from) / (untilAt - fromAt);
  const firstDay = Math.floor(fromAt / dayMs);
  let [inside, all] = [0, 0];
  dayFactors.forEach((factor, ix) => {
    const [dawn, dusk] = [(firstDay + ix) * dayMs, (firstDay + ix + 1) * dayMs];
    all += factor * Math.max(0, Math.min(dusk, untilAt) - Math.max(dawn, fromAt));
    inside += factor * Math.max(0, Math.min(dusk, until) - Math.max(dawn, from));
  });
  return all > 0 ? inside / all : 0;
}

/**
 * What the past says of promotions of one sort, of holidays of one name, or of weather on goods of one temperature class. For
 * people: whether it moves a row, and by how much, the row says itself.
 */
export interface LearnedEffect {
  readonly signal: DemandMover['signal'];
  /** Of promotions their label, `` = none; of holidays their name; of weather the temperature class. */
  readonly of: string;
  /** Of holidays the label of those that work alike; absent = none. */
  readonly kind?: string;
  /** Of holidays whether it is of their own days, or of the three before or after them. */
  readonly side?: 'before' | 'on' | 'after';
  /** What promotions of the sort take off the price, percent; absent = unknown. */
  readonly discountPercent?: { readonly from: number; readonly until: number };
  /**
   * What demand is of the usual, percent: on a day of such a promotion; on such a day of a holiday; on a day five degrees warmer than others around it; on a
   * day of ten millimetres of rain where others are dry.
   */
  readonly percent: number;
  /** Two standard errors below and above it. */
  readonly percentFrom: number;
  readonly percentUntil: number;
  /** Promotions, holidays, or spans of four weeks, that speak for it. */
  readonly occasions: number;
  /** First and last day of these, days since 1970 (UTC). */
  readonly sinceDay: number;
  readonly untilDay: number;
  /** Whether it made the quantiles of held-out weeks, or days, better and so moves forecasts. */
  readonly counts: boolean;
}

/** Demand has left what was forecast: people are told, and the forecast is scaled until it fades. */
export interface DemandShift {
  readonly direction: 'more' | 'less';
  /** First and last day that speak for it, days since 1970 (UTC). */
  readonly sinceDay: number;
  readonly untilDay: number;
  readonly cameUnits: number;
  readonly expectedUnits: number;
  /** What demand is of the forecast, percent: 180 = four fifths more. */
  readonly percent: number;
}

/** A shift of one item in one zone. */
export interface SensedDemand extends DemandShift {
  readonly itemId: ItemId;
  /** @see DemandZone.zoneId */
  readonly zone: string;
}

/**
 * A fact: what was expected at a moment. The newest version counts for prices, buffers and the twin; older ones stay
 * so that a decision can be asked again.
 */
export interface ForecastPublished {
  /** 1, 2, 3 …; 0 = none was published yet. */
  readonly version: number;
  readonly madeAt: number;
  readonly zones: readonly DemandZone[];
  /** One row per item, zone and span; items that nobody asked for have none. As the method made them, without shifts. */
  readonly forecasts: readonly DemandForecast[];
  /** What was learned of promotions, holidays and weather when it was made; absent = nothing was told. */
  readonly learned?: readonly LearnedEffect[];
  /** Shifts that have not faded yet; absent = none. What is expected with them: `demandOver` of room learn. */
  readonly sensed?: readonly SensedDemand[];
}

/**
 * The units that demand does not exceed with a probability, between the published quantiles by straight lines; below
 * the first and above the last published one, that one.
 *
 * @param probability 0 … 1
 */
export function demandQuantile(
  { meanUnits, quantiles }: Pick<DemandForecast, 'meanUnits' | 'quantiles'>,
  probability: number,
): number {
  const above = quantiles.findIndex(([at]) => at >= probability);
  const [highAt, high] = quantiles[above < 0 ? quantiles.length - 1 : above] ?? [0, meanUnits];
  const [lowAt, low] = quantiles[above - 1] ?? [highAt, high];
  return highAt === lowAt ? high : low + ((high - low) * (probability - lowAt)) / (highAt - lowAt);
}

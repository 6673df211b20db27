/** What was asked for, period by period; a period is a week in the hub, and may be anything regular. */
export interface DemandSeries {
  /** Unique among the series that are forecast together, e.g. item and zone. */
  readonly key: string;
  /** Units per period, oldest first, 0 where nobody asked; all series end at the same moment and are equally long. */
  readonly units: ArrayLike<number>;
  /** What the level was multiplied with by something known (a promotion, heat); absent = 1 everywhere. */
  readonly upliftPast?: ArrayLike<number>;
  /** The same for the span that is forecast: one factor; absent = 1. */
  readonly upliftAhead?: number;
  /**
   * Expected units per period before this series is looked at, from its item and its zone, in the last periods, the
   * newest counting most (`priorsOf`); absent = none known.
   */
  readonly priorUnits?: number;
}

/** What is to be forecast of each series. */
export interface DemandAsk {
  /** The total over this many periods after the last one. */
  readonly periodsAhead: number;
  /** Probabilities of the quantiles, ascending, each between 0 and 1. */
  readonly probabilities: readonly number[];
  /** Periods a year, where the season is to be learned from the year before; absent = no season. */
  readonly periodsPerYear?: number;
}

/** What is expected of one series: its mean, and one quantile per probability that was asked for. */
export interface SeriesForecast {
  readonly key: string;
  readonly meanUnits: number;
  readonly quantileUnits: readonly number[];
  /** Weights of the methods, named, adding up to 1. */
  readonly shares: Readonly<Record<string, number>>;
}

/** A predictive distribution before it is asked for quantiles: a mean, a variance, or what happened in like cases. */
export type Outlook =
  | { readonly kind: 'counts'; readonly mean: number; readonly variance: number }
  | { readonly kind: 'cases'; readonly ascending: Float64Array };

/** A series as it was known at an origin, with what is common to all series taken out of it. */
export interface History {
  readonly units: ArrayLike<number>;
  /** Level of all series together per period, times the known uplift of this one; only its ratios count. */
  readonly index: ArrayLike<number>;
  /** Periods `0 … origin − 1` are known. */
  readonly origin: number;
  /** The level at the origin, in the measure of `index`. */
  readonly indexNow: number;
  readonly priorUnits: number | undefined;
}

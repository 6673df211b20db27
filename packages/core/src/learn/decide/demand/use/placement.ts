import { distanceKm, unitVector } from '../../../../words/index.ts';
import { demandQuantile } from '../../../../stock/decide/index.ts';
import type { DemandForecast, DemandZone } from '../../../../stock/decide/index.ts';
import { countQuantiles, countTail } from '../methods/negative-binomial.ts';

/** Where units of an item may lie, and what lies there or is on its way. */
export interface StockPlace {
  readonly nodeId: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly availableUnits: number;
  readonly comingUnits: number;
}

/** What is asked of a placement. */
export interface PlacementAsk {
  /** Forecasts of one item over the lead time, one per zone. */
  readonly forecasts: readonly Pick<DemandForecast, 'zone' | 'meanUnits' | 'quantiles'>[];
  readonly zones: readonly DemandZone[];
  readonly places: readonly StockPlace[];
  /** How often demand of the lead time shall be met, 0 … 1: lost margin over lost margin plus cost of a unit left over. */
  readonly serviceShare: number;
  /** Units that have to find a place. */
  readonly units: number;
}

/** What a place should have, with the numbers that it follows from. */
export interface PlacementHint {
  readonly nodeId: string;
  /** Zones that are nearest to it. */
  readonly zones: readonly string[];
  readonly meanUnits: number;
  /** Standard deviation of the demand of all its zones together. */
  readonly spreadUnits: number;
  /** Units that meet demand as often as was asked. */
  readonly targetUnits: number;
  /** What of the target is not expected to be sold: the buffer. */
  readonly safetyUnits: number;
  readonly haveUnits: number;
  /** Units that lack (above 0) or are too many. */
  readonly missingUnits: number;
  /** Of the units that have to find a place. */
  readonly placedUnits: number;
  /** How likely demand exceeds what is there with them, percent. */
  readonly shortPercent: number;
}

/**
 * Where the next units should lie: zones are served by their nearest place and pooled there, each place gets the
 * newsvendor's quantile as its target, and units go one by one to where they are most likely missed.
 *
 * @returns in the order of the places
 */
export function placementHints(ask: PlacementAsk): readonly PlacementHint[] {
  const served = servedBy(ask);
  const pools = ask.places.map((_, at) => pooled(served[at] ?? []));
  const placed = placedUnits(ask, pools);
  return ask.places.map(({ nodeId, availableUnits, comingUnits }, at) => {
    const { mean, variance } = pools[at] ?? { mean: 0, variance: 0 };
    const [targetUnits = 0] = countQuantiles({ mean, variance }, [ask.serviceShare]).map(Math.ceil);
    const haveUnits = availableUnits + comingUnits;
    const more = placed[at] ?? 0;
    return {
      nodeId,
      zones: (served[at] ?? []).map(({ zone }) => zone),
      meanUnits: mean,
      spreadUnits: Math.sqrt(variance),
      targetUnits,
      safetyUnits: Math.max(0, Math.ceil(targetUnits - mean)),
      haveUnits,
      missingUnits: targetUnits - haveUnits,
      placedUnits: more,
      shortPercent: Math.round(countTail({ mean, variance }, haveUnits + more) * 1000) / 10,
    };
  });
}

type ZoneDemand = PlacementAsk['forecasts'][number];

/** Ties go to the place that is named first. */
function servedBy({ forecasts, zones, places }: PlacementAsk): readonly (readonly ZoneDemand[])[] {
  const served: ZoneDemand[][] = places.map(() => []);
  const points = places.map(({ latitude, longitude }) => unitVector(latitude, longitude));
  for (const forecast of forecasts) {
    const zone = zones.find(({ zoneId }) => zoneId === forecast.zone);
    if (!zone) continue;
    const from = unitVector(zone.latitude, zone.longitude);
    const distances = points.map((point) => distanceKm(from, point));
    served[distances.indexOf(Math.min(...distances))]?.push(forecast);
  }
  return served;
}

type Pooled = ReturnType<typeof demandSpread>;

/**
 * Mean and variance of a forecast: the variance from its 90 % quantile, and never less than that of customers who come
 * each by themselves.
 */
export function demandSpread(forecast: Pick<DemandForecast, 'meanUnits' | 'quantiles'>): {
  readonly mean: number;
  readonly variance: number;
} {
  const above = (demandQuantile(forecast, 0.9) - forecast.meanUnits) / normalAtNine;
  return { mean: forecast.meanUnits, variance: Math.max(forecast.meanUnits, above * above) };
}

/** Zones vary each for itself: variances add up, which is why pooled places need less. */
function pooled(forecasts: readonly ZoneDemand[]): Pooled {
  let [mean, variance] = [0, 0];
  for (const forecast of forecasts) {
    const own = demandSpread(forecast);
    mean += own.mean;
    variance += own.variance;
  }
  return { mean, variance };
}

/** Standard deviations between the mean and the 90 % quantile of a normal distribution. */
const normalAtNine = 1.2816;

function placedUnits({ places, units }: PlacementAsk, pools: readonly Pooled[]): readonly number[] {
  const have = places.map(({ availableUnits, comingUnits }) => availableUnits + comingUnits);
  const placed = places.map(() => 0);
  const missed = places.map((_, at) => countTail(pools[at] ?? nobody, have[at] ?? 0));
  for (let unit = 0; unit < units && places.length > 0; unit += 1) {
    const at = missed.indexOf(Math.max(...missed));
    placed[at] = (placed[at] ?? 0) + 1;
    missed[at] = countTail(pools[at] ?? nobody, (have[at] ?? 0) + (placed[at] ?? 0));
  }
  return placed;
}

const nobody: Pooled = { mean: 0, variance: 0 };

import { compileModel, rowWriter } from '@ordermesh/core/models';
import type { ModelDocument } from '@ordermesh/core/models';

import type { PlacedOrder } from './knowledge.ts';
import { daysOf } from './walk-forward.ts';
import type { Forecast } from './walk-forward.ts';

/** What was delivered before a moment: what a table is made from. */
const deliveredBefore = (
  all: readonly PlacedOrder[],
  at: number,
): readonly PlacedOrder['order'][] =>
  all.flatMap(({ order }) => ((order.deliveredAt ?? Infinity) < at ? [order] : []));

/** One quantile of all past deliveries for everybody. */
export function globalQuantile(
  all: readonly PlacedOrder[],
  at: number,
  level: number,
): (order: PlacedOrder['order']) => number {
  const days = quantile(deliveredBefore(all, at).map(daysOf), level);
  return () => days;
}

/** A table of quantiles by state of seller and customer; pairs with fewer than 30 deliveries take that of all. */
export function statePairTable(
  all: readonly PlacedOrder[],
  at: number,
  level: number,
): (order: PlacedOrder['order']) => number {
  const past = deliveredBefore(all, at);
  const keyOf = ({ sellerState, state }: PlacedOrder['order']): string => `${sellerState} ${state}`;
  const pairs = new Map<string, number[]>();
  for (const order of past)
    pairs.set(keyOf(order), [...(pairs.get(keyOf(order)) ?? []), daysOf(order)]);
  const ofAll = quantile(past.map(daysOf), level);
  const table = new Map(
    [...pairs].map(([key, days]) => [key, days.length < 30 ? ofAll : quantile(days, level)]),
  );
  return (order) => table.get(keyOf(order)) ?? ofAll;
}

/** The smallest value that the share of the values does not exceed. */
function quantile(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1)] ?? 0;
}

/** Days by one model that is never trained or calibrated again. */
export function staticModel(
  model: ModelDocument,
  forecasts: readonly Forecast[],
  level: number,
): readonly number[] {
  const compiled = compileModel(model);
  const write = rowWriter(model.features);
  const row = new Float32Array(model.features.length);
  const into = new Float64Array(compiled.outputs);
  return forecasts.map(({ known }) => {
    write(known, row);
    compiled.predict(row, into);
    return into[model.levels.indexOf(level)] ?? 0;
  });
}

/** Each report moves the logarithm of the scale by so much of its error, as adaptive conformal prediction is usually written. */
const stepSize = 0.005;

/**
 * The trap: the scale goes up with every late report and down with every one in time, as they come in. Fast deliveries
 * report first, so it lags behind slow times and swings.
 *
 * @see Gibbs and Candès 2021, adaptive conformal inference
 */
export function naiveAdaptive(
  days: readonly number[],
  forecasts: readonly Forecast[],
  level: number,
): readonly number[] {
  const reports = forecasts
    .map(({ order }, at) => ({ at, reportedAt: order.deliveredAt ?? Infinity }))
    .sort((a, b) => a.reportedAt - b.reportedAt || a.at - b.at);
  let [logScale, next] = [0, 0];
  const said: number[] = [];
  forecasts.forEach(({ order }, at) => {
    for (; (reports[next]?.reportedAt ?? Infinity) <= order.placedAt; next += 1) {
      const of = reports[next]?.at ?? 0;
      const reported = forecasts[of];
      const isLate = reported !== undefined && daysOf(reported.order) > (said[of] ?? 0);
      logScale += stepSize * ((isLate ? 1 : 0) - (1 - level));
    }
    said[at] = (days[at] ?? 0) * Math.exp(logScale);
  });
  return said;
}

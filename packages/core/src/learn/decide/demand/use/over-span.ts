import { dayMs } from '../../../../words/index.ts';
import { shareOfSpan } from '../../../../stock/decide/index.ts';
import type {
  DemandForecast,
  ForecastPublished,
  SensedDemand,
} from '../../../../stock/decide/index.ts';
import { shiftFactor } from './sense.ts';

/**
 * What is expected in a span by the newest forecast and the shifts that were sensed since: the one way to read a
 * forecast, for prices, buffers, screens and the twin. A row that lies in the span only in part counts for that part;
 * days that no row speaks of count nothing.
 *
 * @param span half-open, epoch ms; `itemId` absent = all items
 */
export function demandOver(
  { forecasts, sensed = [] }: Pick<ForecastPublished, 'forecasts' | 'sensed'>,
  span: { readonly fromAt: number; readonly untilAt: number; readonly itemId?: string },
): readonly DemandForecast[] {
  const shifts = new Map(sensed.map((one) => [keyOf(one), one]));
  return forecasts.flatMap((row) => {
    if (span.itemId !== undefined && row.itemId !== span.itemId) return [];
    const fromAt = Math.max(row.fromAt, span.fromAt);
    const untilAt = Math.min(row.untilAt, span.untilAt);
    if (untilAt <= fromAt) return [];
    const lift = liftOver(shifts.get(keyOf(row)), fromAt, untilAt);
    return [scaled(row, { fromAt, untilAt, lift })];
  });
}

const keyOf = ({ itemId, zone }: Pick<SensedDemand, 'itemId' | 'zone'>): string =>
  `${itemId}\n${zone}`;

function liftOver(shift: SensedDemand | undefined, fromAt: number, untilAt: number): number {
  if (shift === undefined) return 1;
  const fromDay = Math.floor(fromAt / dayMs);
  return shiftFactor(shift, {
    fromDay,
    untilDay: Math.max(fromDay + 1, Math.ceil(untilAt / dayMs)),
  });
}

/** The mean goes with the time, what lies around it with its square root. */
function scaled(
  row: DemandForecast,
  part: { readonly fromAt: number; readonly untilAt: number; readonly lift: number },
): DemandForecast {
  const { fromAt, untilAt, lift } = part;
  const share = shareOfSpan(row, part);
  if (untilAt - fromAt === row.untilAt - row.fromAt && lift === 1) return row;
  const meanUnits = row.meanUnits * share;
  const quantiles = row.quantiles.map(
    ([probability, units]) =>
      [
        probability,
        Math.max(0, meanUnits + (units - row.meanUnits) * Math.sqrt(share)) * lift,
      ] as const,
  );
  return { ...row, ...daysOf(row, part), fromAt, untilAt, meanUnits: meanUnits * lift, quantiles };
}

/** The days of a part of the span. */
function daysOf(
  row: DemandForecast,
  part: { readonly fromAt: number; readonly untilAt: number },
): Pick<DemandForecast, 'dayFactors'> {
  if (row.dayFactors === undefined) return {};
  const first = Math.floor(row.fromAt / dayMs);
  const [from, until] = [Math.floor(part.fromAt / dayMs), Math.ceil(part.untilAt / dayMs)];
  return { dayFactors: row.dayFactors.slice(from - first, until - first) };
}

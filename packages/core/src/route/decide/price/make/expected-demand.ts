import { shareOfSpan } from '../../../../stock/decide/index.ts';
import type { DemandForecast } from '../../../../stock/decide/index.ts';

/** A span of time, half-open, epoch ms. */
export interface Horizon {
  readonly fromAt: number;
  readonly untilAt: number;
}

/**
 * What is expected of one item by zone, from all its forecasts, each counted as far as its span lies in the horizon.
 *
 * @param zoneIxOf index of a zone in the answer; other zones do not count
 */
export function expectedUnits(
  forecasts: readonly DemandForecast[],
  zoneIxOf: ReadonlyMap<string, number>,
  horizon: Horizon,
): Float64Array {
  const expected = new Float64Array(zoneIxOf.size);
  for (const row of forecasts) {
    const zoneIx = zoneIxOf.get(row.zone);
    const share = shareOfSpan(row, horizon);
    if (zoneIx === undefined || share <= 0) continue;
    expected[zoneIx] = (expected[zoneIx] as number) + row.meanUnits * share;
  }
  return expected;
}

/** A number that follows from a text alone (FNV-1a): the seed of the futures of an item. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash;
}

import type { CarrierService } from '../../../../network/decide/index.ts';

/**
 * What one order takes of a courier of the node: the way out as it usually is, and the same way back.
 *
 * @returns minutes, ≥ 0; 0 for services that collect by a timetable, and where nothing travels
 */
export function crewMinutesOf(
  { collection, serviceLevels, transit }: CarrierService,
  zone: number,
): number {
  if (collection.kind !== 'on_demand' || serviceLevels.every((level) => level === 'pickup'))
    return 0;
  const curve = transit[zone]?.minutes;
  if (curve === undefined) return 0;
  // The point nearest to the median: curves are given by a few round levels.
  const far = curve.levels.map((level) => Math.abs(level - 0.5));
  const nearest = far.indexOf(Math.min(...far));
  return 2 * Math.max(0, curve.values[nearest] ?? 0);
}

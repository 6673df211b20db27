import type { ObjectiveWeights } from '../../../strategy/decide/index.ts';
import type { BoardSlice } from '../question.ts';

/** What a place in the slot of the node costs: by its load, and by its price. */
export function placeMinor(
  { loadPercent, slotMilli }: BoardSlice,
  nodeIx: number,
  { fullSlotMinor, slotPricePercent }: ObjectiveWeights,
): number {
  const load = (loadPercent[nodeIx] as number) / 100;
  const byLoad = fullSlotMinor * load * load;
  if (slotMilli === undefined) return byLoad;
  return byLoad + ((slotMilli[nodeIx] as number) * (slotPricePercent ?? 0)) / 100_000;
}

/** What a minute of the node's own couriers costs. */
export const crewMinor = (
  { crewMilli }: BoardSlice,
  nodeIx: number,
  { slotPricePercent }: ObjectiveWeights,
): number =>
  crewMilli === undefined ? 0 : ((crewMilli[nodeIx] as number) * (slotPricePercent ?? 0)) / 100_000;

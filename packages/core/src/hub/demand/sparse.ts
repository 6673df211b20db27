/**
 * Adds units at a place of a row of pairs (place, units) that ascends by place. Places more than `kept` before the
 * newest one are forgotten, and are not added to any more.
 */
export function addUnits(
  pairs: number[],
  { place, units, kept }: { readonly place: number; readonly units: number; readonly kept: number },
): void {
  const newest = pairs.at(-2);
  if (newest !== undefined && place <= newest - kept) return;
  const at = placeIn(pairs, place);
  if (pairs[at] === place) pairs[at + 1] = (pairs[at + 1] ?? 0) + units;
  else pairs.splice(at, 0, place, units);
  const oldest = (pairs.at(-2) ?? place) - kept;
  let gone = 0;
  while ((pairs[gone] ?? place) <= oldest) gone += 2;
  if (gone > 0) pairs.splice(0, gone);
}

/** Units at a place, 0 where none were added. */
export function unitsAt(pairs: readonly number[], place: number): number {
  const at = placeIn(pairs, place);
  return pairs[at] === place ? (pairs[at + 1] ?? 0) : 0;
}

/** Index of the pair of the place, or where it would be; looked for from the newest, where most is. */
function placeIn(pairs: readonly number[], place: number): number {
  let at = pairs.length;
  while (at > 0 && (pairs[at - 2] ?? 0) >= place) at -= 2;
  return at;
}

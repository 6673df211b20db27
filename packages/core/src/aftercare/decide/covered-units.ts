import type { ItemId } from '../../words/index.ts';

/** The parts of one unit of a line, as they lie in a parcel. */
export type PartSet = readonly { readonly itemId: ItemId; readonly unitsPer: number }[];

/** A line as goods are counted for it. */
interface CoveredLine {
  readonly itemId: ItemId;
  readonly units: number;
  readonly sets?: readonly PartSet[];
}

/** Units per item, those of all entries together. */
export function unitsBack(
  entries: readonly (readonly [ItemId, number])[],
): ReadonlyMap<ItemId, number> {
  const units = new Map<ItemId, number>();
  for (const [itemId, count] of entries) units.set(itemId, (units.get(itemId) ?? 0) + count);
  return units;
}

/**
 * How many units of each line the goods cover. Goods that lie there as the line names them count first, first lines
 * first; what they leave is put together to whole sets for lines that were sent as parts.
 *
 * @param paid units per line that keep what covers them, so that two lines with a part in common never count it both
 * @returns units per line, and `beside`: units that no line takes and that are no part of any
 */
export function coveredUnits(
  lines: readonly CoveredLine[],
  back: ReadonlyMap<ItemId, number>,
  paid: readonly number[] = [],
): { readonly perLine: readonly number[]; readonly beside: number } {
  const left = new Map(back);
  const perLine = lines.map(({ itemId, units }) =>
    take([{ itemId, unitsPer: 1 }], { left, atMost: units }),
  );
  for (const limit of [(ix: number) => paid[ix] ?? 0, () => Infinity])
    lines.forEach(({ units, sets = [] }, ix) => {
      for (const set of sets) {
        const before = perLine[ix] ?? 0;
        const atMost = Math.max(0, Math.min(units, limit(ix)) - before);
        perLine[ix] = before + take(set, { left, atMost });
      }
    });
  const parts = new Set(lines.flatMap(({ sets = [] }) => sets.flat().map(({ itemId }) => itemId)));
  const beside = [...left].reduce(
    (sum, [itemId, units]) => sum + (parts.has(itemId) ? 0 : units),
    0,
  );
  return { perLine, beside };
}

/** Takes whole sets of what is left. @returns how many */
function take(
  set: PartSet,
  from: { readonly left: Map<ItemId, number>; readonly atMost: number },
): number {
  const { left, atMost } = from;
  const whole = set.map(({ itemId, unitsPer }) => Math.floor((left.get(itemId) ?? 0) / unitsPer));
  const count = Math.min(atMost, ...whole);
  if (count > 0)
    for (const { itemId, unitsPer } of set)
      left.set(itemId, (left.get(itemId) ?? 0) - count * unitsPer);
  return count;
}

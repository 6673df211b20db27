/**
 * The chance that the predicted amount is at most `value`, by a curve of quantiles: linear between its points, from
 * zero at amount zero; beyond the last point the tail goes on as steeply as the last piece bends, never reaching 1.
 *
 * @param levels ascending probabilities
 * @param values ascending amounts, as long as `levels`
 */
export function chanceWithin(
  levels: readonly number[],
  values: ArrayLike<number>,
  value: number,
): number {
  let [lowLevel, low] = [0, 0];
  for (let ix = 0; ix < levels.length; ix += 1) {
    const [level, high] = [levels[ix] as number, values[ix] as number];
    if (value <= high) {
      // The share first: it is at most 1 however small the amounts are, so that the chance never falls.
      const share = high <= low ? 1 : Math.max(0, value - low) / (high - low);
      return lowLevel + (level - lowLevel) * share;
    }
    [lowLevel, low] = [level, high];
  }
  return tailChance(levels, values, value);
}

/** An exponential tail through the last two points. */
function tailChance(levels: readonly number[], values: ArrayLike<number>, value: number): number {
  const last = levels.length - 1;
  if (last < 1) return levels[last] ?? 0;
  const [beforeAt, lastAt] = [values[last - 1] as number, values[last] as number];
  const [before, above] = [1 - (levels[last - 1] as number), 1 - (levels[last] as number)];
  if (lastAt <= beforeAt || above <= 0) return levels[last] as number;
  return 1 - above * (above / before) ** ((value - lastAt) / (lastAt - beforeAt));
}

/** The amount that is not exceeded with a probability: linear between the points of the curve, constant outside. */
export function amountAt(
  levels: readonly number[],
  values: ArrayLike<number>,
  level: number,
): number {
  let [lowLevel, low] = [0, values[0] as number];
  for (let ix = 0; ix < levels.length; ix += 1) {
    const [at, high] = [levels[ix] as number, values[ix] as number];
    if (level <= at)
      return ix === 0 ? high : low + ((high - low) * (level - lowLevel)) / (at - lowLevel);
    [lowLevel, low] = [at, high];
  }
  return low;
}

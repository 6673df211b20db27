import type { History } from '../series.ts';

/**
 * Exponentially weighted units per period at the level of the origin: the ratio of two sums, so that periods in which
 * nobody could buy (a closed week) weigh little.
 *
 * @param forgetting share of the weight that one period loses, 0 … 1
 */
export function weightedLevel(history: History, forgetting: number): number {
  const { units, index, origin, indexNow } = history;
  let [wanted, common, weight] = [0, 0, 1];
  for (let at = origin - 1; at >= 0 && weight > 1e-4; at -= 1) {
    wanted += weight * (units[at] ?? 0);
    common += weight * (index[at] ?? 0);
    weight *= 1 - forgetting;
  }
  return common > 0 ? (wanted / common) * indexNow : 0;
}

/** As {@link weightedLevel}, for the share of periods with any demand. */
export function weightedFrequency({ units, origin }: History, forgetting: number): number {
  let [times, all, weight] = [0, 0, 1];
  for (let at = origin - 1; at >= 0 && weight > 1e-4; at -= 1) {
    if ((units[at] ?? 0) > 0) times += weight;
    all += weight;
    weight *= 1 - forgetting;
  }
  return all > 0 ? times / all : 0;
}

/**
 * Variance of the units of a period over their mean, around the level, held between 1 and what was seen: series with
 * little demand lean to `usual`.
 */
export function dispersionOf(history: History, usual: number): number {
  const { units, index, origin, indexNow } = history;
  const level = weightedLevel(history, 0.05) / Math.max(indexNow, 1e-9);
  const first = Math.max(0, origin - 52);
  let [squares, expected] = [0, 0];
  for (let at = first; at < origin; at += 1) {
    const mean = level * (index[at] ?? 0);
    squares += ((units[at] ?? 0) - mean) ** 2;
    expected += mean;
  }
  const trust = 12;
  return Math.max(1, (squares + trust * usual) / (expected + trust));
}

/** The level with the weight of a prior that counts as much as some units. */
export function leaning(level: number, history: History, forgetting: number): number {
  const { priorUnits } = history;
  if (priorUnits === undefined) return level;
  const seen = Math.min(history.origin, 1 / forgetting);
  const periodsTrusted = 4;
  return (level * seen + priorUnits * periodsTrusted) / (seen + periodsTrusted);
}

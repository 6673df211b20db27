/** How much of the price counts, and what it would have cost. */
export interface ShrinkChoice {
  /** 0 = myopic, 100 = the whole price. */
  readonly shrinkPercent: number;
  /** Cost over all replays with this share. */
  readonly minor: number;
  /** Cost over all replays without prices. */
  readonly myopicMinor: number;
}

/**
 * Chooses how much of a price counts by replaying the past: where stock already lies perfectly, looking ahead does harm.
 * Only shares that were in no replay worse than no price at all are considered; among them the cheapest, of equally
 * cheap ones the smallest. No price at all always is a candidate.
 *
 * @param percents candidates, 0 … 100
 * @param replayMinor what each of the replays costs with this share; the same replays in the same order each time
 */
export function chooseShrink(
  percents: readonly number[],
  replayMinor: (shrinkPercent: number) => readonly number[],
): ShrinkChoice {
  const myopic = replayMinor(0);
  const myopicMinor = sumOf(myopic);
  let best: ShrinkChoice = { shrinkPercent: 0, minor: myopicMinor, myopicMinor };
  for (const shrinkPercent of [...percents].sort((a, b) => a - b)) {
    if (shrinkPercent === 0) continue;
    const costs = replayMinor(shrinkPercent);
    const minor = sumOf(costs);
    const neverWorse = costs.every((cost, ix) => cost <= (myopic[ix] ?? Infinity));
    if (neverWorse && minor < best.minor) best = { shrinkPercent, minor, myopicMinor };
  }
  return best;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

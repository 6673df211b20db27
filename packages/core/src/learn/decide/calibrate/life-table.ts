/** One case under watch: from which score on it was seen, how far it has come, and whether it has ended there. */
export interface WatchedSpan {
  /** Where the watch began (left truncation); 0 = from its start. */
  readonly fromScore: number;
  readonly untilScore: number;
  /** It ended at `untilScore`; else it goes on beyond it (right censored). */
  readonly hasEnded: boolean;
}

/** The distribution of ends by a life table: ascending scores and the share that has ended by each. */
export interface LifeTable {
  readonly scores: Float64Array;
  readonly endedShares: Float64Array;
  readonly ends: number;
}

/**
 * The product-limit estimate with late entry and censoring. What is open counts as long as it was watched; so neither
 * fast ends (that are known first) nor old ones (that are known best) weigh too much.
 *
 * @see Kaplan and Meier 1958; Lynden-Bell 1971 (late entry)
 */
export function lifeTable(spans: readonly WatchedSpan[]): LifeTable {
  const ends = spans.filter(({ hasEnded }) => hasEnded).map(({ untilScore }) => untilScore);
  const scores = Float64Array.from(ends).sort();
  const entries = Float64Array.from(spans, ({ fromScore }) => fromScore).sort();
  const exits = Float64Array.from(spans, ({ untilScore }) => untilScore).sort();
  const endedShares = new Float64Array(scores.length);
  let [entered, left, open] = [0, 0, 1];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] as number;
    while (entered < entries.length && (entries[entered] as number) < score) entered += 1;
    while (left < exits.length && (exits[left] as number) < score) left += 1;
    const watched = entered - left;
    if (watched > 0) open *= 1 - 1 / watched;
    endedShares[at] = 1 - open;
  }
  return { scores, endedShares, ends: scores.length };
}

/**
 * The score by which a share of those that end at all has ended: the ⌈(n + 1) share⌉-th of n, as split conformal
 * prediction takes it. Cases that never end (lost, forgotten) are not waited for.
 *
 * @returns undefined when there are too few ends to say
 */
export function scoreAt(
  { scores, endedShares, ends }: LifeTable,
  share: number,
): number | undefined {
  const wanted = (share * (ends + 1)) / ends;
  if (ends === 0 || wanted > 1) return undefined;
  const atMost = wanted * (endedShares[ends - 1] as number);
  const at = endedShares.findIndex((ended) => ended >= atMost - 1e-12);
  return scores[at < 0 ? ends - 1 : at];
}

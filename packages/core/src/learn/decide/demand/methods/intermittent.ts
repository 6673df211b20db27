/** How fast the size and the frequency of demand are unlearned, 0 … 1. */
export interface Smoothing {
  readonly size: number;
  readonly frequency: number;
}

/**
 * Expected units per period of demand that comes now and then, by one of three rules: `croston` divides the smoothed
 * size by the smoothed gap between two demands; `sba` is the same without its upward bias; `tsb` smooths the
 * probability of demand in every period, so that what is no longer asked for fades.
 *
 * @param units per period, oldest first; only the first `until` count
 * @see Croston 1972; Syntetos & Boylan 2005; Teunter, Syntetos & Babai 2011
 */
export function intermittentMean(
  units: ArrayLike<number>,
  until: number,
  { rule, size, frequency }: Smoothing & { readonly rule: 'croston' | 'sba' | 'tsb' },
): number {
  const start = startOf(units, until);
  if (!start) return 0;
  let { meanSize, gap, share } = start;
  let sinceLast = 1;
  for (let at = 0; at < until; at += 1) {
    const wanted = units[at] ?? 0;
    share += frequency * ((wanted > 0 ? 1 : 0) - share);
    if (wanted > 0) {
      meanSize += size * (wanted - meanSize);
      gap += frequency * (sinceLast - gap);
      sinceLast = 1;
    } else sinceLast += 1;
  }
  if (rule === 'tsb') return share * meanSize;
  return (meanSize / gap) * (rule === 'sba' ? 1 - frequency / 2 : 1);
}

/** Begins with the averages of the first periods, up to a year of months. */
function startOf(
  units: ArrayLike<number>,
  until: number,
): { readonly meanSize: number; readonly gap: number; readonly share: number } | undefined {
  const first = Math.min(12, until);
  let [sum, times, firstSize] = [0, 0, 0];
  for (let at = 0; at < until; at += 1) {
    const wanted = units[at] ?? 0;
    if (wanted <= 0) continue;
    if (firstSize === 0) firstSize = wanted;
    if (at >= first) break;
    sum += wanted;
    times += 1;
  }
  if (firstSize === 0) return undefined;
  const share = times / first;
  return { meanSize: times > 0 ? sum / times : firstSize, gap: 1 / Math.max(share, 0.02), share };
}

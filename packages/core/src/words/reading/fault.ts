/** One thing wrong with an input: where, why, and what to do. */
export interface InputFault {
  /** JSON pointer (RFC 6901) into what was sent, e.g. `/lines/3/quantity`; empty for the whole. */
  readonly field: string;
  /** kebab-case reason, e.g. `too-small`. */
  readonly reason: string;
  /** A sentence that tells the sender what to do. */
  readonly remedy: string;
}

/** Writes a path as a JSON pointer. @see RFC 6901 section 3 */
export const jsonPointer = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * The known word that was probably meant.
 *
 * @returns the nearest candidate with at most two slips (one for words below five letters; a swap of
 * neighbours is one slip), earliest first among equals, or undefined when none is near
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const slipsMax = word.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestSlips = slipsMax + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > slipsMax) continue;
    const slips = slipsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips];
  }
  return best;
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
function slipsBetween(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] as number) + 1 : Infinity;
      const [removed, added] = [(row[j] as number) + 1, (next[j - 1] as number) + 1];
      next.push(Math.min(replaced, swapped, removed, added));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

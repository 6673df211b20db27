import type { CharSet } from './fragment.ts';

/**
 * Sets of characters as bits over the smallest alphabet that tells them apart, so that sets share a character exactly
 * when their bits do.
 */
export function bitsOf(sets: readonly CharSet[]): readonly bigint[] {
  const bounds = [
    ...new Set(sets.flatMap(({ ranges }) => ranges.flatMap(({ min, max }) => [min, max + 1]))),
  ].sort((a, b) => a - b);
  const letters = new Map<string, bigint>();
  const bits = sets.map(() => 0n);
  for (const bound of bounds) {
    const holders = sets.flatMap((set, at) => (set.has(bound) ? [at] : []));
    const key = holders.join(' ');
    if (letters.has(key)) continue;
    const bit = 1n << BigInt(letters.size);
    letters.set(key, bit);
    for (const at of holders) bits[at] = (bits[at] ?? 0n) | bit;
  }
  return bits;
}

import { sealAfter } from '../decide/index.ts';
import type { TrailHash, TrailSeal } from '../decide/index.ts';
import type { TrailStore } from '../ports/trail.ts';

/** Events of the log that one seal covers at most. */
const stretchMax = 500;
/** A stretch without entries is sealed too when it is so long, so that a start need not look far back. */
const emptyMax = 20_000;

type SealingStore = Pick<TrailStore, 'unsealedEntries' | 'lastSeal' | 'addSeal'>;

/**
 * Seals the audit trail, stretch by stretch, behind whatever was sealed by this or another process: none is elected,
 * because a number is taken once. Commits are not waited for and do not wait.
 *
 * @returns a look that seals all that is final now, and answers with the newest seal when it sealed something
 */
export function trailSealer(
  store: SealingStore,
  now: () => number,
  hash?: TrailHash,
): () => Promise<TrailSeal | undefined> {
  /** Behind this seal there are no entries up to that position. */
  let looked = { hash: '', through: 0 };
  const fromOf = (last: TrailSeal | undefined): number => {
    const { hash = '', throughSequence = 0 } = last ?? {};
    if (looked.hash !== hash) looked = { hash, through: throughSequence };
    return looked.through;
  };
  return async () => {
    let newest: TrailSeal | undefined;
    for (let last = await store.lastSeal(); ;) {
      const from = fromOf(last);
      const found = await store.unsealedEntries(from, stretchMax);
      if (found.throughSequence <= from) return newest;
      looked = { ...looked, through: found.throughSequence };
      const isLong = found.throughSequence - (last?.throughSequence ?? 0) >= emptyMax;
      if (found.entries.length === 0 && !isLong) continue;
      const seal = sealAfter(last, found, { sealedAt: now(), ...(hash && { hash }) });
      if (await store.addSeal(seal)) newest = last = seal;
      else last = await store.lastSeal();
    }
  };
}

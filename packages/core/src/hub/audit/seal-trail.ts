import { sealAfter } from '../decide/index.ts';
import type { TrailHash, TrailSeal } from '../decide/index.ts';
import type { TrailStore } from '../ports/trail.ts';
import { sealSigner } from './sign-seals.ts';
import type { SealingKey } from './sign-seals.ts';

/** Events of the log that one seal covers at most. */
const stretchMax = 500;
/** A stretch without entries is sealed too when it is so long, so that a start need not look far back. */
const emptyMax = 20_000;

type SealingStore = Pick<TrailStore, 'unsealedEntries' | 'lastSeal' | 'addSeal' | 'seals'>;

type Stretch = Parameters<typeof sealAfter>[1];

/** How seals are made. */
export interface SealHow {
  readonly hash?: TrailHash;
  /** Signs each seal; absent = seals are not signed. */
  readonly key?: SealingKey;
}

/**
 * Seals the audit trail, stretch by stretch, behind whatever was sealed by this or another process: none is elected,
 * because a number is taken once. Commits are not waited for and do not wait.
 *
 * @returns a look that seals all that is final now, and answers with the newest seal when it sealed something; with a key
 *   it throws `TrailBroken` when the chain does not go on from what was signed before: then nothing is sealed on top of it
 */
export function trailSealer(
  store: SealingStore,
  now: () => number,
  { hash, key }: SealHow = {},
): () => Promise<TrailSeal | undefined> {
  /** Behind this seal there are no entries up to that position. */
  let looked = { hash: '', through: 0 };
  const fromOf = (last: TrailSeal | undefined): number => {
    const { hash = '', throughSequence = 0 } = last ?? {};
    if (looked.hash !== hash) looked = { hash, through: throughSequence };
    return looked.through;
  };
  const signer = key && sealSigner(store, key, hash);
  const made = (last: TrailSeal | undefined, stretch: Stretch): TrailSeal => {
    const seal = sealAfter(last, stretch, { sealedAt: now(), ...(hash && { hash }) });
    return signer ? signer.signed(seal) : seal;
  };
  const kept = (seal: TrailSeal): TrailSeal => {
    signer?.keep(seal);
    return seal;
  };
  const lastNow = async (): Promise<TrailSeal | undefined> => {
    const last = await store.lastSeal();
    await signer?.follow(last);
    return last;
  };
  return async () => {
    let newest: TrailSeal | undefined;
    for (let last = await lastNow(); ;) {
      const from = fromOf(last);
      const found = await store.unsealedEntries(from, stretchMax);
      if (found.throughSequence <= from) return newest;
      looked = { ...looked, through: found.throughSequence };
      const isLong = found.throughSequence - (last?.throughSequence ?? 0) >= emptyMax;
      if (found.entries.length === 0 && !isLong) continue;
      const seal = made(last, found);
      if (await store.addSeal(seal)) newest = last = kept(seal);
      else last = await lastNow();
    }
  };
}

import { checkSeal } from '../decide/index.ts';
import type { TrailHead, TrailHow, TrailMisfit, TrailSeal } from '../decide/index.ts';
import type { TrailStore } from '../ports/trail.ts';

/** Which part of the chain is checked, and what somebody noted of it. */
export interface TrailAsk {
  /** Begins behind this seal, which was checked before; 0 = at the beginning. */
  readonly afterSeal: number;
  /** 1 … 200. */
  readonly sealsMax: number;
  /** A head that was noted elsewhere: it must be in the chain. */
  readonly head?: TrailHead;
}

/** What a check found. */
export interface TrailCheck {
  readonly seals: number;
  readonly entries: number;
  /** The first that does not fit; what comes behind it is not looked at. */
  readonly misfit: TrailMisfit | undefined;
  /** The last seal that fits. */
  readonly last: TrailSeal | undefined;
  /** Whether there is nothing behind it. */
  readonly isEnd: boolean;
}

type CheckedStore = Pick<TrailStore, 'seals' | 'storedEntries'>;

/**
 * Checks a part of the audit trail against its seals: reads the entries that the log has now and computes all hashes
 * anew. Cost: one read per seal, and a hash of every entry.
 */
export async function verifyTrail(
  store: CheckedStore,
  ask: TrailAsk,
  how?: TrailHow,
): Promise<TrailCheck> {
  const { afterSeal, sealsMax, head } = ask;
  const headMisfit = head && (await misfitOfHead(store, head));
  let last = afterSeal === 0 ? undefined : (await store.seals(afterSeal - 1, 1))[0];
  const found = { seals: 0, entries: 0 };
  if (headMisfit) return { ...found, misfit: headMisfit, last, isEnd: false };
  if (afterSeal > 0 && last?.number !== afterSeal)
    return {
      ...found,
      misfit: { what: 'seal-missing', seal: afterSeal },
      last: undefined,
      isEnd: false,
    };
  const seals = await store.seals(afterSeal, sealsMax + 1);
  for (const seal of seals.slice(0, sealsMax)) {
    // One more than there were: whatever was put between comes to light among them.
    const entries = await store.storedEntries(seal, seal.entries.length + 1);
    const misfit = checkSeal({ last, seal, entries }, how);
    if (misfit) return { ...found, misfit, last, isEnd: false };
    last = seal;
    found.seals += 1;
    found.entries += seal.entries.length;
  }
  return { ...found, misfit: undefined, last, isEnd: seals.length <= sealsMax };
}

async function misfitOfHead(
  store: CheckedStore,
  { number, hash }: TrailHead,
): Promise<TrailMisfit | undefined> {
  const [seal] = await store.seals(number - 1, 1);
  if (seal?.number !== number) return { what: 'head-missing', seal: number };
  return seal.hash === hash ? undefined : { what: 'head-differs', seal: number };
}

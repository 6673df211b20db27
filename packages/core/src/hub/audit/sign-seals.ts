import { checkLink, signedText } from '../decide/index.ts';
import type {
  SealSignature,
  SignatureRule,
  TrailHash,
  TrailHead,
  TrailMisfit,
  TrailSeal,
} from '../decide/index.ts';
import type { TrailStore } from '../ports/trail.ts';

/** A key that signs seals, and what its process knows of the chain; neither lies in the database. */
export interface SealingKey {
  readonly sign: (text: string) => SealSignature;
  /** Signatures of this key, and of other processes of the hub. */
  readonly judge: SignatureRule['judge'];
  /** The newest seal that this process knows to be right. */
  readonly known: {
    readonly read: () => TrailHead | undefined;
    readonly write: (head: TrailHead) => void;
  };
}

/** The chain in the database does not go on from what this process knows: somebody took seals away or made them anew. */
export class TrailBroken extends Error {
  readonly misfit: TrailMisfit;

  constructor(misfit: TrailMisfit) {
    super(`${misfit.what} (seal ${String(misfit.seal)})`);
    this.misfit = misfit;
  }
}

const sealsPerRead = 200;

/** Signs seals, and only behind what was signed before. */
interface SealSigner {
  readonly signed: (seal: TrailSeal) => TrailSeal;
  readonly keep: (seal: TrailSeal) => void;
  /**
   * Goes with the chain to its newest seal. Without this, who can write the database could take seals away, change what they
   * sealed, and have it signed as if it had always been so.
   *
   * @throws TrailBroken when the newest seal does not go on from the one that is known
   */
  readonly follow: (last: TrailSeal | undefined) => Promise<void>;
}

export function sealSigner(
  store: Pick<TrailStore, 'seals'>,
  key: SealingKey,
  hash?: TrailHash,
): SealSigner {
  const keep = ({ number, hash: sealHash }: TrailSeal): void =>
    key.known.write({ number, hash: sealHash });
  return {
    keep,
    signed: (seal) => ({ ...seal, signature: key.sign(signedText(seal)) }),
    follow: async (last) => {
      const known = key.known.read();
      if (known?.number === last?.number && known?.hash === last?.hash) return;
      // Where nothing is known yet, what is there now is where signing begins.
      const misfit = known && (await misfitBehind(known, { store, key, hash }));
      if (misfit) throw new TrailBroken(misfit);
      if (last) keep(last);
    },
  };
}

async function misfitBehind(
  known: TrailHead,
  {
    store,
    key,
    hash,
  }: { store: Pick<TrailStore, 'seals'>; key: SealingKey; hash: TrailHash | undefined },
): Promise<TrailMisfit | undefined> {
  let [before] = await store.seals(known.number - 1, 1);
  if (before?.number !== known.number) return { what: 'head-missing', seal: known.number };
  if (before.hash !== known.hash) return { what: 'head-differs', seal: known.number };
  const how = {
    signatures: { fromSeal: known.number + 1, judge: key.judge },
    ...(hash && { hash }),
  };
  for (;;) {
    const seals = await store.seals(before.number, sealsPerRead);
    for (const seal of seals) {
      const misfit = checkLink({ last: before, seal }, how);
      if (misfit) return misfit;
      before = seal;
    }
    if (seals.length < sealsPerRead) return undefined;
  }
}

import type { Logger } from 'pino';
import { headText, TrailBroken, trailSealer } from '@ordermesh/core/hub';
import type { TrailMisfit, TrailSeal } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import { sha256Hex } from '../json/index.ts';
import type { PresentSealing } from '../presence/index.ts';
import { again } from '../pricing/index.ts';
import type { AgainWorker } from '../pricing/index.ts';
import type { NamedSealingKey } from '../trail/index.ts';

/** How often the head of the trail is logged at most, ms: where logs are kept apart it is noted there. */
const tellEveryMs = 3_600_000;

/** How a process seals. */
export interface SealTelling {
  readonly log: Logger;
  /** Absent = seals are not signed. */
  readonly key?: NamedSealingKey | undefined;
  /** Hears how sealing stands, when that changed. */
  readonly changed?: ((sealing: PresentSealing) => void) | undefined;
}

/** How sealing stands before the first look. */
export const sealingOf = (key: NamedSealingKey | undefined): PresentSealing =>
  key ? { keyId: key.keyId, believes: key.believes } : { believes: [] };

/**
 * Seals the audit trail every few seconds and once more at the end, and tells the log the head from time to time. Several
 * processes may do so. With a key nothing is sealed behind a chain that does not go on from what was signed; without one
 * seals are made, and it is told when there are signed ones before them.
 */
export function sealTrail(
  { store, now }: Pick<Backend, 'store' | 'now'>,
  { log, key, changed }: SealTelling,
): AgainWorker {
  const look = trailSealer(store, now, { hash: sha256Hex, ...(key && { key }) });
  const stands = standing(key, { log, changed });
  let [toldAt, hasLooked] = [-Infinity, false];
  const tell = (seal: TrailSeal): void => {
    toldAt = now();
    log.info(
      { head: headText(seal), position: seal.throughSequence, sealedAt: seal.sealedAt },
      'the audit trail is sealed up to here',
    );
  };
  const lookAndTell = async (isDue: () => boolean): Promise<void> => {
    try {
      const seal = await look();
      if (seal && isDue()) tell(seal);
      if (key) stands.whole();
      else if (seal || !hasLooked) stands.unsigned((await store.trailProgress(0)).signedThrough);
      hasLooked = true;
    } catch (failure) {
      if (failure instanceof TrailBroken) stands.broken(failure.misfit);
      else log.warn({ err: failure }, 'sealing the audit trail failed; it is tried again');
    }
  };
  const sealing = again(
    () => lookAndTell(() => now() - toldAt >= tellEveryMs),
    () => undefined,
  );
  return {
    stop: async () => {
      await sealing.stop();
      await lookAndTell(() => true);
    },
  };
}

/** Tells log and listener how sealing stands, the latter only what is new. */
function standing(
  key: NamedSealingKey | undefined,
  { log, changed }: Pick<SealTelling, 'log' | 'changed'>,
) {
  const usual = sealingOf(key);
  let known = JSON.stringify(usual);
  const says = (sealing: PresentSealing): boolean => {
    const text = JSON.stringify(sealing);
    if (text === known) return false;
    known = text;
    changed?.(sealing);
    return true;
  };
  let isWarned = false;
  return {
    whole: (): void => void says(usual),
    unsigned: (signedThrough: number | null): void => {
      if (signedThrough === null) return;
      says({ ...usual, signedThrough });
      if (isWarned) return;
      isWarned = true;
      log.warn(
        { signedThrough, setting: 'OM_AUDIT_KEY_FILE' },
        'this process seals the audit trail without a key, and earlier seals are signed (docs/guide/audit.md)',
      );
    },
    broken: ({ what, seal }: TrailMisfit): void => {
      says({ ...usual, broken: { what, seal } });
      log.error(
        { misfit: { what, seal } },
        'seals of the audit trail were taken away or made anew: nothing is sealed until people have looked (docs/guide/audit.md)',
      );
    },
  };
}

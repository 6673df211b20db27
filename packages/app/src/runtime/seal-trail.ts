import type { Logger } from 'pino';
import { headText, TrailBroken, trailSealer } from '@ordermesh/core/hub';
import type { SealingKey, TrailSeal } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import { sha256Hex } from '../json/index.ts';
import { again } from '../pricing/index.ts';
import type { AgainWorker } from '../pricing/index.ts';

/** How often the head of the trail is logged at most, ms: where logs are kept apart it is noted there. */
const tellEveryMs = 3_600_000;

/**
 * Seals the audit trail every few seconds and once more at the end, and tells the log the head from time to time. Several
 * processes may do so. With a key nothing is sealed behind a chain that does not go on from what was signed.
 */
export function sealTrail(
  { store, now }: Pick<Backend, 'store' | 'now'>,
  { log, key }: { readonly log: Logger; readonly key?: SealingKey | undefined },
): AgainWorker {
  const look = trailSealer(store, now, { hash: sha256Hex, ...(key && { key }) });
  let toldAt = -Infinity;
  const tell = (seal: TrailSeal): void => {
    toldAt = now();
    log.info(
      { head: headText(seal), position: seal.throughSequence, sealedAt: seal.sealedAt },
      'the audit trail is sealed up to here',
    );
  };
  const sealing = again(
    async () => {
      const seal = await look();
      if (seal && now() - toldAt >= tellEveryMs) tell(seal);
    },
    (failure) => fail(log, failure),
  );
  return {
    stop: async () => {
      await sealing.stop();
      try {
        const seal = await look();
        if (seal) tell(seal);
      } catch (failure) {
        fail(log, failure);
      }
    },
  };
}

function fail(log: Logger, failure: unknown): void {
  if (failure instanceof TrailBroken)
    log.error(
      { misfit: failure.misfit },
      'seals of the audit trail were taken away or made anew: nothing is sealed until people have looked (docs/guide/audit.md)',
    );
  else log.warn({ err: failure }, 'sealing the audit trail failed; it is tried again');
}

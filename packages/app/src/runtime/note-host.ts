import type { Logger } from 'pino';
import type { Backend } from '../backend.ts';
import { changedSettings } from '../config/index.ts';
import type { Configuration } from '../config/index.ts';
import { notedKey } from '../keys/index.ts';
import type { ApiKey, KeyRing } from '../keys/index.ts';
import { again } from '../pricing/index.ts';
import type { AgainWorker } from '../pricing/index.ts';
import { version } from './version.ts';

/** What the trail is told of a process. */
export interface HostNoting {
  readonly configuration: Configuration;
  /** The keys that it takes; absent: it answers no requests. */
  readonly keys?: KeyRing;
  readonly log: Logger;
}

/**
 * Tells the audit trail that the process began and with which settings, and then which keys came, became others or went:
 * keys are kept in a file beside the hub, so that is all that it can see of them.
 */
export function noteHost({ hub }: Pick<Backend, 'hub'>, noting: HostNoting): AgainWorker {
  const { configuration, keys, log } = noting;
  let hasBegun = false;
  let seen: readonly ApiKey[] | undefined;
  return again(
    async () => {
      if (!hasBegun)
        await hub.noteStart({ version, settings: changedSettings(configuration.origins) });
      hasBegun = true;
      const ring = keys?.();
      if (ring === undefined || ring === seen) return;
      await hub.noteKeys(ring.map(notedKey));
      seen = ring;
    },
    (failure) => log.warn({ err: failure }, 'telling the audit trail failed; it is tried again'),
  );
}

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { createHub } from '@ordermesh/core/hub';
import type { Env } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import type { Configuration } from '../config/index.ts';
import { sealKeysAgain, secretOfStore } from '../privacy/index.ts';
import { trainInThread } from '../training/index.ts';
import { keyBox } from '../webhooks/index.ts';
import { nodeEnv } from './node-env.ts';
import { openStore } from './open-store.ts';

/** What starting a hub needs besides its settings. */
export interface BackendStart {
  /** What the process is, e.g. `serve`; the first word of its name in the log. */
  readonly as: string;
  readonly log: Logger;
  /** Receives a line for people. */
  readonly note: (line: string) => void;
  /** The outside world; default the real one. */
  readonly env?: Env;
}

/**
 * Opens the store that the settings name and starts the hub on it, with the rules that the settings give.
 *
 * @throws AppFailure as `openStore`
 */
export async function startBackend(
  configuration: Configuration,
  { as, log, note, env = nodeEnv(log) }: BackendStart,
): Promise<Backend> {
  const { settings } = configuration;
  const origin = `${as}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const store = await openStore(configuration, { origin, note });
  const { remorseMinutes, choiceMinutes, choiceDefault, pickupReminderHours, pickupHours } =
    settings;
  const hub = await createHub({
    store,
    env,
    origin,
    host: settings.uriHost,
    currency: settings.currency,
    train: trainInThread,
    rules: {
      remorseMinutes,
      consolidateMinutesMax: settings.consolidateMinutes,
      choiceMinutes,
      choiceDefault,
      pickupReminderHours,
      pickupHours,
      priceMinutesMax: settings.pricesMinutesMax,
      fourEyes: settings.fourEyes,
      approvalHours: settings.approvalHours,
    },
  });
  void wrapKeysAgain({ hub, store }, configuration, log);
  return { hub, store, now: () => env.now() };
}

/** With a newer secret in front of an older one, keys are wrapped again while the hub works. */
async function wrapKeysAgain(
  backend: Pick<Backend, 'hub' | 'store'>,
  { settings }: Configuration,
  log: Logger,
): Promise<void> {
  const secrets = secretOfStore(settings);
  if (!secrets.includes(',')) return;
  try {
    const again = await sealKeysAgain(backend, keyBox(secrets));
    log.info({ keys: again }, 'the keys of envelopes are wrapped with the newest secret');
  } catch (failure) {
    log.warn({ err: failure }, 'not all keys of envelopes were wrapped again; the next start does');
  }
}

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { createHub, feedLog } from '@ordermesh/core/hub';
import type { Bus, Env, Hub, Store } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import type { Configuration, Role } from '../config/index.ts';
import { clearTextWarning, sealKeysAgain, secretOfStore } from '../privacy/index.ts';
import { flipsInThread } from '../explaining/index.ts';
import { settleInThread } from '../pricing/index.ts';
import { trainInThread } from '../training/index.ts';
import { keyBox } from '../webhooks/index.ts';
import { nodeEnv } from './node-env.ts';
import { openBus } from './open-bus.ts';
import { openStore } from './open-store.ts';

/** What starting a hub needs besides its settings. */
export interface BackendStart {
  /** What the process is, e.g. `serve`; the first word of its name in the log. */
  readonly as: string;
  readonly log: Logger;
  /** Receives a line for people. */
  readonly note: (line: string) => void;
  /** Its part in a hub of several processes; absent: it does everything, and for nobody else. */
  readonly roles?: ReadonlySet<Role>;
  /** The outside world; default the real one. */
  readonly env?: Env;
}

/**
 * Opens the store that the settings name, and the bus if the process has a role, and starts the hub on them, with the
 * rules that the settings give.
 *
 * @throws AppFailure as `openStore` and `openBus`
 */
export async function startBackend(
  configuration: Configuration,
  start: BackendStart,
): Promise<Backend> {
  const { as, log, note, roles, env = nodeEnv(log) } = start;
  warnOfClearText(configuration, log);
  const origin = `${as}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const store = await openStore(configuration, { origin, note });
  const bus = roles && (await openBus(configuration, origin));
  const hub = await createHub({
    ...{ store, env, origin, ...rulesOf(configuration) },
    ...(bus && { bus }),
    hasTimers: roles?.has('worker') ?? true,
  });
  void wrapKeysAgain({ hub, store }, configuration, log);
  return {
    ...{ hub, store, now: () => env.now() },
    ...(bus && { bus }),
    ...(bus && roles.has('worker') && { endFeeding: feeding(bus, { hub, store, env }) }),
  };
}

function warnOfClearText({ settings }: Configuration, log: Logger): void {
  const warning = clearTextWarning(settings);
  if (warning !== undefined) log.warn(warning);
}

const feeding = (
  { feed }: Bus,
  { hub, store, env }: { readonly hub: Hub; readonly store: Store; readonly env: Env },
) => feedLog({ store, feed, env, beginAt: () => hub.figures().boardSequence });

const rulesOf = ({ settings }: Configuration) => ({
  host: settings.uriHost,
  currency: settings.currency,
  train: trainInThread,
  settle: settleInThread,
  flips: flipsInThread(),
  rules: {
    remorseMinutes: settings.remorseMinutes,
    consolidateMinutesMax: settings.consolidateMinutes,
    choiceMinutes: settings.choiceMinutes,
    choiceDefault: settings.choiceDefault,
    pickupReminderHours: settings.pickupReminderHours,
    pickupHours: settings.pickupHours,
    priceMinutesMax: settings.pricesMinutesMax,
    priceHorizonDays: settings.pricesHorizonDays,
    priceFutures: settings.pricesFutures,
    fourEyes: settings.fourEyes,
    approvalHours: settings.approvalHours,
    routing: settings.routing,
    routingTriesMax: settings.routingTries,
  },
});

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

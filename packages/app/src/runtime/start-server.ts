import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { runRouter } from '@ordermesh/core/hub';
import type { Router } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import { allRoles } from '../config/index.ts';
import type { Settings } from '../config/index.ts';
import { AppFailure } from '../errors/index.ts';
import { dayQuota, inFlight, requestLimits, shareQuota } from '../limits/index.ts';
import type { DayQuota } from '../limits/index.ts';
import { buildHttp } from '../http/index.ts';
import type { HttpSurface } from '../http/index.ts';
import { tokenReader } from '../tokens/index.ts';
import { runForecasts, runPricing } from '../pricing/index.ts';
import type { AgainWorker } from '../pricing/index.ts';
import { keyBox, runWebhooks, sendOverHttp } from '../webhooks/index.ts';
import type { KeyBox, WebhookWorker } from '../webhooks/index.ts';
import type { Phase } from '../observe/index.ts';
import { nodeEnv } from './node-env.ts';
import { sealTrail } from './seal-trail.ts';
import type { ServerMaking } from './server-making.ts';
import { tellOthers } from './tell-others.ts';
import type { ToldOthers } from './tell-others.ts';
import { version } from './version.ts';

/** A server that runs. */
export interface RunningServer {
  /** Where it listens, e.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly backend: Backend;
  /**
   * Takes nothing new, finishes what is in flight, stops the hub, closes the store. Calling it again waits for the
   * same stop.
   *
   * @returns whether everything was finished within `stopSecondsMax`
   */
  readonly stop: () => Promise<boolean>;
}

/**
 * Starts the HTTP surface and behind it a hub. Listening comes first, so that a taken port is told before a database
 * is touched, and so that probes see a start in progress.
 *
 * @throws AppFailure `port-taken`, or what `start` throws
 */
export async function startServer(making: ServerMaking): Promise<RunningServer> {
  const { settings, log } = making;
  const box = keyBox(settings.secretKey);
  const { requestsPerDay: perDay } = settings;
  const life: Life = { phase: 'starting', ...(perDay > 0 && { quota: dayQuota(perDay) }) };
  const http = await openHttp(making, life, box);
  const url = await listen(http, settings);
  try {
    life.backend = await making.start();
  } catch (failure) {
    await http.close();
    throw failure;
  }
  life.phase = 'running';
  const started = life.backend;
  life.told = await tellOthers(making, started, box);
  const workers = await startWorkers(making, started, { box, life });
  let stopping: Promise<boolean> | undefined;
  const stop = async (): Promise<boolean> => {
    life.phase = 'stopping';
    log.info('stopping: finishing what was accepted');
    const finished = http
      .close()
      .then(() => Promise.all(workers.map((worker) => worker.stop())))
      .then(() => started.hub.stop())
      .then(() => started.endFeeding?.())
      .then(() => started.bus?.close())
      .then(() => started.store.close());
    return within(finished, settings.stopSecondsMax * 1_000);
  };
  return { url, backend: started, stop: () => (stopping ??= stop()) };
}

/** What becomes known of a server while it starts, runs and stops. */
interface Life {
  phase: Phase;
  backend?: Backend;
  told?: ToldOthers;
  /** Absent = keys may send any number of requests a day. */
  readonly quota?: DayQuota;
}

function openHttp(
  { settings, log, keys, roles = allRoles }: ServerMaking,
  life: Life,
  box: KeyBox,
): Promise<HttpSurface> {
  const tokens = tokenReader(settings);
  if (!box.seals)
    log.warn(
      'webhook signing keys are kept in the store as they are; set OM_SECRET_KEY to seal them',
    );
  return buildHttp({
    backend: () => life.backend,
    phase: () => life.phase,
    keys,
    ...(tokens && { tokens }),
    log,
    now: () => Date.now(),
    mono: () => performance.now(),
    bodyLimitBytes: settings.bodyLimitBytes,
    batchLimitBytes: settings.batchLimitBytes,
    publicUrl: settings.publicUrl,
    version,
    webhookTargets: settings.webhookTargets,
    keyBox: box,
    limits: requestLimits(settings, life.quota && { quota: life.quota, now: () => Date.now() }),
    inFlight: inFlight(settings.writesAtOnceMax, {
      targetMs: settings.writesAnsweredMs,
      mono: () => performance.now(),
    }),
    servesApi: roles.has('api'),
    presence: () => life.told?.presence,
  });
}

/** What goes on beside the answers, by the roles of this process. */
async function startWorkers(
  making: ServerMaking,
  backend: Backend,
  { box, life }: { readonly box: KeyBox; readonly life: Life },
): Promise<readonly AgainWorker[]> {
  const { roles = allRoles, beside, log } = making;
  return [
    ...(life.told?.presence ? [life.told.presence] : []),
    ...(life.quota ? [shareQuota({ ...backend, log, quota: life.quota })] : []),
    ...(roles.has('router') ? [await startRouter(making, backend)] : []),
    ...(roles.has('webhook') ? [startWebhooks(making, backend, box)] : []),
    ...(beside ? [beside(backend)] : []),
    ...(roles.has('worker')
      ? [...startMakers(making, backend), startSealing(making, backend, life)]
      : []),
  ];
}

const startSealing = (
  { log, sealingKey }: ServerMaking,
  backend: Backend,
  { told }: Life,
): AgainWorker => sealTrail(backend, { log, key: sealingKey, changed: told?.tellSealing });

/** An attempt to deliver takes this long at most. */
const deliverTimeoutMs = 10_000;

/** A router looks for orders whatever the setting is now: those accepted before it was changed wait too. */
const startRouter = ({ log, settings }: ServerMaking, { hub, bus }: Backend): Promise<Router> =>
  runRouter({
    hub,
    env: nodeEnv(log),
    ...(bus && { queue: bus.routing }),
    expectsOrders: settings.routing === 'router',
    fail: (failure) => log.warn({ err: failure }, 'router: a try failed; it is tried again'),
  });

function startWebhooks(
  { settings, log }: ServerMaking,
  backend: Backend,
  box: KeyBox,
): WebhookWorker {
  const { hub, store, now } = backend;
  const send = sendOverHttp({
    targets: settings.webhookTargets,
    timeoutMs: deliverTimeoutMs,
    now,
    version,
  });
  return runWebhooks(
    { hub, store, now, send, chance: Math.random, box },
    {
      origin: `webhooks-${String(process.pid)}-${randomUUID().slice(0, 8)}`,
      after: (delayMs, callback) => nodeEnv(log).after(delayMs, callback),
      fail: (failure) => log.warn({ err: failure }, 'webhooks: a look failed; it is tried again'),
    },
  );
}

/** What is made beside decisions: forecasts first, because prices follow from them. */
function startMakers({ pricing, log }: ServerMaking, { hub }: Backend): readonly AgainWorker[] {
  if (pricing === undefined) return [];
  const unique = `${String(process.pid)}-${randomUUID().slice(0, 8)}`;
  const how = (what: string) => ({
    settings: pricing,
    owner: `${what}-${unique}`,
    fail: (failure: unknown) => {
      log.warn({ err: failure }, `${what}: making them failed; it is tried again`);
    },
  });
  return [runForecasts(hub, how('forecasts')), runPricing(hub, how('prices'))];
}

/**
 * Connections that wait to be taken, as many as Linux allows by itself: what finds no place comes again after 1, 3 and 7
 * seconds, and nobody is told.
 */
const backlog = 4_096;

async function listen(
  { app, close }: HttpSurface,
  { host, port }: Pick<Settings, 'host' | 'port'>,
): Promise<string> {
  try {
    await app.listen({ host, port, backlog });
  } catch (failure) {
    await close();
    const code = (failure as { readonly code?: unknown }).code;
    const why = code === 'EADDRINUSE' ? 'another process listens there' : String(failure);
    throw new AppFailure('port-taken', { why: `${host}:${port}: ${why}.`, cause: failure });
  }
  const { address, port: taken, family } = app.server.address() as AddressInfo;
  const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${family === 'IPv6' && shown === address ? `[${shown}]` : shown}:${taken}`;
}

/** Whether the work ended in time. */
async function within(work: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

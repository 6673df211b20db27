import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Something that is being made in a thread of its own. */
export interface InMaking<T> {
  /** Rejects when the thread fails or is ended. */
  readonly made: Promise<T>;
  readonly end: () => Promise<unknown>;
}

/** Where the body of a thread is. */
export interface ThreadBody {
  /** In the built package. */
  readonly built: URL;
  /** Among the sources, which only tests and development run, through a loader. */
  readonly source: URL;
}

/**
 * Makes something in a thread that lives no longer than its work: makings are minutes apart. Its body takes `workerData`
 * and posts one message.
 */
export function makeInThread<T>(body: ThreadBody, ask: unknown): InMaking<T> {
  const thread = openThread(body, ask);
  const told = once(thread, 'message').then(([made]: unknown[]) => made as T);
  const ended = once(thread, 'exit').then(([code]) => {
    throw new Error(`the thread ${body.built.href} ended with code ${String(code)}`);
  });
  return { made: Promise.race([told, ended]), end: () => thread.terminate() };
}

/** Starts a thread from the build, or from the sources where these run. */
export function openThread({ built, source }: ThreadBody, workerData?: unknown): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(built, { workerData });
  const file = JSON.stringify(source.href);
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const boot = `import(${loader}).then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(boot, { workerData, eval: true });
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PriceAsk, PriceSheet } from '@ordermesh/core/route';

/** A sheet that is being made in its thread. */
export interface SheetInMaking {
  /** Rejects when the thread fails or is ended. */
  readonly sheet: Promise<PriceSheet>;
  readonly end: () => Promise<unknown>;
}

/** Makes a sheet in a thread that lives no longer than its work: makings are minutes apart. */
export function makeInThread(ask: PriceAsk): SheetInMaking {
  const thread = openThread(ask);
  const made = once(thread, 'message').then(([sheet]: unknown[]) => sheet as PriceSheet);
  const ended = once(thread, 'exit').then(([code]) => {
    throw new Error(`the thread that makes prices ended with code ${String(code)}`);
  });
  return { sheet: Promise.race([made, ended]), end: () => thread.terminate() };
}

/** Of the built package a file; of the sources, which only tests and development run, through a loader. */
function openThread(workerData: PriceAsk): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./price-thread.js', import.meta.url), { workerData });
  const body = JSON.stringify(new URL('./price-thread.ts', import.meta.url).href);
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const boot = `import(${loader}).then(({ register }) => { register(); return import(${body}); })`;
  return new Worker(boot, { workerData, eval: true });
}

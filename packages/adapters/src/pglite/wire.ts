import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';

import { StoreFailure } from '@ordermesh/core/hub';

/** The embedded database in its thread. */
export interface DatabaseWorker {
  /** A new wire to it; one at a time. */
  readonly connect: () => Duplex;
  stop(): Promise<void>;
}

/** Messages of the protocol that end a connection; the embedded database has only one and keeps it. */
const isTerminate = (chunk: Uint8Array): boolean => chunk.length === 5 && chunk[0] === 0x58;

/** Starts the thread and resolves when the database answers. */
export async function startWorker(directory: string | undefined): Promise<DatabaseWorker> {
  const worker = openThread({ directory });
  const started: unknown = await Promise.race([
    once(worker, 'message').then(([message]: unknown[]) => message),
    once(worker, 'exit').then(([code]) => `its thread ended with code ${code}`),
  ]).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (started !== 'ready')
    throw new StoreFailure(`The embedded database did not start: ${String(started)}`, false);
  let stopped = '';
  worker.once('error', (error: unknown) => {
    stopped = error instanceof Error ? error.message : String(error);
  });
  worker.once('exit', () => {
    stopped ||= 'closed';
  });
  return {
    connect: () => openWire(worker, () => stopped),
    stop: async () => {
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}

/** Of the built package a file; of the sources, which only tests and development run, through a loader. */
function openThread(workerData: { readonly directory: string | undefined }): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  const body = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const boot = `import(${loader}).then(({ register }) => { register(); return import(${body}); })`;
  return new Worker(boot, { workerData, eval: true });
}

/** A socket as the driver knows it, whose other end is the thread. */
function openWire(worker: Worker, stoppedBecause: () => string): Duplex {
  const waiting: (() => void)[] = [];
  const onAnswer = (answer: Uint8Array | string): void => {
    if (typeof answer === 'string') {
      wire.destroy(new Error(`The embedded database failed: ${answer}`));
      return;
    }
    wire.push(answer);
    waiting.shift()?.();
  };
  const onExit = (): void => {
    wire.destroy(new Error(`The embedded database has stopped: connection terminated`));
  };
  const wire = Object.assign(
    new Duplex({
      read: () => undefined,
      writev: (chunks, done) => {
        const bytes = Buffer.concat(
          chunks.map(({ chunk }) => chunk as Buffer).filter((chunk) => !isTerminate(chunk)),
        );
        if (bytes.length === 0) {
          done();
          return;
        }
        waiting.push(done);
        const copy = new Uint8Array(bytes);
        worker.postMessage(copy, [copy.buffer]);
      },
      final: (done) => {
        wire.push(null);
        done();
      },
      destroy: (error, done) => {
        worker.off('message', onAnswer);
        worker.off('exit', onExit);
        done(error);
      },
    }),
    {
      connect: () => {
        const stopped = stoppedBecause();
        process.nextTick(() => {
          if (stopped === '') wire.emit('connect');
          else wire.destroy(new Error(`The embedded database has stopped: ${stopped}`));
        });
        return wire;
      },
      setNoDelay: () => wire,
      setKeepAlive: () => wire,
      ref: () => wire,
      unref: () => wire,
    },
  );
  worker.on('message', onAnswer);
  worker.once('exit', onExit);
  return wire;
}

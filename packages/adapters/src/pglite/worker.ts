import { parentPort, workerData } from 'node:worker_threads';

import { PGlite } from '@electric-sql/pglite';

// The body of the thread that runs the embedded database: bytes of the protocol in, bytes out, in order.
const { directory } = workerData as { readonly directory: string | undefined };
const database = new PGlite(directory === undefined ? 'memory://' : directory);
await database.waitReady;

let last = Promise.resolve();
parentPort?.on('message', (message: Uint8Array | 'stop') => {
  last = last.then(() => (message === 'stop' ? stop() : answer(message)));
});
parentPort?.postMessage('ready');

async function answer(message: Uint8Array): Promise<void> {
  try {
    const bytes = Uint8Array.from(await database.execProtocolRaw(message));
    parentPort?.postMessage(bytes, [bytes.buffer]);
  } catch (error) {
    // The database throws plain objects, too, when its process would have ended.
    const { message: text } = error as { readonly message?: unknown };
    parentPort?.postMessage(typeof text === 'string' ? text : String(error));
  }
}

async function stop(): Promise<void> {
  await database.close();
  parentPort?.close();
}

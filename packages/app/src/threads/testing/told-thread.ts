import { parentPort, threadId } from 'node:worker_threads';

// The body of a thread of the tests: says which thread it is and what it was asked; fails and ends when it is told to.
parentPort?.on('message', (ask: string) => {
  if (ask === 'fail') throw new Error('told to fail');
  if (ask === 'end') process.exit(3);
  parentPort?.postMessage(`${String(threadId)} ${ask}`);
});

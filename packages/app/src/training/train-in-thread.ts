import type { HubMaking } from '@ordermesh/core/hub';
import { makeInThread } from '../threads/index.ts';
import type { ThreadBody } from '../threads/index.ts';

type Trainer = NonNullable<HubMaking['train']>;

const thread: ThreadBody = {
  built: new URL('./train-thread.js', import.meta.url),
  source: new URL('./train-thread.ts', import.meta.url),
};

/** Trains a model in a thread that lives no longer than its work. */
export const trainInThread: Trainer = (task) =>
  makeInThread<Awaited<ReturnType<Trainer>>>(thread, task).made;

import type { HubMaking } from '@ordermesh/core/hub';
import { makeInThread } from '../threads/index.ts';
import type { ThreadBody } from '../threads/index.ts';

type Settler = NonNullable<HubMaking['settle']>;

const thread: ThreadBody = {
  built: new URL('./settle-thread.js', import.meta.url),
  source: new URL('./settle-thread.ts', import.meta.url),
};

/** Settles orders that are begun next in a thread that lives no longer than its work. */
export const settleInThread: Settler = (ask) =>
  makeInThread<Awaited<ReturnType<Settler>>>(thread, ask).made;

import type { HubMaking } from '@ordermesh/core/hub';
import { makeInThread } from './in-thread.ts';
import type { ThreadBody } from './in-thread.ts';

type Settler = NonNullable<HubMaking['settle']>;

const thread: ThreadBody = {
  built: new URL('./settle-thread.js', import.meta.url),
  source: new URL('./settle-thread.ts', import.meta.url),
};

/** Settles orders that are begun next in a thread that lives no longer than its work. */
export const settleInThread: Settler = (ask) =>
  makeInThread<Awaited<ReturnType<Settler>>>(thread, ask).made;

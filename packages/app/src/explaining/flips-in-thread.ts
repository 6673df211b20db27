import type { HubMaking } from '@ordermesh/core/hub';
import { standingThread } from '../threads/index.ts';
import type { ThreadBody } from '../threads/index.ts';

type FlipFinder = NonNullable<HubMaking['flips']>;

const thread: ThreadBody = {
  built: new URL('./flips-thread.js', import.meta.url),
  source: new URL('./flips-thread.ts', import.meta.url),
};

/** Finds flips in a thread that stands by; one after the other, however many are asked for at once. */
export const flipsInThread = (): FlipFinder => standingThread(thread);

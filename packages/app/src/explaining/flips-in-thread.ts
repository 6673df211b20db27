import type { HubMaking } from '@ordermesh/core/hub';
import { makeInThread } from '../pricing/index.ts';
import type { ThreadBody } from '../pricing/index.ts';

type FlipFinder = NonNullable<HubMaking['flips']>;
type Flips = Awaited<ReturnType<FlipFinder>>;

const thread: ThreadBody = {
  built: new URL('./flips-thread.js', import.meta.url),
  source: new URL('./flips-thread.ts', import.meta.url),
};

/** Finds flips in a thread that lives no longer than its work; one after the other, however many are asked for at once. */
export function flipsInThread(): FlipFinder {
  let before: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const found = before.then(() => makeInThread<Flips>(thread, ask).made);
    before = found.catch(() => undefined);
    return found;
  };
}

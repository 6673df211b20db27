import type { Env } from '../ports/env.ts';
import type { LogFeed } from '../ports/bus.ts';

/** Batches that follow each other within this time are one nudge. */
const gatherMs = 4;

/** Tells the feed that something was committed, once for all that is committed within a few milliseconds. */
export function nudging(env: Env, feed: LogFeed | undefined): () => void {
  if (!feed) return () => undefined;
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    env.after(gatherMs, () => {
      isDue = false;
      feed.nudge();
    });
  };
}

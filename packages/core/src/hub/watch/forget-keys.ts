import { minuteMs } from '../../words/index.ts';
import type { HubParts } from '../run/parts.ts';

const everyMs = 5 * minuteMs;
/** Answers removed by one statement: a transaction of a few milliseconds. */
const answersAtOnce = 1_000;

/** Removes kept answers of idempotency keys whose time is over, beside everything else: no timer waits for it. */
export interface KeyWatch {
  look(): void;
  /** Resolves when nothing is being removed. */
  settled(): Promise<void>;
}

/** Opens the watch; its first look is due after a pause, so that a start is not slowed. */
export function keyWatch(parts: Pick<HubParts, 'store' | 'env'>): KeyWatch {
  const { store, env } = parts;
  let nextAt = env.now() + everyMs;
  let removing: Promise<void> = Promise.resolve();

  async function removeExpired(at: number): Promise<void> {
    while ((await store.forgetExpiredKeys(at, answersAtOnce)) === answersAtOnce);
  }

  return {
    look: () => {
      const at = env.now();
      if (at < nextAt) return;
      nextAt = at + everyMs;
      removing = removeExpired(at).catch((failure: unknown) => {
        env.log('warn', 'removing expired idempotency keys failed; it is tried again', {
          failure: String(failure),
        });
      });
    },
    settled: () => removing,
  };
}

import type { InMaking } from '../threads/index.ts';

/** Does something anew by itself, until it is stopped. */
export interface AgainWorker {
  stop(): Promise<void>;
}

/** How often it is looked whether something is due, ms; a new network or forecast waits no longer. */
const lookEveryMs = 5_000;

/**
 * Looks now and then whether something is due; the looks themselves decide it.
 *
 * @param look gets a way to make something in a thread, which is ended when the worker is
 */
export function again(
  look: (inThread: <T>(open: () => InMaking<T>) => Promise<T>) => Promise<unknown>,
  fail: (failure: unknown) => void,
): AgainWorker {
  let [timer, isStopped]: [NodeJS.Timeout | undefined, boolean] = [undefined, false];
  let making: InMaking<unknown> | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  const inThread = <T>(open: () => InMaking<T>): Promise<T> => {
    if (isStopped) throw new Error('this process makes nothing any more');
    const opened = open();
    making = opened;
    return opened.made;
  };
  const next = (): void => {
    looking = look(inThread)
      .catch((failure: unknown) => {
        if (!isStopped) fail(failure);
      })
      .finally(() => {
        if (!isStopped) timer = setTimeout(next, lookEveryMs);
      });
  };
  next();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await making?.end();
      await looking;
    },
  };
}

/** Has nothing to do. */
export const idleWorker: AgainWorker = { stop: () => Promise.resolve() };

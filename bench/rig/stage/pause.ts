import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Waits. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Something that is done again and again until it is stopped. */
export interface Repeated {
  /** Resolves when the act in hand is over; nothing is begun any more. */
  readonly stop: () => Promise<void>;
}

/**
 * Does something again and again, one at a time.
 *
 * @param waitMs how long to wait before each act
 */
export function again(waitMs: () => number, act: () => Promise<void>): Repeated {
  let stopped = false;
  let wake = (): void => undefined;
  const stopping = new Promise<void>((resolve) => (wake = resolve));
  const work = (async () => {
    while (!isOver()) {
      await Promise.race([pause(waitMs()), stopping]);
      if (!isOver()) await act();
    }
  })();
  function isOver(): boolean {
    return stopped;
  }
  return {
    stop: async () => {
      stopped = true;
      wake();
      await work;
    },
  };
}

/** Waits until something is so. @returns how long it took, ms; undefined = it was not so in time */
export async function until(
  isSo: () => Promise<boolean>,
  { withinMs, everyMs = 100 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<number | undefined> {
  const startedMs = performance.now();
  for (;;) {
    if (await isSo()) return performance.now() - startedMs;
    if (performance.now() - startedMs > withinMs) return undefined;
    await pause(everyMs);
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

import { expect, it } from 'vitest';
import type { LoggedEvent } from '@ordermesh/core/hub';
import { fakeClock, memoryDatabase, memoryStore } from '@ordermesh/testkit';
import { keyBox, runWebhooks } from './index.ts';

/** A worker on an empty store, and how often it has looked. */
function aWorker() {
  const clock = fakeClock();
  const store = memoryStore({ database: memoryDatabase(), origin: 'test' });
  let looks = 0;
  let told: ((event: LoggedEvent) => void) | undefined;
  const worker = runWebhooks(
    {
      hub: {
        keepCases: () => Promise.reject(new Error('nothing is kept here')),
        figures: () => {
          throw new Error('nothing is counted here');
        },
        subscribe: (listener) => {
          told = listener;
          return () => undefined;
        },
      },
      store: {
        ...store,
        caseList: (filter, ask) => {
          looks += 1;
          return store.caseList(filter, ask);
        },
      },
      ...{ now: () => clock.now(), chance: () => 0, box: keyBox('') },
      send: () => Promise.reject(new Error('nothing is sent here')),
    },
    {
      ...{ origin: 'test', after: (ms, go) => clock.after(ms, go) },
      fail: (failure) => {
        throw failure;
      },
    },
  );
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    worker,
    looks: () => looks,
    happens: () => told?.({} as LoggedEvent),
    pass: async (ms: number) => {
      clock.advance(ms);
      await settled();
    },
  };
}

it('looks soon after something happened, and events that never stop do not put the look off', async () => {
  const { worker, looks, happens, pass } = aWorker();
  await pass(1);
  expect(looks()).toBe(1);
  for (let ms = 0; ms < 200; ms += 10) {
    happens();
    await pass(10);
  }
  expect(looks()).toBeGreaterThan(5);
  await worker.stop();
});

it('looks every second when nothing happens, and not after it was stopped', async () => {
  const { worker, looks, pass } = aWorker();
  for (let ms = 0; ms < 5000; ms += 100) await pass(100);
  expect(looks()).toBeGreaterThanOrEqual(5);
  const before = looks();
  await worker.stop();
  await pass(10_000);
  expect(looks()).toBe(before);
});

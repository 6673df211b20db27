import { expect, it } from 'vitest';
import { trainFrom } from '@ordermesh/core/learn';
import type { TrainTask } from '@ordermesh/core/learn';
import { dayMs, minuteMs } from '@ordermesh/core/words';
import { aStore } from '@ordermesh/testkit';
import { trainInThread } from './index.ts';

const node = aStore('st_a');
const firstDay = 20_000;

/** Ninety days of a store that packs in twenty to sixty minutes. */
const task: TrainTask = {
  use: 'handling',
  at: (firstDay + 90) * dayMs,
  version: 1,
  seed: 1,
  parcels: Array.from({ length: 450 }, (_, n) => {
    const epochDay = firstDay + Math.floor(n / 5);
    const startedAt = epochDay * dayMs + 3 * 60 * minuteMs;
    return {
      place: { node, epochDay },
      startedAt,
      readyAt: startedAt + (20 + ((n * 37) % 40)) * minuteMs,
    };
  }),
};

it('a model is trained in a thread, the same as on the spot, and timers go on meanwhile', async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 5);
  try {
    const onTheSpot = trainFrom(task);
    expect([onTheSpot.ok, ticks]).toEqual([true, 0]);
    const trained = await trainInThread(task);
    expect(ticks).toBeGreaterThan(5);
    expect(trained).toEqual(onTheSpot);
  } finally {
    clearInterval(timer);
  }
}, 120_000);

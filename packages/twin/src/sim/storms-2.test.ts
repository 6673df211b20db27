import { expect, it } from 'vitest';

import { runSchedule } from './schedule.ts';

/** Schedules of this half; more are run by `npm run sim`. */
const seeds = Array.from({ length: 150 }, (_, ix) => 1151 + ix);

const customers = 20;

it('a hundred and fifty storms of four hours lose nothing, sell nothing twice, and come to rest', async () => {
  const broken: string[] = [];
  for (const seed of seeds)
    for (const { invariant, numbers } of (await runSchedule({ customers, seed })).violations)
      broken.push(`seed ${String(seed)}: ${invariant}: ${numbers}`);
  expect(broken).toEqual([]);
}, 300_000);

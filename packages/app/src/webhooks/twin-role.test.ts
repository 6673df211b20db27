import { expect, it } from 'vitest';
import { runSchedule } from '@ordermesh/twin';
import type { Deeds, ScheduleReport } from '@ordermesh/twin';
import { twinWebhooks } from './index.ts';

/** Seeds with subscribers, among them some whose endpoint says that it is gone. */
const seeds = [14, 17, 19];

it('subscribers of a mesh under faults are told all that they want, some of it again and all of it signed, and go on after they were switched off', async () => {
  const reports: ScheduleReport[] = [];
  for (const seed of seeds)
    reports.push(await runSchedule({ seed, customers: 30, webhooks: twinWebhooks }));
  expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  const sum = (deed: keyof Deeds): number => reports.reduce((all, { did }) => all + did[deed], 0);
  expect(sum('told')).toBeGreaterThan(1_000);
  expect(sum('toldAgain')).toBeGreaterThan(100);
  expect(sum('suspended')).toBeGreaterThan(0);
  expect(sum('keysChanged')).toBeGreaterThan(3);
}, 120_000);

it('a schedule without what delivers has no subscribers, and runs the same way otherwise', async () => {
  const [without, told] = [
    await runSchedule({ seed: 17, customers: 10 }),
    await runSchedule({ seed: 17, customers: 10, webhooks: twinWebhooks }),
  ];
  expect(without.did.told).toBe(0);
  expect(told.did.told).toBeGreaterThan(0);
  // Subscribers draw from a chance of their own.
  expect(told.hash).toBe(without.hash);
}, 60_000);

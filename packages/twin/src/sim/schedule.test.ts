import { expect, it } from 'vitest';

import { calm } from './faults/fault-mix.ts';
import { runSchedule } from './schedule.ts';
import type { ScheduleReport } from './schedule.ts';
import { commandOf } from './shrink.ts';

it('runs the same way every time: log and physical truth of a seed have one hash', async () => {
  const [first, again] = [await runSchedule({ seed: 7 }), await runSchedule({ seed: 7 })];
  expect(again).toEqual(first);
  expect((await runSchedule({ seed: 8 })).hash).not.toBe(first.hash);
}, 60_000);

it('draws faults that strike, and a calm world without them', async () => {
  const storm = await runSchedule({ seed: 5 });
  expect(storm.crashes).toBeGreaterThan(0);
  const without = Object.keys(calm);
  const quiet = await runSchedule({ seed: 5, without });
  expect(quiet.mix).toEqual(calm);
  expect([quiet.crashes, quiet.violations, quiet.acknowledged]).toEqual([0, [], 60]);
}, 60_000);

/** Seeds in which orders are weighed together: at intake, by routers, and with a forecast. Without what came since. */
const seedsThatWeigh = [34, 106, 130];
const sinceThen = ['twoParcels', 'regrets', 'exchanges', 'claims', 'flashSales'];

/** Seeds with routers: two over a bus, one without. */
const seedsWithRouters = [1, 11, 20];

it('has seeds in which routers place orders, over a bus and without, and give some up', async () => {
  const reports: ScheduleReport[] = [];
  for (const seed of seedsWithRouters) reports.push(await runSchedule({ seed, customers: 20 }));
  expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  const sum = (of: (report: ScheduleReport) => number): number =>
    reports.reduce((all, report) => all + of(report), 0);
  expect(sum(({ did }) => did.placedByRouters)).toBeGreaterThan(30);
  expect(sum(({ did }) => did.deadLetters)).toBeGreaterThan(0);
  expect(sum(({ did }) => did.handedOut)).toBeGreaterThan(0);
  expect(reports.some(({ did }) => did.placedByRouters > 0 && did.handedOut === 0)).toBe(true);
}, 120_000);

it('has seeds in which batches are decided together, at intake and by routers, and seeds in which looks are pooled', async () => {
  const reports: ScheduleReport[] = [];
  for (const seed of seedsThatWeigh)
    reports.push(await runSchedule({ seed, customers: 30, without: sinceThen }));
  expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  const jointly = reports.filter(({ did }) => did.decidedJointly > 0);
  expect(new Set(jointly.map(({ did }) => did.placedByRouters > 0))).toEqual(
    new Set([true, false]),
  );
  expect(reports.some(({ did }) => did.settledByForecast > 0)).toBe(true);
}, 120_000);

/** Seeds in which nodes report what they can do. */
const seedsWithReports = [1, 5, 35];

it('has seeds in which nodes report what they can do, some of it long after it was so', async () => {
  const reports: ScheduleReport[] = [];
  for (const seed of seedsWithReports) reports.push(await runSchedule({ seed, customers: 10 }));
  expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  expect(reports.every(({ did }) => did.reports > 0)).toBe(true);
  expect(reports.some(({ did }) => did.staleReports > 0)).toBe(true);
}, 120_000);

/** Seeds in which customers change their mind, exchange (one where the replacement is sent at once) and claim. */
const seedsOfCustomers = [3, 7, 14, 97];

it('has seeds in which goods go in two parcels, and customers have enough, exchange and claim', async () => {
  const reports: ScheduleReport[] = [];
  for (const seed of seedsOfCustomers) reports.push(await runSchedule({ seed, customers: 20 }));
  expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  const sum = (of: (report: ScheduleReport) => number): number =>
    reports.reduce((all, report) => all + of(report), 0);
  expect(sum(({ did }) => did.inParcels)).toBeGreaterThan(0);
  expect(sum(({ did }) => did.regretted)).toBeGreaterThan(0);
  expect(reports.every(({ did }) => did.exchanges > 0)).toBe(true);
  expect(sum(({ did }) => did.replaced)).toBeGreaterThan(5);
  expect(sum(({ did }) => did.claims)).toBeGreaterThan(3);
}, 120_000);

it('names a schedule by the command that runs it', () => {
  expect(commandOf({ seed: 3, customers: 4, without: ['loss', 'drain'] })).toBe(
    'npm run sim -- --from 3 --seeds 1 --customers 4 --without loss,drain',
  );
});

/** Seeds that found something once, with what it was; the schedules have moved since, the situations have tests. */
const failedOnce = [
  [4, 'a unit cancelled after it was picked left unbooked'],
  [15, 'a parcel of a node that was thought dead left unbooked'],
  [26, 'the same scan at work twice: one refusal hid the other commit from the board'],
  [35, 'a departure told before the packing of a cancelled order'],
  [49, 'two works of one node for one order with the same goods'],
] as const;

/** Faults that came later: without them a seed runs as it did when it failed. */
const foundSince = [
  'deafNode',
  'rush',
  'keyOnly',
  'cart',
  'misrung',
  'newer',
  'sentBack',
  'placesHeld',
  'routers',
  'busForgets',
  'rowsRefused',
  'waves',
  'forecast',
  'reports',
  'reportLateMsMax',
  'reportLies',
  'keyCustomers',
  ...sinceThen,
];

/** Seeds whose work stood still at a node that had the order twice. */
const stoodStill = [
  [3132, 'the door told the second of two parcels alike before the gate'],
  [3298, 'a work on offer was taken for the one that people were at'],
  [
    3369,
    'the parcel was counted for the other of two works alike, and people looked at its number only',
  ],
  [3694, 'as 3369, after two nodes were thought dead'],
  [3821, 'as 3369, with both works accepted in one second'],
] as const;

it.each(stoodStill)('seed %i holds: %s', async (seed) => {
  expect((await runSchedule({ seed, customers: 30, without: foundSince })).violations).toEqual([]);
});

it.each(failedOnce)('seed %i holds: %s', async (seed) => {
  expect((await runSchedule({ seed, customers: 80 })).violations).toEqual([]);
});
